import HTTPTypes
import Hummingbird
import Promotions

/// A problem for somebody who reads pages: what happened and what to do, in words; programs get it as JSON.
enum ErrorPage {
    /// - Returns: nil where the caller is a program.
    static func show(_ problem: Problem, _ request: Request) throws -> Reply? {
        let accept = request.headers.value(.accept) ?? ""
        guard accept.contains("text/html"), !request.uri.path.hasPrefix("/v1/") else { return nil }
        let kind = kind(problem.code.status)
        let words = try Words.of(.common, request.pageLanguage)
        var facts: [String: any Sendable] = [
            "title": words.text("\(kind)_title"), "text": words.text("\(kind)_text"),
            "tone": problem.code.status < 500 ? "amber" : "brick", "icon": "warning",
            "link": "/", "link_text": words.text("home"),
        ]
        if let incident = problem.members.first(where: { $0.name == "incident" })?.value.stringValue {
            facts["note"] = words.text("error_incident", ["number": incident])
        }
        var reply = try Pages.show("answer", .common, request, facts, status: problem.code.status)
        for field in problem.headers { reply.headers[field.name] = field.value }
        return reply
    }

    private static func kind(_ status: Int) -> String {
        switch status {
        case 404, 405: "error_missing"
        case 429: "error_often"
        case 500...: "error_ours"
        default: "error_request"
        }
    }
}

import HTTPTypes
import Hummingbird
import Mustache
import Promotions

/// Renders pages: a template in the frame of `layout.mustache`, with the words of its area in the reader's language.
enum Pages {
    /// - Parameters:
    ///   - template: `NAME` of `templates/NAME.mustache`.
    ///   - facts: what the template names beside `t`, the words; texts, flags, and lists and objects of them.
    /// - Returns: a page that browsers ask for again each time, and get only if it has changed.
    static func show(
        _ template: String, _ area: Words.Area, _ request: Request, _ facts: [String: any Sendable] = [:],
        status: Int = 200, in frame: PageFrame = .ours
    ) throws -> Reply {
        let html = try render(template, try Words.of(area, request.pageLanguage), facts)
        let tag = Fingerprint.of(html)
        var reply = Reply(status: status, headers: frame.headers, body: html)
        if status == 200 {
            reply.headers[.cacheControl] = "private, no-cache"
            reply.headers[.eTag] = "\"\(tag)\""
            reply = request.unlessKnown(tag, reply)
        } else {
            reply.headers[.cacheControl] = "no-store"
        }
        // Also with a page that the browser has already: it is chosen for those that follow.
        for field in request.languageChoice { reply.headers[field.name] = field.value }
        return reply
    }

    /// A text that is no page, such as a service worker.
    static func render(_ template: String, _ words: Words, _ facts: [String: any Sendable]) throws -> [UInt8] {
        var all: [String: any Sendable] = facts
        all["t"] = words.texts
        all["lang"] = words.language.rawValue
        all["assets"] = PageFiles.shared.address
        all["languages"] = try PageLanguage.allCases.map { language -> [String: any Sendable] in
            [
                "code": language.rawValue, "name": try Words.of(.common, language).text("language_name"),
                "is_current": language == words.language,
            ]
        }
        guard let text = try library.get().render(all, withTemplate: template) else { throw NoTemplate(name: template) }
        return Array(preloading(text).utf8)
    }

    /// The page with all modules and words that its scripts will ask for named before the first of them.
    private static func preloading(_ text: String) -> String {
        let files = PageFiles.shared
        let begin = "<script type=\"module\" src=\"\(files.address)/"
        guard let place = text.firstRange(of: begin)?.lowerBound else { return text }
        let scripts = text.ranges(of: begin).map { String(text[$0.upperBound...].prefix { $0 != "\"" }) }
        var links = files.modules(behind: scripts).map {
            "<link rel=\"modulepreload\" href=\"\(files.address)/\($0)\">\n"
        }
        if let words = text.firstRange(of: "data-words=\"") {
            let address = text[words.upperBound...].prefix { $0 != "\"" }
            links.append("<link rel=\"preload\" href=\"\(address)\" as=\"fetch\" crossorigin>\n")
        }
        return text[..<place] + links.joined() + text[place...]
    }

    struct NoTemplate: Error { let name: String }

    private static let library = Result {
        let ending = ".mustache"
        let files = PageFiles.shared
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        return MustacheLibrary(
            templates: Dictionary(
                uniqueKeysWithValues: try files.files.keys.filter { $0.hasSuffix(ending) }.map {
                    (
                        String($0.dropLast(ending.count)),
                        try MustacheTemplate(string: ScalarEscaping.mark + files.text($0))
                    )
                }))
    }
}

/// Mustache's own escaping looks at characters as people see them: a quotation mark with an accent, or a bracket after an
/// Arabic number sign, is none of those it knows, and would stand in the page as it is.
private struct ScalarEscaping: MustacheContentType {
    static let name = "SCALARS"
    /// Each template says it for itself: a partial begins anew.
    static let mark = "{{% CONTENT_TYPE: \(name)}}\n"

    func escapeText(_ text: String) -> String { text.escapedForHTML }
}

/// What a browser may do with a page.
enum PageFrame: Sendable {
    case ours
    /// Shown inside other people's pages, and so without anything to press that acts.
    case embedded
    /// Ours, with a map whose ground may come from a tile server.
    case map(MapSettings)

    var headers: HTTPFields {
        [
            .contentType: "text/html; charset=utf-8", .vary: "Accept-Language, Cookie",
            .contentSecurityPolicy: policy + "; frame-ancestors " + (isEmbedded ? "*" : "'none'"),
            // A shared link's own address says where somebody is; it is nobody else's to know.
            .referrerPolicy: "same-origin", .permissionsPolicy: permissions,
            .crossOriginOpenerPolicy: "same-origin",
        ]
    }

    private var permissions: String {
        let own = isEmbedded ? "()" : "(self)"
        let none = ["microphone", "payment", "usb", "serial"]
        return (["camera", "geolocation", "screen-wake-lock"].map { "\($0)=\(own)" } + none.map { "\($0)=()" })
            .joined(separator: ", ")
    }

    /// Nothing from other hosts, and nothing that is written into the page itself.
    private var policy: String {
        var pictures = "'self' blob:"
        if case .map(let maps) = self, let host = maps.tiles.flatMap(MapSettings.host) { pictures += " \(host)" }
        return """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src \(pictures); font-src 'self'; \
            media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
            base-uri 'none'
            """
    }

    private var isEmbedded: Bool {
        if case .embedded = self { true } else { false }
    }
}

import HTTPTypes
import Hummingbird

extension Request {
    /// 304 if the caller has this already.
    func unlessKnown(_ tag: String, _ reply: @autoclosure () -> Reply, keeping: String = "private, no-cache") -> Reply {
        let known = (headers.value(.ifNoneMatch) ?? "").split(separator: ",").map {
            let text = $0.trimmingSpaces
            return text.hasPrefix("W/") ? text.dropFirst(2) : text
        }
        guard known.contains("\"\(tag)\"") || known == ["*"] else { return reply() }
        return Reply(status: 304, headers: [.eTag: "\"\(tag)\"", .cacheControl: keeping])
    }
}

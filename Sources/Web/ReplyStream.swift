import HTTPTypes
import Hummingbird
import NIOCore
import Promotions

/// A body that is written piece by piece, at the pace of whoever reads it.
final class ReplyStream: Sendable {
    typealias Write = @Sendable (_ write: (String) async throws -> Void) async throws -> Void

    private let write: Write

    init(_ write: @escaping Write) {
        self.write = write
    }

    var body: ResponseBody {
        ResponseBody { [write] writer in
            try await write { try await writer.write(ByteBuffer(string: $0)) }
            try await writer.finish(nil)
        }
    }
}

extension Reply {
    static func csv(named name: String, _ write: @escaping ReplyStream.Write) -> Reply {
        var reply = Reply(
            status: 200,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ])
        reply.stream = ReplyStream(write)
        return reply
    }
}

/// Server-sent events (WHATWG HTML, 9.2): JSON a line, as it comes.
enum EventStream {
    static let mediaType = "text/event-stream"
    /// A screen whose line broke comes again after so many milliseconds.
    static let begin = "retry: 2000\n\n"
    /// A comment, which no screen shows.
    static let stayAwake = ":\n\n"

    static func event(_ json: JSON) -> String {
        "data: \(json.text())\n\n"
    }
}

extension Reply {
    static func events(_ write: @escaping ReplyStream.Write) -> Reply {
        var reply = Reply(
            status: 200, headers: [.contentType: EventStream.mediaType, .cacheControl: "no-store"])
        reply.stream = ReplyStream(write)
        return reply
    }
}

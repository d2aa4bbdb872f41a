import HTTPTypes
import Hummingbird
import NIOCore

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

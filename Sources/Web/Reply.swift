import Hummingbird
import NIOCore
import Promotions

/// What a handler answers, before it becomes bytes on a connection.
struct Reply: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: [UInt8]
    /// Instead of `body`.
    var stream: ReplyStream?

    init(status: Int, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// JSON is somebody's data: nobody on the way may store it.
    static func json(_ json: JSON, status: Int = 200, tag: String? = nil) -> Reply {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1_024)
        json.write(into: &bytes)
        var reply = Reply(status: status, headers: [.contentType: jsonType, .cacheControl: "no-store"], body: bytes)
        if let tag {
            reply.headers[.eTag] = "\"\(tag)\""
            reply.headers[.cacheControl] = "private, no-cache"
        }
        return reply
    }

    static let noContent = Reply(status: 204)
    static let jsonType = "application/json"
    static let problemType = "application/problem+json"

    var response: Response {
        var headers = headers
        headers[.xContentTypeOptions] = "nosniff"
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: stream?.body ?? (body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body))))
    }

    /// The same without its body, for HEAD.
    var headResponse: Response {
        response.createHeadResponse()
    }
}

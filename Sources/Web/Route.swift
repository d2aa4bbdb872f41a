import HTTPTypes
import Promotions

/// One line of the route table: everything that dispatch, refusals and `openapi.json` need to know.
struct Route: Sendable {
    /// What a route takes as its body.
    enum Body: Hashable, Sendable {
        case none
        /// A JSON object described by that schema.
        case json(String)
        /// A file that the handler streams.
        case csv
        /// PNG or JPEG, in memory.
        case image
    }

    /// What it answers when all goes well.
    struct Success: Sendable {
        let status: Int
        /// Schema of a JSON body; nil for an empty body.
        var schema: String?
        /// Of a body that is not JSON.
        var mediaType: String?

        static let empty = Success(status: 204)

        static func ok(_ schema: String) -> Success { Success(status: 200, schema: schema) }
        static func created(_ schema: String) -> Success { Success(status: 201, schema: schema) }
        static func accepted(_ schema: String) -> Success { Success(status: 202, schema: schema) }
        static func file(_ mediaType: String) -> Success { Success(status: 200, mediaType: mediaType) }
    }

    let method: HTTPRequest.Method
    /// As OpenAPI writes it: `/v1/stores/{id}`.
    let path: String
    let summary: String
    let takes: Body
    let query: [Parameter]
    let gives: Success
    /// Problem codes beyond those that its kind of caller, path and body imply.
    let refuses: [ProblemCode]
    /// Whether the handler keeps users of some stores to those; elsewhere they may not go.
    let mindsScope: Bool
    let handler: Handler

    init(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String, takes: Body = .none, query: [Parameter] = [],
        gives: Success, refuses: [ProblemCode] = [],
        mindsScope: Bool = false, _ handler: Handler
    ) {
        self.method = method
        self.path = path
        self.summary = summary
        self.takes = takes
        self.query = query
        self.gives = gives
        self.refuses = refuses
        self.mindsScope = mindsScope
        self.handler = handler
    }

    /// Bodies that are read into memory.
    static let bodyMax = 1 << 20
    /// Bodies that are streamed.
    static let fileMax = 32 << 20

    var isChange: Bool { method != .get }
}

/// A parameter after the `?`.
struct Parameter: Sendable {
    let name: String
    let schema: JSON
    let about: String
    var isRequired = false
}

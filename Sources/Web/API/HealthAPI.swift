import Actions
import HTTPTypes
import Promotions

/// What load balancers and people ask first.
enum HealthAPI {
    /// The process runs.
    static func alive(_ call: Call) async throws -> Reply {
        .json(["status": "ok"])
    }

    /// The database answers, and this process's memory is as new as it.
    static func ready(_ call: Call) async throws -> Reply {
        try await call.desk.shelf.follow()
        return .json(["status": "ready"])
    }

    static func contract(_ call: Call) async throws -> Reply {
        Reply(
            status: 200, headers: [.contentType: Reply.jsonType, .cacheControl: "public, max-age=300"],
            body: OpenAPI.bytes)
    }
}

import Actions
import HTTPTypes
import Hummingbird

/// What pages are made of.
enum AssetPages {
    /// An address that names another version is that of a page from before or after this server: it gets what is here,
    /// and may not keep it.
    static func file(_ call: Call) async throws -> Reply {
        guard let version = call.parameters.first, let name = call.parameters.last else { throw Problem(.notFound) }
        guard let bytes = try Words.file(named: name) ?? PageFiles.shared.asset(name),
            let type = mediaTypes[name.split(separator: ".").last ?? ""]
        else { throw Problem(.notFound) }
        let keeping = version == PageFiles.shared.version ? "public, max-age=31536000, immutable" : "no-cache"
        let tag = Fingerprint.of(bytes)
        let reply = Reply(
            status: 200,
            headers: [
                .contentType: type, .eTag: "\"\(tag)\"", .cacheControl: keeping,
            ], body: bytes)
        return call.request.unlessKnown(tag, reply, keeping: keeping)
    }

    private static let mediaTypes: [Substring: String] = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "json": Reply.jsonType,
        "svg": "image/svg+xml", "png": "image/png",
    ]
}

import Actions
import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// What maps on pages are made of.
public struct MapSettings: Sendable {
    /// Where Debian's `libjs-leaflet` puts its files. Without them pages say that there is no map.
    public var leafletDirectory: String
    /// Address of a tile server's pictures, with `{z}`, `{x}` and `{y}`; nil: stores and fences stand on plain ground.
    public var tiles: String?
    /// Whose pictures these are, as the tile server asks to have it said.
    public var credit: String?

    public init(leafletDirectory: String = "/usr/share/javascript/leaflet", tiles: String? = nil, credit: String? = nil)
    {
        self.leafletDirectory = leafletDirectory
        self.tiles = tiles
        self.credit = credit
    }

    /// Scheme, host and port: the only one beside ours that a page with a map may load pictures from.
    public static func host(ofTiles tiles: String) -> String? {
        guard let url = URLComponents(string: tiles.replacing(#/\{[xyz]\}/#, with: "0")), let host = url.host,
            let scheme = url.scheme, ["http", "https"].contains(scheme), !host.isEmpty, url.user == nil,
            ["{z}", "{x}", "{y}"].allSatisfy({ tiles.contains($0) })
        else { return nil }
        return "\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? "")
    }
}

/// Lends browsers the files of Leaflet from where its package put them.
enum LeafletFiles {
    private static let keeping = "public, max-age=86400"
    private static let files: [Substring: (name: String, type: String)] = [
        "leaflet.js": ("leaflet.esm.min.js", "text/javascript; charset=utf-8"),
        "leaflet.css": ("leaflet.css", "text/css; charset=utf-8"),
    ]
    private static let read = Mutex<[String: [UInt8]]>([:])

    static func file(_ call: Call) async throws -> Reply {
        guard let name = call.parameters.last, let (file, type) = files[name] else { throw Problem(.notFound) }
        let path = "\(call.maps.leafletDirectory)/\(file)"
        // The package has each file pressed too.
        let takesPressed = call.request.headers.value(.acceptEncoding)?.contains("gzip") == true
        let pressed = takesPressed ? bytes("\(path).gz") : nil
        guard let bytes = pressed ?? bytes(path) else { throw Problem(.notFound) }
        let tag = Fingerprint.of(bytes)
        var reply = Reply(
            status: 200,
            headers: [
                .contentType: type, .eTag: "\"\(tag)\"", .cacheControl: keeping, .vary: "Accept-Encoding",
            ], body: bytes)
        if pressed != nil { reply.headers[.contentEncoding] = "gzip" }
        return call.request.unlessKnown(tag, reply, keeping: keeping)
    }

    /// Read once; what was missing is looked for again.
    private static func bytes(_ path: String) -> [UInt8]? {
        if let known = read.withLock({ $0[path] }) { return known }
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let bytes = [UInt8](data)
        read.withLock { $0[path] = bytes }
        return bytes
    }
}

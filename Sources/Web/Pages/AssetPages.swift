import Actions
import HTTPTypes
import Hummingbird
import Promotions
import Synchronization

/// What pages are made of, and what makes them an app on a phone.
enum AssetPages {
    /// An address that names another version is that of a page from before or after this server: it gets what is here,
    /// and may not keep it.
    static func file(_ call: Call) async throws -> Reply {
        guard let version = call.parameters.first, let name = call.parameters.last else { throw Problem(.notFound) }
        guard let bytes = try Words.file(named: name) ?? PageFiles.shared.asset(name),
            let type = mediaTypes[name.split(separator: ".").last ?? ""]
        else { throw Problem(.notFound) }
        let keeping = version == PageFiles.shared.version ? "public, max-age=31536000, immutable" : "no-cache"
        let takesGZip = (call.request.headers.value(.acceptEncoding) ?? "").contains("gzip")
        let packed = takesGZip ? packed(String(name), bytes) : nil
        // Other bytes have another tag.
        let tag = Fingerprint.of(bytes) + (packed == nil ? "" : "-gzip")
        var reply = Reply(
            status: 200,
            headers: [
                .contentType: type, .eTag: "\"\(tag)\"", .cacheControl: keeping, .vary: "Accept-Encoding",
            ], body: packed ?? bytes)
        if packed != nil { reply.headers[.contentEncoding] = "gzip" }
        return call.request.unlessKnown(tag, reply, keeping: keeping)
    }

    /// Each file is packed once, when somebody first asks for it; there are as many as the program holds.
    private static let packedFiles = Mutex<[String: [UInt8]?]>([:])

    private static func packed(_ name: String, _ bytes: [UInt8]) -> [UInt8]? {
        if let known = packedFiles.withLock({ $0[name] }) { return known }
        let packed = PageFiles.compressed(bytes)
        packedFiles.withLock { $0[name] = .some(packed) }
        return packed
    }

    /// Browsers look for a new one at each visit; it names the version, and so all that it keeps.
    static func serviceWorker(_ call: Call) async throws -> Reply {
        let words = PageLanguage.allCases.flatMap { [Words.fileName(.shopper, $0), Words.fileName(.till, $0)] }
        let names = (kept + words).sorted()
        let body = try Pages.render(
            "sw.js", try Words.of(.common, .en),
            ["version": PageFiles.shared.version, "files": names.map { "\"\($0)\"" }.joined(separator: ", ")])
        return Reply(
            status: 200, headers: [.contentType: "text/javascript; charset=utf-8", .cacheControl: "no-cache"],
            body: body)
    }

    /// What the shopper's app and the till are made of, found by following what names what: phones need nothing else.
    static let kept: Set<String> = {
        var found: Set<String> = []
        var left = ["layout.mustache", "shopper.mustache", "till.mustache"]
        while let name = left.popLast() {
            let named = PageFiles.shared.text(name).matches(of: #/\/([a-z0-9-]+\.(?:js|css|svg))/#)
                .map { String($0.output.1) }
            for file in named where PageFiles.shared.files[file] != nil && found.insert(file).inserted {
                left.append(file)
            }
        }
        return found
    }()

    static func shopperManifest(_ call: Call) async throws -> Reply {
        let words = try Words.of(.shopper, call.request.pageLanguage)
        let icon = { (name: String, sizes: String, purpose: String) -> JSON in
            [
                "src": .string("\(PageFiles.shared.address)/\(name)"), "sizes": .string(sizes), "type": "image/png",
                "purpose": .string(purpose),
            ]
        }
        let manifest: JSON = [
            "id": "/", "name": .string(words.text("app_name")), "short_name": .string(words.text("app_name")),
            "description": .string(words.text("app_about")), "lang": .string(words.language.rawValue),
            "dir": .string(words.text("direction")), "start_url": "/", "scope": "/", "display": "standalone",
            "background_color": "#FBFAF7", "theme_color": "#0B6E4F",
            "icons": [
                icon("icon-192.png", "192x192", "any"), icon("icon-512.png", "512x512", "any"),
                icon("icon-512.png", "512x512", "maskable"),
            ],
        ]
        return Reply(
            status: 200,
            headers: [
                .contentType: "application/manifest+json", .cacheControl: "no-cache",
                .vary: "Accept-Language, Cookie",
            ], body: Array(manifest.text().utf8))
    }

    private static let mediaTypes: [Substring: String] = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "json": Reply.jsonType,
        "svg": "image/svg+xml", "png": "image/png",
    ]
}

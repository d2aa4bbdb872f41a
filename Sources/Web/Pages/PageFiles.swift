import CPageFiles
import Promotions

/// The files of which pages are made: templates, words, style sheets, modules and pictures. They are part of the
/// program, so that its binary alone serves pages wherever it is put.
struct PageFiles: Sendable {
    static let shared = PageFiles(embedded())

    /// By name: `layout.mustache`, `page.css`, `shopper.fr.json`.
    let files: [String: [UInt8]]
    /// Changes with any of the files. Their addresses hold it, so that browsers may keep them for good.
    let version: String
    /// What each module imports before it runs, and what that imports.
    private let imports: [String: [String]]

    init(_ files: [String: [UInt8]]) {
        self.files = files
        imports = Self.imports(files)
        version = Fingerprint.of(files.sorted { $0.key < $1.key }.flatMap { Array($0.key.utf8) + $0.value })
    }

    /// Where browsers find them.
    var address: String { "/assets/\(version)" }

    /// What a browser may ask for. Templates and lists of words are ours: words go out joined, by `Words`.
    func asset(_ name: Substring) -> [UInt8]? {
        name.hasSuffix(".mustache") || name.hasSuffix(".json") ? nil : files[String(name)]
    }

    /// The same bytes as gzip (RFC 1952); nil if that saves nothing. Only for what everybody may read: the length of
    /// compressed secrets tells about them (CVE-2013-3587).
    static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
        let packed = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            count = footfall_gzip(bytes, bytes.count, buffer.baseAddress, buffer.count)
        }
        return packed.isEmpty ? nil : packed
    }

    /// All modules that must be there before one of these runs, without themselves. Named in the page, they come at once
    /// instead of one after the other as each is read.
    func modules(behind scripts: [String]) -> [String] {
        var found: [String] = []
        var open = scripts
        while let next = open.popLast() {
            for name in imports[next, default: []] where !found.contains(name) && !scripts.contains(name) {
                found.append(name)
                open.append(name)
            }
        }
        return found.sorted()
    }

    private static func imports(_ files: [String: [UInt8]]) -> [String: [String]] {
        var all: [String: [String]] = [:]
        for (name, bytes) in files where name.hasSuffix(".js") {
            // Not `import(...)`: that is for what may wait.
            let lines = String(decoding: bytes, as: UTF8.self)
                .matches(of: /(?:^|\n)(?:import|export)\s[^"();]*"\.\/([a-z0-9.-]+)"/)
            all[name] = lines.map { String($0.output.1) }
        }
        return all
    }

    func text(_ name: String) -> String {
        String(decoding: files[name] ?? [], as: UTF8.self)
    }

    private static func embedded() -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for place in 0..<footfall_page_file_count() {
            let file = footfall_page_file_at(place)
            files[String(cString: file.name)] = Array(UnsafeBufferPointer(start: file.bytes, count: file.size))
        }
        return files
    }
}

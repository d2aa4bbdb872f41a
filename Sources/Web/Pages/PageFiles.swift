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

    init(_ files: [String: [UInt8]]) {
        self.files = files
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

import Foundation

/// One file of the checkout, by its path from the root.
struct HouseFile {
    let path: String
    let text: String
    let isExecutable: Bool

    let lines: [Substring]

    init(path: String, text: String, isExecutable: Bool = false) {
        self.path = path
        self.text = text
        self.isExecutable = isExecutable
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// `Sources/Records/Tills.swift` is in `Records`.
    var room: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    var isSource: Bool { path.hasPrefix("Sources/") }
    var isSwift: Bool { path.hasSuffix(".swift") }
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// Something that the house does not allow.
struct Complaint: Hashable, CustomStringConvertible {
    let path: String
    let line: Int
    let what: String

    var description: String { "\(path):\(line): \(what)" }
}

/// The checkout that this test belongs to.
enum House {
    /// This file may be reached through a link.
    static var root: URL {
        URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    static func files(in folders: [String]) throws -> [HouseFile] {
        let manager = FileManager.default
        var files: [HouseFile] = []
        for folder in folders {
            let base = root.appending(path: folder)
            guard let walk = manager.enumerator(atPath: base.path()) else { continue }
            for case let inner as String in walk {
                let place = base.appending(path: inner).path()
                var isFolder: ObjCBool = false
                guard manager.fileExists(atPath: place, isDirectory: &isFolder), !isFolder.boolValue,
                    let data = manager.contents(atPath: place), let text = String(data: data, encoding: .utf8)
                else { continue }
                files.append(
                    HouseFile(
                        path: "\(folder)/\(inner)", text: text,
                        isExecutable: manager.isExecutableFile(atPath: place)))
            }
        }
        return files.sorted { $0.path < $1.path }
    }

    static func swiftFiles() throws -> [HouseFile] {
        try files(in: ["Sources", "Tests"]).filter(\.isSwift)
    }
}

extension StringProtocol {
    /// Bytes only, and so a hundred times faster than a search by characters or by a regex, which only has to look
    /// at what this lets through.
    func mentions(_ words: [String]) -> Bool {
        withCString { text in words.contains { strstr(text, $0) != nil } }
    }
}

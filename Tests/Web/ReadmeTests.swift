import Foundation
import Testing

@testable import Web

@Suite("The README")
struct ReadmeTests {
    private var root: URL {
        URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    @Test("lists every problem code with its status and title, and no other")
    func problemCodes() throws {
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `") }
        // Other tables of the README have words where this one has a status.
        let written = rows.filter { row in
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return cells.count == 3 && Int(cells[1]) != nil
        }.map(String.init)
        let expected = ProblemCode.all.map { "| `\($0.code)` | \($0.status) | \($0.title) |" }
        #expect(written == expected)
    }
}

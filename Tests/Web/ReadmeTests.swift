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
        let written = readme.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.split(separator: "|").count == 3 }
            .filter { Int($0.split(separator: "|")[1].trimmingCharacters(in: .whitespaces)) != nil }.map(String.init)
        let expected = ProblemCode.all.map { "| `\($0.code)` | \($0.status) | \($0.title) |" }
        #expect(written == expected)
    }
}

import Length
import Testing

@testable import Promotions

/// Records as "line: cell|cell" or "line! reason".
private func read(_ bytes: [UInt8], chunk: Int) -> [String] {
    var reader = CSVReader()
    var records: [CSVRecord] = []
    for start in stride(from: 0, to: bytes.count, by: chunk) {
        records += reader.feed(bytes[start..<min(bytes.count, start + chunk)])
    }
    records += reader.finish()
    return records.map { record in
        switch record {
        case .fields(let fields, let line): "\(line): \(fields.joined(separator: "|"))"
        case .bad(let reason, let line): "\(line)! \(reason)"
        }
    }
}

@Suite("CSV")
struct StoreImportCSVTests {
    @Test(
        "what is written is read again, whatever the quotation marks carry",
        arguments: ["a,b", "a\"b", "\"\u{301},x", "a\r\nb", "\u{600}\"", "", "=1+1"])
    func writes(cell: String) {
        #expect(read(Array(CSVLine.text([cell, "z"]).utf8), chunk: 3) == ["1: \(cell)|z"])
    }

    @Test("people's own words are no formulas", arguments: ["=HYPERLINK(\"x\")", "+1", "-1", "@x", "=\u{301}1"])
    func words(text: String) {
        #expect(CSVLine.words(text) == "'" + text)
        #expect(CSVLine.words("a" + text) == "a" + text)
    }

    @Test(
        "reads RFC 4180, in chunks of any size",
        arguments: [
            ("a,b\nc,d\n", ["1: a|b", "2: c|d"]), ("a,b\r\nc,d", ["1: a|b", "2: c|d"]),
            ("a,b\rc,d\r", ["1: a|b", "2: c|d"]),
            ("\u{FEFF}a,b\n1,2", ["1: a|b", "2: 1|2"]), ("\u{FEFF}\"a\",b\n1,2", ["1: a|b", "2: 1|2"]),
            ("\u{FF21},b", ["1: \u{FF21}|b"]), ("a,,\n,\n", ["1: a||", "2: |"]), ("\"\",\"\"", ["1: |"]),
            ("\"a,b\",\"c\"\"d\"\n", ["1: a,b|c\"d"]), ("\"\"\"\"\n", ["1: \""]),
            ("a,\"two\r\nlines\"\nb,c\n", ["1: a|two\r\nlines", "3: b|c"]), ("a\n\n\r\n\nb\n", ["1: a", "5: b"]),
            ("", []), ("\n\n", []), ("\u{FEFF}", []),
            (" a , \"\n", ["1! a quote inside a field that does not start with one"]),
        ] as [(String, [String])])
    func reads(text: String, expected: [String]) {
        for chunk in [1, 2, 3, 7, 1_000] {
            #expect(read(Array(text.utf8), chunk: chunk) == expected, "chunks of \(chunk)")
        }
    }

    @Test(
        "a bad record stops only itself",
        arguments: [
            ("a\nb\"c,d\ne\n", ["1: a", "2! a quote inside a field that does not start with one", "3: e"]),
            ("a\n\"b\"c,d\ne\n", ["1: a", "2! text after the closing quote of a field", "3: e"]),
            ("a\n\"open\nb,c\nd\n", ["1: a", "2! a quote is not closed", "3: b|c", "4: d"]),
            ("\"open\nb,\"c\"\nd\n", ["1! text after the closing quote of a field", "2: b|c", "3: d"]),
            ("a\n\"open\r\n\r\n\"b\"\r\nd", ["1: a", "2! text after the closing quote of a field", "4: b", "5: d"]),
            ("a\n\"open", ["1: a", "2! a quote is not closed"]),
            (
                "\"x\n\"y\n\"z\n",
                [
                    "1! text after the closing quote of a field", "2! text after the closing quote of a field",
                    "3! a quote is not closed",
                ]
            ),
        ])
    func bad(text: String, expected: [String]) {
        for chunk in [1, 2, 3, 7, 1_000] {
            #expect(read(Array(text.utf8), chunk: chunk) == expected, "chunks of \(chunk)")
        }
    }

    @Test("bytes that are not UTF-8 spoil one record")
    func foreignBytes() {
        let bytes = Array("a\nb".utf8) + [0xE9] + Array(",c\nd\n".utf8)
        #expect(read(bytes, chunk: 2) == ["1: a", "2! is not UTF-8", "3: d"])
    }

    @Test("a record of 64 KiB is read, a longer one is refused, and what follows is read")
    func longRecords() {
        let most = String(repeating: "x", count: CSVReader.recordBytesMax)
        #expect(read(Array("a\n\(most)\nb\n".utf8), chunk: 4_096) == ["1: a", "2: \(most)", "3: b"])
        let reason = "is longer than 65536 bytes, or a quote is not closed"
        #expect(read(Array("a\n\(most)x\nb\n".utf8), chunk: 4_096) == ["1: a", "2! \(reason)", "3: b"])
        #expect(read(Array("a\n\"\(most)\"\nb\n".utf8), chunk: 4_096) == ["1: a", "2! \(reason)", "3: b"])
    }

    @Test("a quote that is never closed costs its own line and none of ten thousand others")
    func unclosedQuote() {
        let lines = (2...10_001).map { "row \($0),some text" }
        let text = (["\"open,1"] + lines).joined(separator: "\r\n")
        let records = read(Array(text.utf8), chunk: 1_000)
        #expect(records.first == "1! is longer than 65536 bytes, or a quote is not closed")
        #expect(Array(records.dropFirst()) == (2...10_001).map { "\($0): row \($0)|some text" })
    }

    @Test("random cells come back from quoted and plain writing")
    func roundTrip() {
        let seed = UInt64.random(in: 0 ... .max)
        var draw = SeededDraw(seed)
        let pieces = ["a", ",", "\"", "\n", "\r\n", " ", "\u{E9}", "\u{1F600}", ""]
        for _ in 0..<rounds(500) {
            var text = ""
            var line = 1
            var expected: [String] = []
            for _ in 0..<Int.random(in: 1...5, using: &draw) {
                // The first cell is never empty: a record of one empty cell is an empty line.
                let cells = (0..<Int.random(in: 1...4, using: &draw)).map { place in
                    (place == 0 ? "x" : "")
                        + (0..<Int.random(in: 0...6, using: &draw)).map { _ in pieces.randomElement(using: &draw) ?? ""
                        }
                        .joined()
                }
                expected.append("\(line): \(cells.joined(separator: "|"))")
                text += cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
                line += 1 + cells.joined().utf8.count { $0 == UInt8(ascii: "\n") }
            }
            #expect(read(Array(text.utf8), chunk: Int.random(in: 1...20, using: &draw)) == expected, "seed \(seed)")
        }
    }
}

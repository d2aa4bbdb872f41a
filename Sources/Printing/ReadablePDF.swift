/// What cairo's tagged PDF lacks for a screen reader: its language, words in the place of each symbol, and the title
/// shown instead of the file name. Appended as an incremental update; the bytes before it stay as they are.
struct ReadablePDF {
    private let pdf: [UInt8]
    private let tableOffset: Int
    /// Where each object begins, by number.
    private let offsets: [Int]
    private let rootNumber: Int
    private let infoNumber: Int

    /// Reads the plain cross-reference table that cairo writes at the end.
    init(_ pdf: [UInt8]) throws(PrintProblem) {
        let unreadable = PrintProblem.failed("cairo's PDF does not end in a plain cross-reference table")
        self.pdf = pdf
        let tail = String(decoding: pdf.suffix(64), as: UTF8.self)
        guard let mark = tail.firstRange(of: "startxref\n"),
            let start = Int(tail[mark.upperBound...].prefix(while: \.isNumber)), start < pdf.count
        else { throw unreadable }
        tableOffset = start
        let lines = String(decoding: pdf[start...], as: UTF8.self).split(separator: "\n")
        guard lines.count > 2, lines[0] == "xref", lines[1].hasPrefix("0 "), let count = Int(lines[1].dropFirst(2)),
            lines.count > count + 2
        else { throw unreadable }
        offsets = lines[2..<(count + 2)].map { Int($0.prefix(10)) ?? 0 }
        let trailer = lines[(count + 2)...].joined(separator: " ")
        guard let root = Self.reference("/Root ", in: trailer), let info = Self.reference("/Info ", in: trailer),
            offsets.indices.contains(root)
        else { throw unreadable }
        (rootNumber, infoNumber) = (root, info)
    }

    /// - Parameter alternatives: words for each figure, in reading order.
    func describing(language: String, alternatives: [String]) throws(PrintProblem) -> [UInt8] {
        var waiting = alternatives[...]
        var updates: [(number: Int, dictionary: String)] = []
        for number in offsets.indices.dropFirst() {
            if number == rootNumber {
                let object = try dictionary(of: number)
                let mark = object.contains("/MarkInfo") ? "" : "   /MarkInfo << /Marked true >>\n"
                let viewer = "   /ViewerPreferences << /DisplayDocTitle true >>\n"
                updates.append((number, object + "   /Lang (\(tag(language)))\n" + mark + viewer))
            } else if isFigure(number), let words = waiting.popFirst() {
                updates.append((number, try dictionary(of: number) + "   /Alt \(Self.hexadecimal(words))\n"))
            }
        }
        guard waiting.isEmpty else { throw .failed("cairo's PDF lost \(waiting.count) of its figures") }
        return appending(updates)
    }

    private func appending(_ updates: [(number: Int, dictionary: String)]) -> [UInt8] {
        var file = pdf
        var table = "xref\n"
        for update in updates {
            let offset = String(file.count)
            let padded = String(repeating: "0", count: 10 - offset.count) + offset
            table += "\(update.number) 1\n\(padded) 00000 n \n"
            file += Array("\(update.number) 0 obj\n\(update.dictionary)>>\nendobj\n".utf8)
        }
        let end = file.count
        let trailer =
            "trailer\n<< /Size \(offsets.count)\n   /Root \(rootNumber) 0 R\n   /Info \(infoNumber) 0 R\n"
            + "   /Prev \(tableOffset)\n>>\nstartxref\n\(end)\n%%EOF\n"
        return file + Array((table + trailer).utf8)
    }

    private func isFigure(_ number: Int) -> Bool {
        pdf[offsets[number]...].starts(with: "\(number) 0 obj\n<< /Type /StructElem\n   /S /Figure\n".utf8)
    }

    /// The text of a dictionary object without its closing brackets.
    private func dictionary(of number: Int) throws(PrintProblem) -> String {
        let object = pdf[offsets[number]...]
        guard let end = object.firstIndex(of: "\nendobj".utf8) else { throw .failed("cairo's PDF has an open object") }
        let opening = "\(number) 0 obj\n"
        let text = String(decoding: object[..<end], as: UTF8.self)
        guard text.hasPrefix(opening), text.hasSuffix(">>") else {
            throw .failed("cairo's PDF has no dictionary at object \(number)")
        }
        return String(text.dropFirst(opening.count).dropLast(2))
    }

    /// A language tag has letters, digits and hyphens; anything else could leave the string it stands in.
    private func tag(_ language: String) -> String {
        String(language.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    }

    private static func reference(_ key: String, in trailer: String) -> Int? {
        trailer.firstRange(of: key).flatMap { Int(trailer[$0.upperBound...].prefix(while: \.isNumber)) }
    }

    /// A PDF text string in UTF-16, written in hexadecimal digits.
    private static func hexadecimal(_ text: String) -> String {
        let units = [0xFEFF] + Array(text.utf16)
        let digits = units.map { unit in
            let plain = String(unit, radix: 16, uppercase: true)
            return String(repeating: "0", count: 4 - plain.count) + plain
        }
        return "<\(digits.joined())>"
    }
}

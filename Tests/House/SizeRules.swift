/// How long files and functions may be.
enum SizeRules {
    static let sourceLinesMax = 400
    static let testLinesMax = 500
    static let functionLinesMax = 70

    static func fileLength(_ file: HouseFile) -> [Complaint] {
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        let max = file.isSource ? sourceLinesMax : testLinesMax
        return count > max ? [Complaint(path: file.path, line: count, what: "\(count) lines, at most \(max)")] : []
    }

    /// The formatter lays functions out, so the closing brace stands alone at the indent of the declaration.
    static func functionLengths(_ file: HouseFile) -> [Complaint] {
        let lines = file.lines
        var complaints: [Complaint] = []
        for (start, line) in lines.enumerated() where declares(line) {
            let indent = line.prefix { $0 == " " }
            guard !line.hasSuffix("}"), let last = lines[start...].firstIndex(where: { $0 == indent + "}" })
            else { continue }
            // A requirement without a body must not run into its neighbour's end.
            let isAlone = !lines[start...last].dropFirst().contains {
                declares($0) && $0.prefix { $0 == " " } == indent
            }
            let length = last - start + 1
            if isAlone && length > functionLinesMax {
                complaints.append(
                    Complaint(
                        path: file.path, line: start + 1,
                        what: "a function of \(length) lines, at most \(functionLinesMax)"))
            }
        }
        return complaints
    }

    private static func declares(_ line: Substring) -> Bool {
        line.mentions(["func ", "init", "subscript"]) && line.contains(declaration)
    }

    private static var declaration: Regex<(Substring, Substring?, Substring)> {
        #/^ *(@\w+(?:\([^)]*\))? |public |package |private |fileprivate |internal |static |final |override |mutating |nonisolated |consuming |borrowing )*(func |init[?(<]|deinit|subscript)/#
    }
}

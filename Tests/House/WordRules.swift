/// Words that stand for work not done, names that say nothing, and doors out of the language.
enum WordRules {
    /// Only comments say these; elsewhere they are data. Split, so that this file does not contain them.
    private static let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK", "for n" + "ow"]
    private static let phrases = ["not imple" + "mented"]
    private static let emptyNames = [
        "Uti" + "ls", "Uti" + "lities", "Hel" + "pers", "Hel" + "per", "Com" + "mon", "Co" + "re", "Mana" + "ger",
        "Exten" + "sions",
    ]
    private static let escapes = [
        "@unchecked Send" + "able", "nonisolated(un" + "safe)", "@precon" + "currency", "tr" + "y!", "fatal" + "Error",
    ]
    static let roomsWithEscapes: Set<String> = ["Postgres", "Printing"]

    static func unfinishedWork(_ file: HouseFile) -> [Complaint] {
        guard file.text.mentions(marks + phrases) else { return [] }
        return file.lines.enumerated().flatMap { place, line in
            let comment = comment(of: line, in: file)
            return (marks.filter { says(comment, $0) } + phrases.filter { says(line, $0) })
                .map { Complaint(path: file.path, line: place + 1, what: "says \"\($0)\"") }
        }
    }

    static func names(_ file: HouseFile) -> [Complaint] {
        var complaints: [Complaint] = []
        for part in file.path.split(separator: "/") {
            let bare = part.hasSuffix(".swift") ? part.dropLast(6) : part
            if let name = emptyNames.first(where: { bare == $0 || (file.isSwift && bare.hasSuffix($0)) }) {
                complaints.append(Complaint(path: file.path, line: 0, what: "\(bare) is called \(name)"))
            }
        }
        guard file.isSwift, file.text.mentions(emptyNames) else { return complaints }
        let types = #/\b(?:struct|class|enum|actor|protocol|typealias) (\w+)/#.wordBoundaryKind(.simple)
        for (place, line) in file.lines.enumerated() {
            guard let match = code(of: line).firstMatch(of: types) else { continue }
            if let name = emptyNames.first(where: { match.output.1.hasSuffix($0) }) {
                complaints.append(
                    Complaint(path: file.path, line: place + 1, what: "\(match.output.1) is called \(name)"))
            }
        }
        return complaints
    }

    /// Each escape has its reason in a comment on its line or just above the declaration it is in.
    static func escapeHatches(_ file: HouseFile) -> [Complaint] {
        guard file.text.mentions(escapes) else { return [] }
        let lines = file.lines
        var complaints: [Complaint] = []
        for (place, line) in lines.enumerated() {
            for escape in escapes where code(of: line).contains(escape) {
                if !roomsWithEscapes.contains(file.room) || !file.isSource {
                    complaints.append(Complaint(path: file.path, line: place + 1, what: "\(escape) has no place here"))
                } else if !line.contains("//") && !(place > 0 && lines[place - 1].contains("//")) {
                    complaints.append(Complaint(path: file.path, line: place + 1, what: "\(escape) without a reason"))
                }
            }
        }
        return complaints
    }

    /// A path of somebody's machine means nothing on another one.
    static func machinePaths(_ file: HouseFile) -> [Complaint] {
        let pattern = #/(^|[^\w.$}])/(home|Users|root|work|mnt)/\w/#
        guard file.text.mentions(["/home/", "/Users/", "/root/", "/work/", "/mnt/"]) else { return [] }
        return file.lines.enumerated().filter { $0.element.contains(pattern) }
            .map { Complaint(path: file.path, line: $0.offset + 1, what: "a path of one machine") }
    }

    private static func says(_ line: Substring, _ word: String) -> Bool {
        line.ranges(of: word).contains { range in
            let before = range.lowerBound == line.startIndex ? " " : line[line.index(before: range.lowerBound)]
            let after = range.upperBound == line.endIndex ? " " : line[range.upperBound]
            return !before.isLetter && !after.isLetter
        }
    }

    private static func code(of line: Substring) -> Substring {
        line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
    }

    private static func comment(of line: Substring, in file: HouseFile) -> Substring {
        let sign = file.isSwift ? "//" : file.path.hasSuffix(".sql") ? "--" : "#"
        return line.firstRange(of: sign).map { line[$0.lowerBound...] } ?? ""
    }
}

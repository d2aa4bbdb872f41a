/// Migrations in a row, their constraints named, and scripts that run.
enum SQLAndScriptRules {
    static func numbering(_ names: [String]) -> [Complaint] {
        names.sorted().enumerated().compactMap { place, name in
            let expected = String(String(10_000 + place + 1).dropFirst()) + "_"
            return name.hasPrefix(expected)
                ? nil : Complaint(path: name, line: 0, what: "should start with \(expected)")
        }
    }

    /// A constraint without a name gets one from the server, and a later migration cannot count on it.
    static func constraintNames(_ file: HouseFile) -> [Complaint] {
        let pattern = #/\b(primary key|foreign key|unique \(|check \()/#.wordBoundaryKind(.simple)
        return file.lines.enumerated().compactMap { place, line in
            // Between quotes stands the description of a table.
            let line = line.replacing(#/'[^']*'/#, with: "''")
            guard let match = line.firstMatch(of: pattern), !line.hasPrefix("--"),
                !line.contains(#/^\s*(add )?constraint \w+ /#)
            else { return nil }
            return Complaint(path: file.path, line: place + 1, what: "\(match.output.1) without a name")
        }
    }

    static func runBits(_ file: HouseFile) -> [Complaint] {
        guard file.text.hasPrefix("#!") && !file.isExecutable else { return [] }
        return [Complaint(path: file.path, line: 1, what: "is a script without the run bit")]
    }
}

/// What the process's end tells a script. The numbers are those of sysexits.h, which ArgumentParser uses too.
enum ExitStatus: Int32, CaseIterable {
    case fine = 0
    case fault = 1
    case usage = 64
    case badInput = 65
    case unavailable = 69
    case configuration = 78

    /// The `code` of the JSON form.
    var code: String {
        switch self {
        case .fine: "fine"
        case .fault: "fault"
        case .usage: "usage"
        case .badInput: "bad_input"
        case .unavailable: "unavailable"
        case .configuration: "configuration"
        }
    }

    var meaning: String {
        switch self {
        case .fine: "done"
        case .fault: "something broke; the sentence says what"
        case .usage: "the command line cannot be read"
        case .badInput:
            "a file, a name or an id that was given is not good; an import that rejected rows; a coupon that verify "
                + "does not accept"
        case .unavailable: "the database does not answer, or the port is taken"
        case .configuration: "keys, migrations, variables or the data directory do not fit"
        }
    }

    /// For `--help`, which is 80 columns wide and breaks longer lines without care.
    static var table: String {
        allCases.map { status in
            let number = String(status.rawValue)
            var lines = ["  \(number)\(String(repeating: " ", count: 4 - number.count))"]
            for word in status.meaning.split(separator: " ") {
                if lines[lines.count - 1].count + word.count >= 80 { lines.append(String(repeating: " ", count: 6)) }
                lines[lines.count - 1] += " \(word)"
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }
}

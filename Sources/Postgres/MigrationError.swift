/// Why the schema could not be brought up to date. The description says what to do.
public enum MigrationError: Error, Hashable, Sendable {
    case unreadable(path: String, reason: String)
    case badName(String)
    case sameNumber(String, String)
    /// An applied file reads differently now.
    case changed(String)
    /// The database knows migrations that these files do not have.
    case newerDatabase(names: [String])
    /// A file would have to be applied before one that already is.
    case outOfOrder(String, after: String)
    /// The statement of the file that failed, by its first line. Nothing of the file remains.
    case failed(file: String, line: Int, PostgresError)
}

extension MigrationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        case .badName(let name): "\(name) is not named like 0001_what_it_does.sql"
        case .sameNumber(let one, let other): "\(one) and \(other) have the same number"
        case .changed(let name):
            "\(name) was applied to this database and has changed since. "
                + "Put it back as it was, and write the change as a new migration."
        case .newerDatabase(let names):
            "This database is newer than this program: it has \(names.joined(separator: ", ")). "
                + "Use the program that applied it, or a later one."
        case .outOfOrder(let name, let applied):
            "\(name) comes before \(applied), which is applied already. Give it the next free number."
        case .failed(let file, let line, let error): "\(file), line \(line): \(error)"
        }
    }
}

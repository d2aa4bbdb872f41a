import Glibc

/// One numbered file of SQL. Its name is `0001_what_it_does.sql`; once applied it never changes.
struct MigrationFile: Sendable {
    let name: String
    let number: Int
    let sql: String

    init(name: String, sql: String) throws(MigrationError) {
        let digits = name.prefix { $0.isASCII && $0.isNumber }
        guard digits.count == 4, name.dropFirst(4).first == "_", name.hasSuffix(".sql"), name.count > 9,
            let number = Int(digits)
        else { throw .badName(name) }
        self.name = name
        self.number = number
        self.sql = sql
    }

    /// In the order of their numbers, of which none may stand twice.
    static func inOrder(_ files: [MigrationFile]) throws(MigrationError) -> [MigrationFile] {
        let sorted = files.sorted { $0.number < $1.number }
        for (one, other) in zip(sorted, sorted.dropFirst()) where one.number == other.number {
            throw .sameNumber(one.name, other.name)
        }
        return sorted
    }

    /// Every `.sql` file of a directory.
    static func read(from directory: String) throws(MigrationError) -> [MigrationFile] {
        guard let stream = opendir(directory) else { throw .unreadable(path: directory, reason: systemReason()) }
        defer { closedir(stream) }
        var files: [MigrationFile] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasSuffix(".sql") else { continue }
            files.append(try MigrationFile(name: name, sql: contents(of: "\(directory)/\(name)")))
        }
        return files
    }

    private static func contents(of path: String) throws(MigrationError) -> String {
        guard let file = fopen(path, "r") else { throw .unreadable(path: path, reason: systemReason()) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
            bytes.append(contentsOf: chunk.prefix(count))
        }
        guard ferror(file) == 0 else { throw .unreadable(path: path, reason: systemReason()) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(path: path, reason: "not UTF-8")
        }
        return text
    }

    private static func systemReason() -> String {
        String(cString: strerror(errno))
    }
}

/// The little that we read in SQL text ourselves.
enum SQLText {
    /// The first word in lower case, past white space and comments.
    static func firstWord(of sql: String) -> String {
        var scanner = SQLScanner(sql)
        scanner.skipBlanks()
        return scanner.word().lowercased()
    }
}

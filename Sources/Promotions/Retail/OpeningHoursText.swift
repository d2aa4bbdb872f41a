extension OpeningHours {
    /// Reads how people write one day's hours: `05:00-21:00`, `5:00 AM to 9:00 PM`, `08:00-12:00, 13:00-18:00`,
    /// `24 hours`, `Closed` (the empty list). Nil for an empty text: not known. Bare hours (`8-12`) are refused.
    public static func spans(written text: String, at field: String) throws(Invalid) -> [LocalSpan]? {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        switch words {
        case "":
            return nil
        case "closed":
            return []
        case "24 hours", "24h", "24 h", "24/7", "open 24 hours":
            return [.wholeDay]
        default:
            let parts = words.split(omittingEmptySubsequences: false) { $0 == "," || $0 == ";" }
            guard parts.count <= spansMax else {
                throw Invalid(field: field, reason: "must have at most \(spansMax) openings a day")
            }
            var spans: [LocalSpan] = []
            for part in parts {
                guard let span = span(written: part) else {
                    throw Invalid(
                        field: field, reason: "must be hours such as 05:00-21:00 or 5:00 AM to 9:00 PM, or Closed")
                }
                spans.append(span)
            }
            return spans
        }
    }

    private static func span(written text: Substring) -> LocalSpan? {
        let between = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "\u{2013}" || $0 == "\u{2014}" }
        let ends = between.count == 2 ? between : words(of: text, around: "to")
        guard ends.count == 2, let from = LocalTime(ends[0]), let to = LocalTime(ends[1]) else { return nil }
        return LocalSpan(from: from, to: to)
    }

    private static func words(of text: Substring, around separator: String) -> [Substring] {
        let words = text.split(separator: " ")
        guard let place = words.firstIndex(where: { $0 == separator }) else { return [] }
        return [
            Substring(words[..<place].joined(separator: " ")), Substring(words[(place + 1)...].joined(separator: " ")),
        ]
    }
}

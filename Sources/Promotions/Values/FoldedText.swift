/// Text as it is searched: in lower case, and letters without what stands above or below them, as those type who have no
/// such keys. "Köln" and "koln" are the same.
enum FoldedText {
    static func of(_ text: String) -> String {
        let lower = text.lowercased()
        if lower.utf8.allSatisfy({ $0 < 0x80 }) { return lower }
        var folded = String.UnicodeScalarView()
        for scalar in lower.unicodeScalars where scalar.properties.generalCategory != .nonspacingMark {
            folded.append(base(of: scalar))
        }
        return String(folded)
    }

    /// By its name: LATIN SMALL LETTER O WITH DIAERESIS is an o.
    private static func base(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar == "\u{451}" { return "\u{435}" }
        guard !scalar.isASCII, let name = scalar.properties.name, name.hasPrefix("LATIN SMALL LETTER ") else {
            return scalar
        }
        let letter = name.dropFirst("LATIN SMALL LETTER ".count).split(separator: " ", maxSplits: 1)
        guard letter.count == 2, letter[1].hasPrefix("WITH "), letter[0].utf8.count == 1 else { return scalar }
        return letter[0].lowercased().unicodeScalars.first ?? scalar
    }
}

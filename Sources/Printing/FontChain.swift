/// Which font families print what. Left to itself, the font system falls back to whatever the host has (Arabic in a
/// Latin font's afterthought), so the whole chain is named and no other family is ever loaded.
enum FontChain {
    static let code = "DejaVu Sans Mono"

    private static let latin = ["Noto Sans"]
    private static let scripts = [
        "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Gurmukhi",
        "Noto Sans Gujarati", "Noto Sans Tamil", "Noto Sans Telugu", "Noto Sans Kannada", "Noto Sans Malayalam",
        "Noto Sans Sinhala", "Noto Sans Thai", "Noto Sans Lao", "Noto Sans Khmer", "Noto Sans Myanmar",
        "Noto Sans Armenian", "Noto Sans Georgian", "Noto Sans Ethiopic",
    ]
    private static let han = [
        "Noto Sans CJK SC", "Noto Sans CJK TC", "Noto Sans CJK HK", "Noto Sans CJK JP", "Noto Sans CJK KR",
    ]
    private static let symbols = ["Noto Sans Symbols", "Noto Sans Symbols2", "Noto Sans Math"]

    static let all = latin + scripts + han + symbols + [code]

    /// Families in order of preference. The same Han character has other strokes in Japan than in China, so the
    /// language picks who comes first.
    static func families(for language: String) -> String {
        let first = hanFamily(for: language)
        let rest = han.filter { $0 != first }
        let chain =
            if let first { [first] + latin + scripts + rest } else { latin + scripts + han }
        return (chain + symbols + [code]).joined(separator: ",")
    }

    /// Baseline to baseline, as a multiple of the type size: scripts with marks above and below need the room.
    static func leading(for language: String) -> Double {
        switch primary(language) {
        case "ar", "fa", "ur", "ps", "ckb", "hi", "mr", "ne", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si", "th",
            "lo",
            "km", "my":
            1.5
        case "zh", "ja", "ko": 1.4
        default: 1.3
        }
    }

    static func primary(_ language: String) -> String {
        language.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(String.init) ?? ""
    }

    private static func hanFamily(for language: String) -> String? {
        let parts = language.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" })
        switch parts.first {
        case "ja": return "Noto Sans CJK JP"
        case "ko": return "Noto Sans CJK KR"
        case "yue": return "Noto Sans CJK HK"
        case "zh":
            if parts.contains("hk") || parts.contains("mo") { return "Noto Sans CJK HK" }
            let isTraditional = parts.contains("hant") || parts.contains("tw")
            return isTraditional ? "Noto Sans CJK TC" : "Noto Sans CJK SC"
        default: return nil
        }
    }
}

/// One wanted family and whether this host has it.
public struct FontPresence: Hashable, Sendable {
    public let family: String
    public let isPresent: Bool
}

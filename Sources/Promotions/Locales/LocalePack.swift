/// How people who read one language write dates, times and money, and the words that every coupon needs.
///
/// The forms are CLDR's, written by hand. Digits are western in all of them: the code and the till have no others.
public struct LocalePack: Hashable, Sendable {
    /// BCP 47.
    public let language: String
    public internal(set) var isRightToLeft = false
    /// From Monday, in the form that follows "until".
    let weekdays: [String]
    /// From January, in the form that follows a day.
    let months: [String]
    /// With `{weekday}`, `{day}`, `{month}` and `{year}`.
    var date: String
    var clock = Clock.twentyFour
    var numbers: Numbers
    /// With `{number}` and `{symbol}`.
    var money = "{number}\u{A0}{symbol}"
    /// With `{number}`.
    var percent = "{number}%"
    /// By ISO 4217 code, where it is not the sign that all know or the code itself.
    var currencies: [String: String] = [:]
    public let words: CouponWords

    enum Clock: Hashable {
        case twentyFour
        /// Of a twelve-hour clock: `time` has `{time}` and `{half}`.
        case twelve(morning: String, afternoon: String, time: String)
    }

    struct Numbers: Hashable {
        var decimal = ","
        var group = "."
        /// A number needs so many digits before its first group.
        var groupedFrom = 4
        /// Of every group but the last, which has three.
        var groupSize = 3
    }
}

extension LocalePack {
    /// Chinese takes no pack but its own script's; elsewhere the language decides, and English if it is none of ours.
    public static func pack(for locale: String) -> LocalePack {
        let tags = LanguageTag(locale).fallbacks
        let pack = tags.lazy.compactMap { tag in all.first { $0.language.lowercased() == tag } }.first ?? english
        return pack.written(in: LanguageTag(locale).region)
    }

    /// For words in one language, read by somebody of that locale: who reads English in Britain finds British dates.
    public static func pack(for language: String, read locale: String) -> LocalePack {
        let pack = pack(for: language)
        let reader = LanguageTag(locale)
        return reader.language == LanguageTag(language).language ? pack.written(in: reader.region) : pack
    }

    /// Also of languages that have no pack.
    public static func isRightToLeft(_ language: String) -> Bool {
        ["ar", "dv", "fa", "he", "iw", "ps", "ur", "yi"].contains(LanguageTag(language).language)
    }

    public static let all: [LocalePack] = [
        english, french, spanish, german, portuguese, russian, arabic, hebrew, simplifiedChinese, traditionalChinese,
        japanese, korean, hindi,
    ]

    /// The same language as a region writes it.
    private func written(in region: String?) -> LocalePack {
        guard let region else { return self }
        var pack = self
        switch (language, region) {
        case ("en", "gb"), ("en", "ie"):
            (pack.date, pack.clock) = (Self.dayFirst, .twentyFour)
        case ("en", "au"), ("en", "nz"), ("en", "in"), ("en", "za"), ("en", "sg"):
            pack.date = Self.dayFirst
            if region == "in" { pack.numbers.groupSize = 2 }
        case ("es", "mx"), ("es", "us"):
            pack.numbers = Numbers(decimal: ".", group: ",")
            pack.money = "{symbol}{number}"
        case ("pt", "pt"):
            pack.numbers = Numbers(decimal: ",", group: "\u{A0}", groupedFrom: 5)
            pack.money = "{number}\u{A0}{symbol}"
        case ("de", "ch"), ("de", "li"):
            pack.numbers = Numbers(decimal: ".", group: "’")
            pack.money = "{symbol}\u{A0}{number}"
        case ("de", "at"): pack.money = "{symbol}\u{A0}{number}"
        default: break
        }
        if let own = Self.dollars[region] {
            // At home a dollar is just that, and everybody else's is not.
            for code in Self.dollars.values { pack.currencies[code] = nil }
            pack.currencies[own] = "$"
            if own != "USD" { pack.currencies["USD"] = "US$" }
        }
        return pack
    }

    private static let dayFirst = "{weekday} {day} {month} {year}"
    private static let dollars = [
        "us": "USD", "ca": "CAD", "au": "AUD", "nz": "NZD", "sg": "SGD", "mx": "MXN", "hk": "HKD",
    ]
}

/// A language tag taken apart, for finding what comes nearest to it.
struct LanguageTag {
    private let subtags: [String]

    init(_ tag: String) {
        subtags = tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
    }

    var language: String { subtags.first ?? "" }
    var region: String? { subtags.dropFirst().first { $0.utf8.count == 2 } }

    /// The tag itself, then shorter and shorter ones, in small letters. Chinese without a script gets the one of its
    /// region, because nobody reads the other one for his own.
    var fallbacks: [String] {
        var tags = (1...max(subtags.count, 1)).reversed().map { subtags.prefix($0).joined(separator: "-") }
        if subtags.first == "zh", !subtags.contains(where: { $0 == "hans" || $0 == "hant" }) {
            let isTraditional = ["tw", "hk", "mo"].contains(region)
            tags.append(isTraditional ? "zh-hant" : "zh-hans")
        }
        return tags
    }
}

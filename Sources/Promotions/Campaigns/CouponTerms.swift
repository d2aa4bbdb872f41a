/// What the coupon says, how long it lives and where it may be used.
public struct CouponTerms: Hashable, Sendable {
    /// How long a coupon is good for. Everything is in the issuing store's time; the end is exclusive.
    public enum Life: Hashable, Sendable {
        case seconds(Int)
        /// The end of the window in which it was issued; without windows, local midnight.
        case endOfWindow
        /// The last closing time of the store's day; local midnight where hours are not known or no closing is to come.
        case endOfBusinessDay
        /// Good through that local date.
        case through(LocalDate)
    }

    public enum Place: String, CaseIterable, Sendable {
        case issuingStore = "issuing_store"
        /// Any store in which the campaign runs.
        case anyStore = "any_store"
    }

    public struct Words: Hashable, Sendable {
        public var headline: String
        public var terms: String

        public init(headline: String, terms: String) {
            self.headline = headline
            self.terms = terms
        }
    }

    public var life: Life
    public var place: Place
    public var words: Words
    /// What `words` are written in, by BCP 47.
    public var language: String
    /// By BCP 47 language, such as `fr` or `pt-BR`.
    public var locales: [String: Words]
    /// What its codes look like.
    public var code: CouponCode.Profile
    /// How long a till may hold a coupon before it takes it.
    public var reserveSeconds: Int
    /// How long a redemption can be taken back. Until then the budget holds the worst case.
    public var voidSeconds: Int
    /// How many coupons each till may take while its line is down; nil: tills must ask.
    public var offlineLease: Int?

    public static let reserveSecondsStandard = 600
    public static let voidSecondsStandard = 86_400

    public init(
        life: Life, place: Place, words: Words, language: String = "en", locales: [String: Words] = [:],
        code: CouponCode.Profile = .standard, reserveSeconds: Int = reserveSecondsStandard,
        voidSeconds: Int = voidSecondsStandard, offlineLease: Int? = nil
    ) {
        self.offlineLease = offlineLease
        self.life = life
        self.place = place
        self.words = words
        self.language = language
        self.locales = locales
        self.code = code
        self.reserveSeconds = reserveSeconds
        self.voidSeconds = voidSeconds
    }

    /// The words for a locale: its own, those of what it is a kind of, else the campaign's.
    public func words(for locale: String) -> Words {
        locales[language(for: locale)] ?? words
    }

    /// In which language somebody with that locale reads the coupon. Case does not matter, as BCP 47 says.
    public func language(for locale: String) -> String {
        LanguageTag(locale).fallbacks.lazy
            .compactMap { tag in locales.keys.first { $0.lowercased() == tag } }.first ?? language
    }
}

extension CouponTerms {
    /// - Parameter form: of the reward. Without a coupon there are only its words.
    public init(reading fields: Fields, of form: Reward.Form = .coupon) throws(Invalid) {
        var life = Life.endOfWindow
        var place = Place.issuingStore
        var code = CouponCode.Profile.standard
        var (reserve, void, lease): (Int?, Int?, Int?)
        if form == .coupon {
            life =
                fields.requiredRead("valid") { (json, path) throws(Invalid) in try Life(reading: json, at: path) }
                ?? .seconds(0)
            place = fields.choice("redeem_at", Place.self, default: .issuingStore)
            code = fields.choice("code", CouponCode.Profile.self, default: .standard)
            lease = Self.offlineLease(fields)
            if lease != nil, code != .standard {
                fields.refuse(
                    "offline", "needs coupon.code standard: what a till checks by itself has room for no other")
            }
            reserve = Self.duration("reserve_for", 60...3_600, "a minute to an hour, such as PT10M", fields)
            void = Self.duration("void_within", 0...30 * 86_400, "at most 30 days, such as P1D", fields)
        } else {
            for name in ["valid", "redeem_at", "code", "offline", "offline_lease", "reserve_for", "void_within"] {
                fields.neutral(name, isNeutral: { _ in false }, reason: "there is no coupon with this reward")
            }
        }
        let words = Words(
            headline: fields.text("headline", length: 1...120), terms: fields.text("terms", length: 1...4_000))
        let language =
            fields.read("language") { (json, path) throws(Invalid) in try Self.language(json, at: path) } ?? "en"
        let locales = fields.read("locales") { (json, path) throws(Invalid) in try Self.locales(json, at: path) } ?? [:]
        try fields.finish()
        self.init(
            life: life, place: place, words: words, language: language, locales: locales,
            code: code, reserveSeconds: reserve ?? Self.reserveSecondsStandard,
            voidSeconds: void ?? Self.voidSecondsStandard, offlineLease: lease)
    }

    private static func offlineLease(_ fields: Fields) -> Int? {
        let isOffline = fields.flag("offline", default: false)
        let lease = fields.optionalInteger("offline_lease", in: OfflineLease.couponsRange)
        if lease != nil, !isOffline { fields.refuse("offline_lease", "needs offline to be true") }
        return isOffline ? lease.map(Int.init) ?? OfflineLease.couponsStandard : nil
    }

    private static func duration(
        _ name: String, _ range: ClosedRange<Int>, _ words: String, _ fields: Fields
    ) -> Int? {
        fields.read(name) { (json, path) throws(Invalid) in
            guard let seconds = json.stringValue.flatMap(ISODuration.seconds), range.contains(seconds) else {
                throw Invalid(field: path, reason: "must be an ISO 8601 duration of \(words)")
            }
            return seconds
        }
    }

    static let localesMax = 50

    private static func language(_ json: JSON, at path: String) throws(Invalid) -> String {
        guard let name = json.stringValue, isLanguage(name) else {
            throw Invalid(field: path, reason: "must be a language such as fr or pt-BR")
        }
        return name
    }

    private static func locales(_ json: JSON, at path: String) throws(Invalid) -> [String: Words] {
        let fields = try Fields(json, at: path)
        let names = json.members?.names ?? []
        guard names.count <= localesMax else {
            throw Invalid(field: path, reason: "must have at most \(localesMax) languages")
        }
        var locales: [String: Words] = [:]
        var seen: Set<String> = []
        for name in names {
            if !isLanguage(name) {
                fields.refuse(name, "must be named by a language such as fr or pt-BR")
            } else if !seen.insert(name.lowercased()).inserted {
                fields.refuse(name, "names a language twice")
            } else {
                locales[name] = fields.requiredObject(name) { (fields: Fields) throws(Invalid) in
                    try Words(reading: fields)
                }
            }
        }
        try fields.finish()
        return locales
    }

    /// The form of BCP 47: a language of two or three letters, then subtags of at most eight letters and digits.
    private static func isLanguage(_ name: String) -> Bool {
        let subtags = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isLetter = { (byte: UInt8) in (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard let language = subtags.first, (2...3).contains(language.count), language.allSatisfy(isLetter) else {
            return false
        }
        return subtags.count <= 5
            && subtags.dropFirst().allSatisfy {
                (1...8).contains($0.count) && $0.allSatisfy { isLetter($0) || isDigit($0) }
            }
    }

    func json(of form: Reward.Form) -> JSON {
        var object: JSONObject = [:]
        if form == .coupon {
            object = [
                "valid": life.json, "redeem_at": .string(place.rawValue), "code": .string(code.rawValue),
                "offline": .bool(offlineLease != nil),
                "reserve_for": .string(ISODuration.text(reserveSeconds)),
                "void_within": .string(ISODuration.text(voidSeconds)),
            ]
            if let offlineLease { object["offline_lease"] = .int(Int64(offlineLease)) }
        }
        object["language"] = .string(language)
        object["headline"] = .string(words.headline)
        object["terms"] = .string(words.terms)
        object["locales"] = .object(JSONObject(locales.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
        return .object(object)
    }
}

extension CouponTerms.Words {
    init(reading fields: Fields) throws(Invalid) {
        let headline = fields.text("headline", length: 1...120)
        let terms = fields.text("terms", length: 1...4_000)
        try fields.finish()
        self.init(headline: headline, terms: terms)
    }

    var json: JSON {
        ["headline": .string(headline), "terms": .string(terms)]
    }
}

/// A closed group of a retailer's shoppers, for early access and for grants.
public struct Audience: Identified, Hashable, Sendable {
    public static let idPrefix = "aud"
    public static let nameLength = 1...100

    public let id: ID<Audience>
    public var name: String
    /// Whether whoever has its code may join.
    public var joinsByCode: Bool
    /// Another number is another code.
    public var codeNumber: Int
    public let memberCount: Int
    public let createdAt: Instant

    public init(
        id: ID<Audience>, name: String, joinsByCode: Bool, codeNumber: Int = 1, memberCount: Int = 0, createdAt: Instant
    ) {
        self.id = id
        self.name = name
        self.joinsByCode = joinsByCode
        self.codeNumber = codeNumber
        self.memberCount = memberCount
        self.createdAt = createdAt
    }
}

/// Somebody in an audience.
public struct AudienceMember: Hashable, Sendable {
    public enum Source: String, CaseIterable, Sendable {
        /// By the retailer, by the shopper's id.
        case named
        /// Came with an identity that the retailer had listed.
        case identity
        case code
    }

    public let shopper: ID<Shopper>
    public let source: Source
    public let since: Instant

    public init(shopper: ID<Shopper>, source: Source, since: Instant) {
        self.shopper = shopper
        self.source = source
        self.since = since
    }
}

/// What a retailer says of an audience; nil where nothing is said.
public struct AudienceChange: Hashable, Sendable {
    public let name: String?
    public let joinsByCode: Bool?
    public let renewsCode: Bool

    /// Finishes `fields`.
    public init(reading json: JSON, isNew: Bool) throws(Invalid) {
        let fields = try Fields(json)
        let name =
            isNew
            ? fields.text("name", length: Audience.nameLength)
            : fields.optionalText("name", length: Audience.nameLength)
        if let name, HealthWords.occur(in: name) {
            fields.refuse("name", "must not speak of anybody's health: a group never records it")
        }
        joinsByCode = fields.has("join_by_code") ? fields.flag("join_by_code", default: false) : nil
        renewsCode = isNew ? false : fields.flag("renew_code", default: false)
        self.name = name
        try fields.finish()
    }
}

/// Words that would make belonging to a group a statement about somebody's health (GDPR, article 9).
enum HealthWords {
    /// How such words begin, in the languages of our retailers.
    private static let stems = [
        "addict", "aids", "alcoholi", "allerg", "anorexi", "anxiety", "arthrit", "asthma", "autis", "blind", "cancer",
        "chemo", "chronic", "coeliac", "celiac", "deaf", "dementia", "depress", "diabet", "diagnos", "disab", "diseas",
        "disorder", "epilep", "fertil", "handicap", "health", "heart condition", "hiv", "hospital", "illness",
        "insulin",
        "medic", "mental", "obes", "overweight", "patient", "pregnan", "prescri", "psych", "sick", "suffer", "symptom",
        "therap", "tumor", "tumour", "wheelchair", "behinder", "krank", "schwanger", "depressi", "diabèt", "enceinte",
        "grossesse", "malad", "santé", "embaraza", "enferm", "salud", "diabét",
    ]

    static func occur(in text: String) -> Bool {
        let words = text.lowercased()
        return stems.contains { stem in
            words.ranges(of: stem).contains { range in
                range.lowerBound == words.startIndex || !words[words.index(before: range.lowerBound)].isLetter
            }
        }
    }
}

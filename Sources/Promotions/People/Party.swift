/// Friends who go together: a small group that its own members make, for one campaign.
public struct Party: Identified, Hashable, Sendable {
    public static let idPrefix = "pty"
    public static let membersMax: Int64 = 50
    public static let codeLength = 8

    public let id: ID<Party>
    /// Short enough to be said aloud.
    public let code: String
    public let memberCount: Int

    public init(id: ID<Party>, code: String, memberCount: Int) {
        self.id = id
        self.code = code
        self.memberCount = memberCount
    }

    public static func code(using dice: inout some RandomNumberGenerator) -> String {
        String(CouponCode.random(using: &dice).symbols.prefix(codeLength))
    }

    /// People type codes in any case, with dashes, and take letters for digits.
    public static func canonical(_ typed: String) -> String {
        let likely: [Character: Character] = ["O": "0", "I": "1", "L": "1", "U": "V"]
        return String(SaleWord.canonical(typed).map { likely[$0] ?? $0 })
    }
}

/// Which of a retailer's stores a campaign runs in. Everything empty means all of them; otherwise a store takes part
/// if it is named, carries one of the tags, or belongs to one of the brands.
public struct StoreSelection: Hashable, Sendable {
    /// Who of those takes part.
    public enum Participation: String, CaseIterable, Sendable {
        case all
        /// The retailer's own stores.
        case companyOnly = "company_only"
        /// The retailer's own, and franchised ones whose owner has accepted.
        case optIn = "opt_in"
    }

    public var ids: Set<ID<Store>>
    public var tags: Set<String>
    public var brands: Set<String>
    public var participation: Participation

    public init(
        ids: Set<ID<Store>> = [], tags: Set<String> = [], brands: Set<String> = [], participation: Participation = .all
    ) {
        self.ids = ids
        self.tags = tags
        self.brands = brands
        self.participation = participation
    }

    public static let all = StoreSelection()

    /// Whether it names anything: otherwise stores that are yet to come are in it too.
    public var isNarrow: Bool { !(ids.isEmpty && tags.isEmpty && brands.isEmpty) }

    /// Whether the terms choose it; an owner who is asked may still decline.
    public func includes(_ store: Store) -> Bool {
        if participation == .companyOnly && store.owner != .company { return false }
        if ids.isEmpty && tags.isEmpty && brands.isEmpty { return true }
        return ids.contains(store.id) || store.tags.contains { tags.contains($0) }
            || store.brand.map { brands.contains($0) } ?? false
    }
}

extension StoreSelection {
    /// Whether the store needs nobody's agreement, or has it.
    public func hasAgreed(_ store: Store, accepted: Set<ID<Store>>) -> Bool {
        participation != .optIn || store.owner == .company || accepted.contains(store.id)
    }

    static let idsMax = 10_000

    /// - Parameter retailer: whose stores may be named; another's id reads like an unknown one.
    public init(reading fields: Fields, retailer: ID<Retailer>) throws(Invalid) {
        let ids = fields.list("ids", count: 0...Self.idsMax) { (json, path) throws(Invalid) in
            guard let ref = json.stringValue.flatMap({ Ref<Store>(text: $0) }), ref.retailer == retailer else {
                throw Invalid(field: path, reason: "must be the id of one of your stores")
            }
            return ref.id
        }
        let tags = fields.texts("tags", count: 0...100, length: 1...50)
        let brands = fields.texts("brands", count: 0...100, length: 1...100)
        let participation = fields.choice("participation", Participation.self, default: .all)
        try fields.finish()
        self.init(ids: Set(ids), tags: Set(tags), brands: Set(brands), participation: participation)
    }

    public func json(retailer: ID<Retailer>) -> JSON {
        [
            "ids": .array(ids.sorted().map { .string(Ref(retailer, $0).text) }),
            "tags": .array(tags.sorted().map(JSON.string)), "brands": .array(brands.sorted().map(JSON.string)),
            "participation": .string(participation.rawValue),
        ]
    }
}

/// Which of a retailer's stores a campaign runs in. Everything empty means all of them; otherwise a store takes part
/// if it is named, carries one of the tags, or belongs to one of the brands.
public struct StoreSelection: Hashable, Sendable {
    public var ids: Set<ID<Store>>
    public var tags: Set<String>
    public var brands: Set<String>

    public init(ids: Set<ID<Store>> = [], tags: Set<String> = [], brands: Set<String> = []) {
        self.ids = ids
        self.tags = tags
        self.brands = brands
    }

    public static let all = StoreSelection()

    public func includes(_ store: Store) -> Bool {
        if ids.isEmpty && tags.isEmpty && brands.isEmpty { return true }
        return ids.contains(store.id) || store.tags.contains { tags.contains($0) }
            || store.brand.map { brands.contains($0) } ?? false
    }
}

extension StoreSelection {
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
        fields.neutral("participation", isNeutral: { $0 == "all" }, reason: "only \"all\" is supported yet")
        try fields.finish()
        self.init(ids: Set(ids), tags: Set(tags), brands: Set(brands))
    }

    public func json(retailer: ID<Retailer>) -> JSON {
        [
            "ids": .array(ids.sorted().map { .string(Ref(retailer, $0).text) }),
            "tags": .array(tags.sorted().map(JSON.string)), "brands": .array(brands.sorted().map(JSON.string)),
            "participation": "all",
        ]
    }
}

/// The stores that somebody may see and act for.
public enum StoreScope: Hashable, Sendable {
    case everything
    case brands(Set<String>)
    case regions(Set<String>)
    case owners(Set<Store.Owner>)
    case stores(Set<ID<Store>>)

    public var isEverything: Bool { self == .everything }

    public func includes(_ store: Store) -> Bool {
        switch self {
        case .everything: true
        case .brands(let brands): store.brand.map { brands.contains($0) } ?? false
        case .regions(let regions): store.region.map { regions.contains($0) } ?? false
        case .owners(let owners): owners.contains(store.owner)
        case .stores(let stores): stores.contains(store.id)
        }
    }
}

extension StoreScope {
    public static let valuesMax = 1_000

    /// Null or `{}` is everything; else exactly one of `brands`, `regions`, `owners` and `stores`.
    public init(reading json: JSON, at path: String, retailer: ID<Retailer>) throws(Invalid) {
        let fields = try Fields(json, at: path)
        let names = 0...Self.valuesMax
        let brands = fields.texts("brands", count: names)
        let regions = fields.texts("regions", count: names)
        let owners = fields.list("owners", count: names) { (json, path) throws(Invalid) in
            guard let owner = json.stringValue.flatMap({ Store.Owner(rawValue: $0) }) else {
                throw Invalid(field: path, reason: "must be company or franchise")
            }
            return owner
        }
        let stores = fields.list("stores", count: names) { (json, path) throws(Invalid) in
            guard let ref = json.stringValue.flatMap({ Ref<Store>(text: $0) }), ref.retailer == retailer else {
                throw Invalid(field: path, reason: "must be the id of one of your stores")
            }
            return ref.id
        }
        try fields.finish()
        let kinds: [StoreScope] = [
            .brands(Set(brands)), .regions(Set(regions)), .owners(Set(owners)), .stores(Set(stores)),
        ].filter { !$0.isEmpty }
        guard kinds.count <= 1 else {
            throw Invalid(field: path, reason: "must have one of brands, regions, owners and stores")
        }
        self = kinds.first ?? .everything
    }

    private var isEmpty: Bool {
        switch self {
        case .everything: true
        case .brands(let names), .regions(let names): names.isEmpty
        case .owners(let owners): owners.isEmpty
        case .stores(let stores): stores.isEmpty
        }
    }

    /// Nil is everything.
    public func json(of retailer: ID<Retailer>) -> JSON? {
        switch self {
        case .everything: nil
        case .brands(let names): ["brands": .array(names.sorted().map { .string($0) })]
        case .regions(let names): ["regions": .array(names.sorted().map { .string($0) })]
        case .owners(let owners): ["owners": .array(owners.map(\.rawValue).sorted().map { .string($0) })]
        case .stores(let stores): ["stores": .array(stores.sorted().map { .string(Ref(retailer, $0).text) })]
        }
    }
}

extension Store {
    /// Whether no scope, no choice of stores and no sharing of costs tells the two apart.
    public func belongs(like other: Store) -> Bool {
        owner == other.owner && brand == other.brand && region == other.region && tags == other.tags
    }
}

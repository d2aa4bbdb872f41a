/// What a basket must be, and which part of it the reward is about.
public struct Conditions: Hashable, Sendable {
    public static let listMax = 200
    public static let maxUnitsRange: ClosedRange<Int64> = 1...10_000

    /// Compared with the eligible part of the basket, not with all of it.
    public let minSpend: Money?
    /// SKUs or categories; empty means everything. Case does not matter.
    public let include: [String]
    /// SKUs or categories; wins over `include`.
    public let exclude: [String]
    /// Leaves out the lines that the till marks as reduced already.
    public let excludesDiscounted: Bool
    /// How many units are discounted at most: the cheapest eligible ones. Nil means all.
    public let maxUnits: Int64?
    public let combinable: Combinable

    public init(
        minSpend: Money? = nil, include: [String] = [], exclude: [String] = [], excludesDiscounted: Bool = false,
        maxUnits: Int64? = nil, combinable: Combinable = .alone
    ) {
        self.minSpend = minSpend
        self.include = include
        self.exclude = exclude
        self.excludesDiscounted = excludesDiscounted
        self.maxUnits = maxUnits
        self.combinable = combinable
    }

    /// Only some goods count, so a bare total says nothing about what is eligible.
    public var narrowsBasket: Bool {
        !include.isEmpty || !exclude.isEmpty || excludesDiscounted
    }
}

/// Names to compare without regard to case: tills and campaign editors rarely agree on capitals, and a missed
/// exclusion costs money.
struct Labels {
    private let folded: Set<String>

    init(_ labels: [String]) {
        folded = Set(labels.map { $0.lowercased() })
    }

    var isEmpty: Bool { folded.isEmpty }

    func contains(_ label: String) -> Bool {
        folded.contains(label.lowercased())
    }

    /// Whether the line's SKU or one of its categories is among them.
    func match(_ line: BasketLine) -> Bool {
        line.sku.map(contains) == true || line.categories.contains(where: contains)
    }
}

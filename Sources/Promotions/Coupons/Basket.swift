/// What a till says the shopper is about to pay for, in minor units of one currency.
///
/// `total` is what is still owed for the goods after other discounts and before this coupon. It may be lower than the
/// lines add up to, and then no discount exceeds it. It may be higher too (tax, deposits, a bag): that part is never
/// discounted, because a till that adds a fee must not fail at the counter.
public struct Basket: Hashable, Sendable {
    public static let linesMax = 500

    public let currency: Currency
    /// 0 to `Money.amountMax`.
    public let total: Int64
    /// What the campaign's conditions leave, as the till computed it. Used only when there are no lines.
    public let eligibleTotal: Int64?
    /// Nil when the till sent none. Ids are unique and the amounts add up to at most `Money.amountMax`.
    public let lines: [BasketLine]?

    /// Throws `Invalid` with the field names of the wire for amounts out of range, too many lines or a repeated id.
    public init(
        currency: Currency, total: Int64, eligibleTotal: Int64? = nil, lines: [BasketLine]? = nil
    ) throws(Invalid) {
        var problems: [FieldProblem] = []
        if !(0...Money.amountMax).contains(total) {
            problems.append(FieldProblem(field: "total", reason: "must be from 0 to \(Money.amountMax)"))
        }
        if let eligibleTotal, !(0...max(0, total)).contains(eligibleTotal) {
            problems.append(FieldProblem(field: "eligible_total", reason: "must be from 0 to total"))
        }
        problems += Basket.problems(of: lines ?? [])
        guard problems.isEmpty else { throw Invalid(problems) }
        self.currency = currency
        self.total = total
        self.eligibleTotal = eligibleTotal
        self.lines = lines
    }

    private static func problems(of lines: [BasketLine]) -> [FieldProblem] {
        guard lines.count <= linesMax else {
            return [FieldProblem(field: "lines", reason: "must have at most \(linesMax) entries")]
        }
        var problems: [FieldProblem] = []
        var ids: Set<String> = []
        var sum: Int64 = 0
        for (place, line) in lines.enumerated() {
            if !ids.insert(line.id).inserted {
                problems.append(FieldProblem(field: "lines[\(place)].id", reason: "is used by another line"))
            }
            // 500 lines of 10,000 units at the highest price still fit in 63 bits.
            sum += line.amount
        }
        if sum > Money.amountMax {
            problems.append(FieldProblem(field: "lines", reason: "must add up to at most \(Money.amountMax)"))
        }
        return problems
    }
}

/// Units of one kind at one price. Goods sold by weight are one unit at the price of the piece.
public struct BasketLine: Hashable, Sendable {
    public static let quantities: ClosedRange<Int64> = 1...10_000
    public static let categoriesMax = 20
    /// Length of an id, a SKU or a category, in characters.
    public static let labelLength = 1...64

    /// The till's own name for the line; the discount's lines repeat it.
    public let id: String
    public let sku: String?
    public let categories: [String]
    public internal(set) var quantity: Int64
    public let unitPrice: Int64
    /// Already reduced, by the till's account.
    public let isDiscounted: Bool

    /// Nil when the quantity or the price is out of range.
    public init?(
        id: String, sku: String? = nil, categories: [String] = [], quantity: Int64 = 1, unitPrice: Int64,
        isDiscounted: Bool = false
    ) {
        guard BasketLine.quantities.contains(quantity), (0...Money.amountMax).contains(unitPrice) else { return nil }
        self.id = id
        self.sku = sku
        self.categories = categories
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.isDiscounted = isDiscounted
    }

    public var amount: Int64 {
        quantity * unitPrice
    }
    /// The same goods, fewer of them.
    func limited(to units: Int64) -> BasketLine {
        var line = self
        line.quantity = min(units, quantity)
        return line
    }
}

import Postgres
public import Promotions

/// Goods of a sale that come back. The ledger has each return; the redemption has their sums, which no constraint lets
/// exceed what was paid.
enum ReturnStatements {
    static let sold = Statement(
        "read what was sold", takes: [.int8, .int8],
        gives: [.text, .text, .int8, .int8, .text, .text, .int8, .int8, .int8],
        """
        select state, currency, basket_total, discount, lines::text, basket::text, coalesce(returned_goods, 0),
            coalesce(returned_discount, 0), coalesce(refunded, 0)
        from redemptions
        where retailer_id = $1
        and redemption_id = $2
        """)

    static let earlier = Statement(
        "read earlier returns", takes: [.int8, .int8, .int8], gives: [.text],
        """
        select detail::text
        from coupon_ledger
        where retailer_id = $1
        and coupon_id = $2
        and redemption_id = $3
        and kind = 'return'
        """)

    static let add = Statement(
        "add to what was returned", takes: [.int8, .int8, .int8, .int8, .int8], gives: [.int8],
        """
        update redemptions
        set returned_goods = coalesce(returned_goods, 0) + $3,
            returned_discount = coalesce(returned_discount, 0) + $4, refunded = coalesce(refunded, 0) + $5
        where retailer_id = $1
        and redemption_id = $2
        and state = 'redeemed'
        returning redemption_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, sold), (.tenant, earlier), (.tenant, add),
    ]
}

/// One return as it is written.
public struct ReturnRecord: Sendable {
    public let id: ID<GoodsReturn>
    public let coupon: ID<Coupon>
    public let redemption: ID<Redemption>
    public let till: ID<Till>
    public let share: ReturnShare
    public let returnedAt: Instant

    public init(
        id: ID<GoodsReturn>, coupon: ID<Coupon>, redemption: ID<Redemption>, till: ID<Till>, share: ReturnShare,
        returnedAt: Instant
    ) {
        self.id = id
        self.coupon = coupon
        self.redemption = redemption
        self.till = till
        self.share = share
        self.returnedAt = returnedAt
    }
}

extension Database {
    /// A sale as it was rung up, and what of it has come back; nil if the whole of it was taken back. Only inside a
    /// transaction that has locked its coupon.
    public func sold(
        _ redemption: ID<Redemption>, of coupon: ID<Coupon>, at retailer: ID<Retailer>
    ) async throws -> SoldBasket? {
        let tenant = retailer.rawValue
        guard var row = try await run(ReturnStatements.sold(tenant, redemption.rawValue)).first,
            try row.choice(Redemption.State.self) == .redeemed
        else { return nil }
        let currency = try row.read(String?.self).flatMap(Currency.init)
        let total: Int64? = try row.read()
        let discount: Int64? = try row.read()
        let discounts = try row.read(String?.self).map { try JSON(parsing: $0) }
        let basket = try Self.basket(in: currency, total: total, lines: row.read())
        var earlier = SoldBasket.Returned(goods: try row.read(), discount: try row.read(), refund: try row.read())
        earlier.units = try await unitsReturned(redemption, of: coupon, at: retailer)
        guard let currency, let basket else {
            return SoldBasket(basket: nil, discount: nil, lines: [], earlier: earlier)
        }
        return SoldBasket(
            basket: basket, discount: discount.map { Money($0, currency) },
            lines: Self.lines(discounts, currency: currency), earlier: earlier)
    }

    /// - Returns: nil where the till said none.
    static func basket(in currency: Currency?, total: Int64?, lines: String?) throws -> Basket? {
        guard let currency, let total else { return nil }
        let elements = try lines.flatMap { try JSON(parsing: $0).elements }
        return try Basket(
            currency: currency, total: total, lines: elements?.map { try BasketLine(reading: Fields($0)) })
    }

    /// How many of each line have come back.
    func unitsReturned(
        _ redemption: ID<Redemption>, of coupon: ID<Coupon>, at retailer: ID<Retailer>
    ) async throws -> [String: Int64] {
        var units: [String: Int64] = [:]
        for var row in try await run(
            ReturnStatements.earlier(retailer.rawValue, coupon.rawValue, redemption.rawValue))
        {
            for line in try JSON(parsing: try row.read(String.self))["lines"]?.elements ?? [] {
                if let id = line["id"]?.stringValue { units[id, default: 0] += line["quantity"]?.integerValue ?? 0 }
            }
        }
        return units
    }

    /// Only inside a transaction that has locked the coupon and asked what was sold.
    public func record(_ goods: ReturnRecord, of retailer: ID<Retailer>) async throws {
        let share = goods.share
        let entry = LedgerEntry(
            kind: .return, coupon: goods.coupon.rawValue, redemption: goods.redemption.rawValue,
            till: goods.till.rawValue, amount: share.discount, at: goods.returnedAt, detail: share.kept)
        let tables = try await pipeline([
            ReturnStatements.add(
                retailer.rawValue, goods.redemption.rawValue, share.goods, share.discount, share.refund),
            LedgerEntry.call([entry], ids: [goods.id.rawValue], retailer),
        ])
        guard tables[0].count == 1 else { throw Damage("a locked redemption changed its state") }
    }
}

extension ReturnShare {
    fileprivate var kept: JSON {
        [
            "goods": .int(goods), "refund": .int(refund),
            "lines": .array(
                lines.map {
                    [
                        "id": .string($0.id), "quantity": .int($0.quantity), "discount": .int($0.discount),
                        "refund": .int($0.refund),
                    ]
                }),
        ]
    }
}

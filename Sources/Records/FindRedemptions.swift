import Postgres
public import Promotions

enum FindStatements {
    /// The newest first: a receipt printer may have begun to count anew.
    static let byReceipt = Statement(
        "find redemptions by receipt", takes: [.int8, .int8, .text, .int8], gives: [.int8],
        """
        select redemption_id
        from redemptions
        where retailer_id = $1
        and store_id = $2
        and receipt_number = $3
        order by redemption_id desc
        limit $4
        """)

    static let byCoupon = Statement(
        "find redemptions by coupon", takes: [.int8, .int8, .int8], gives: [.int8],
        """
        select redemption_id
        from coupon_ledger
        where retailer_id = $1
        and coupon_id = $2
        and kind = 'redeem'
        order by entry_id desc
        limit $3
        """)

    static let details = Statement(
        "read redemptions found", takes: [.int8, .int8Array],
        gives: [.int8, .int8, .text, .text, .text, .int8, .int8, .int8, .text, .int8, .text],
        """
        select redemption_id, till_id, cashier, receipt_number, sale_id, returned_goods, returned_discount, refunded,
            currency, basket_total, basket::text
        from redemptions
        where retailer_id = $1
        and redemption_id = any($2)
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, byReceipt), (.tenant, byCoupon), (.tenant, details),
    ]
}

extension Database {
    /// The newest first, also those that were taken back.
    public func redemptions(
        receipt: String, at store: ID<Store>, of retailer: ID<Retailer>, limit: Int
    ) async throws -> [ID<Redemption>] {
        try ids(
            await run(FindStatements.byReceipt(retailer.rawValue, store.rawValue, receipt, Int64(limit))))
    }

    /// The newest first, also those that were taken back.
    public func redemptions(
        of coupon: ID<Coupon>, at retailer: ID<Retailer>, limit: Int
    ) async throws -> [ID<Redemption>] {
        try ids(await run(FindStatements.byCoupon(retailer.rawValue, coupon.rawValue, Int64(limit))))
    }

    /// In the order of `wanted`.
    public func found(_ wanted: [ID<Redemption>], of retailer: ID<Retailer>) async throws -> [FoundRedemption] {
        guard !wanted.isEmpty else { return [] }
        let kept = try await redemptions(wanted, of: retailer)
        var found: [ID<Redemption>: FoundRedemption] = [:]
        for var row in try await run(FindStatements.details(retailer.rawValue, wanted.map(\.rawValue))) {
            guard let kept = kept[try row.id()] else { continue }
            let till: ID<Till> = try row.id()
            let (cashier, receipt, sale): (String?, String?, String?) = (
                try row.read(), try row.read(), try row.read()
            )
            let (goods, discount, refund): (Int64?, Int64?, Int64?) = (
                try row.read(), try row.read(), try row.read()
            )
            let basket = try Self.basket(
                in: row.read(String?.self).flatMap(Currency.init), total: row.read(), lines: row.read())
            var returned = goods.map { SoldBasket.Returned(goods: $0, discount: discount ?? 0, refund: refund ?? 0) }
            if basket?.lines != nil, returned != nil {
                returned?.units = try await unitsReturned(kept.id, of: kept.coupon, at: retailer)
            }
            found[kept.id] = FoundRedemption(
                kept: kept, till: till, cashier: cashier, receiptNumber: receipt, saleID: sale, basket: basket,
                returned: returned)
        }
        return wanted.compactMap { found[$0] }
    }

    private func ids(_ rows: [Row]) throws -> [ID<Redemption>] {
        try rows.map { row in
            var row = row
            return try row.id()
        }
    }
}

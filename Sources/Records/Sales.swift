import Postgres
public import Promotions

extension Database {
    /// One sale, held by this transaction until it ends. Only inside one, and before any coupon is locked.
    public func open(_ sale: Sale, of retailer: ID<Retailer>, at now: Instant) async throws {
        _ = try await run(
            RedemptionStatements.openSales(retailer.rawValue, [sale.store.rawValue], [sale.id], now.timestamp))
    }

    /// What is known of a sale, as it is committed.
    public func soFar(_ sale: Sale, of retailer: ID<Retailer>) async throws -> SaleSoFar {
        let tables = try await read([
            RedemptionStatements.sales(retailer.rawValue, [sale.store.rawValue], [sale.id]),
            Self.takenCall([sale], retailer),
        ])
        return try Self.soFar(tables[0], tables[1])[sale] ?? SaleSoFar()
    }

    /// So that no redemption that comes later counts for it. Only inside a transaction that has opened it.
    public func markVoided(_ sale: Sale, of retailer: ID<Retailer>, at now: Instant) async throws {
        _ = try await run(
            RedemptionStatements.voidSale(retailer.rawValue, sale.store.rawValue, sale.id, now.timestamp))
    }

    static func takenCall(_ sales: [Sale], _ retailer: ID<Retailer>) -> Call {
        RedemptionStatements.taken(
            retailer.rawValue, sales.map(\.store.rawValue), sales.map(\.id), Int64(SaleRules.couponsMax))
    }

    /// - Parameters:
    ///   - sales: with when they were taken back.
    ///   - taken: their coupons.
    static func soFar(_ sales: [Row], _ taken: [Row]) throws -> [Sale: SaleSoFar] {
        var known: [Sale: SaleSoFar] = [:]
        for var row in sales {
            let sale = Sale(store: try row.id(), id: try row.read())
            known[sale] = SaleSoFar(voidedAt: try row.optionalInstant())
        }
        for var row in taken {
            let sale = Sale(store: try row.id(), id: try row.read())
            let coupon: ID<Coupon> = try row.id()
            let campaign: ID<Campaign> = try row.id()
            let revision = Int(try row.read(Int32.self))
            let currency = try row.read(String?.self).flatMap(Currency.init)
            let discount: Int64? = try row.read()
            let lines = try row.read(String?.self).map { try JSON(parsing: $0) }
            let money: Money? = if let currency, let discount { Money(discount, currency) } else { nil }
            known[sale, default: SaleSoFar()].taken.append(
                TakenCoupon(
                    coupon: coupon, campaign: campaign, revision: revision, discount: money,
                    lines: money.map { Self.lines(lines, currency: $0.currency) } ?? [], basketTotal: try row.read()))
        }
        return known
    }
}

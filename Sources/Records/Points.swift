import Postgres
public import Promotions

extension [PointEntry] {
    func call(_ retailer: ID<Retailer>) -> Call {
        PointStatements.enter(
            retailer.rawValue, map(\.shopper.rawValue), map(\.id.rawValue), map(\.session.rawValue),
            map(\.kind.rawValue), map(\.points), map(\.campaign.rawValue), map { $0.coupon?.rawValue },
            map { $0.origin?.checkIn.rawValue }, map { $0.origin?.store.rawValue }, map { $0.origin?.channel },
            map { $0.origin?.countedOn?.postgres }, map(\.happenedAt.timestamp))
    }

    /// What they do to each balance, in lock order.
    func moves(_ retailer: ID<Retailer>) -> Call {
        var sums: [ID<Shopper>: (earned: Int64, spent: Int64)] = [:]
        for entry in self {
            var sum = sums[entry.shopper] ?? (0, 0)
            switch entry.kind {
            case .earn: sum.earned += entry.points
            case .spend: sum.spent += entry.points
            case .giveBack: sum.spent -= entry.points
            }
            sums[entry.shopper] = sum
        }
        let sorted = sums.sorted { $0.key < $1.key }
        return PointStatements.move(
            retailer.rawValue, sorted.map(\.key.rawValue), sorted.map(\.value.earned), sorted.map(\.value.spent))
    }

    /// One outbox row for all who earned.
    func announcement(_ retailer: ID<Retailer>, id: Int64, at now: Instant) -> Call {
        let shoppers = Set(map(\.shopper)).sorted().map { JSON.int($0.rawValue) }
        return OutboxStatements.add(
            retailer.rawValue, id, "points_earned", Jsonb(JSON.array(shoppers).text()), now.timestamp)
    }
}

extension Database {
    static func balances(_ rows: [Row]) throws -> [ID<Shopper>: Int64] {
        var balances: [ID<Shopper>: Int64] = [:]
        for var row in rows { balances[try row.id()] = try row.read(Int64.self) }
        return balances
    }

    /// Nothing is zero.
    public func balance(of shopper: ID<Shopper>, at retailer: ID<Retailer>) async throws -> Int64 {
        let rows = try await run(PointStatements.read(retailer.rawValue, [shopper.rawValue]))
        return try Self.balances(rows)[shopper] ?? 0
    }

    /// With each retailer where the shopper has earned points, by its id.
    public func balances(
        of shopper: ID<Shopper>, after: ID<Retailer>?, limit: Int
    ) async throws -> [PointBalance] {
        let retailers = try await run(
            PointStatements.accounts(shopper.rawValue, after?.rawValue ?? 0, Int64(limit))
        ).map { row -> ID<Retailer> in
            var row = row
            return try row.id()
        }
        // Each by itself, as each retailer may be on another server.
        let answers = try await read(retailers.map { PointStatements.read($0.rawValue, [shopper.rawValue]) })
        return try zip(retailers, answers).map { retailer, rows in
            PointBalance(retailer: retailer, points: try Self.balances(rows)[shopper] ?? 0)
        }
    }

    /// Latest first.
    public func points(
        of shopper: ID<Shopper>, at retailer: ID<Retailer>, before: ID<PointEntry>?, limit: Int
    ) async throws -> [PointEntry] {
        try await run(
            PointStatements.history(
                retailer.rawValue, shopper.rawValue, before?.rawValue ?? .max, Int64(limit))
        ).map { row in
            var row = row
            let id: ID<PointEntry> = try row.id()
            let session: ID<Session> = try row.id()
            let kind: PointEntry.Kind = try row.choice()
            let points: Int64 = try row.read()
            let campaign: ID<Campaign> = try row.id()
            let coupon: ID<Coupon>? = try row.optionalID()
            let checkIn: ID<CheckIn>? = try row.optionalID()
            let store: ID<Store>? = try row.optionalID()
            var origin: PointEntry.Origin?
            if let checkIn, let store {
                origin = PointEntry.Origin(checkIn: checkIn, store: store, channel: nil, countedOn: nil)
            }
            return PointEntry(
                id: id, shopper: shopper, session: session, kind: kind, points: points, campaign: campaign,
                coupon: coupon, origin: origin, happenedAt: try row.instant())
        }
    }

    public func pointTotals(of campaign: ID<Campaign>, of retailer: ID<Retailer>) async throws -> PointTotals {
        let tables = try await read([
            PointStatements.totals(retailer.rawValue, campaign.rawValue), PointStatements.out(retailer.rawValue),
        ])
        guard var sums = tables[0].first, var out = tables[1].first else { throw Damage("an aggregate gave no row") }
        return PointTotals(
            given: try sums.read(), spent: try sums.read(), returned: try sums.read(), out: try out.read())
    }

    /// Inside a transaction that withdraws coupons: what was paid for them goes back.
    func pointsPaid(
        for coupons: [Int64], from campaign: ID<Campaign>, of retailer: ID<Retailer>, entryIDs: [Int64], at now: Instant
    ) async throws -> [PointEntry] {
        try zip(await run(PointStatements.paid(retailer.rawValue, coupons)), entryIDs).map { row, id in
            var row = row
            let coupon: ID<Coupon> = try row.id()
            let shopper: ID<Shopper> = try row.id()
            let session: ID<Session> = try row.id()
            return PointEntry(
                id: ID(id), shopper: shopper, session: session, kind: .giveBack, points: try row.read(),
                campaign: campaign, coupon: coupon, happenedAt: now)
        }
    }

    func openPointAccounts(_ shoppers: [ID<Shopper>], at retailer: ID<Retailer>) async throws {
        guard !shoppers.isEmpty else { return }
        _ = try await run(PointStatements.openAccounts(retailer.rawValue, Set(shoppers).map(\.rawValue)))
    }
}

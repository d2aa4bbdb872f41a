import Postgres
public import Promotions

/// Coupons that a till lets go of, or whose redemption it takes back.
enum ReleaseStatements {
    static let release = Statement(
        "release coupons", takes: [.int8, .int8Array, .textArray, .timestamptz], gives: [.int8],
        """
        update coupons c
        set state = u.state, revoked_at = case when u.state = 'revoked' then $4::timestamptz end, redeemed_at = null,
            redeemed_store_id = null, reservation_id = null, reserved_till_id = null, reserved_store_id = null,
            reserved_until = null
        from unnest($2::bigint[], $3::text[]) as u (coupon_id, state)
        where c.retailer_id = $1
        and c.coupon_id = u.coupon_id
        and c.state in ('reserved', 'redeemed')
        returning c.coupon_id
        """)

    /// What is given back for a coupon that is not issued again.
    static let counts = Statement(
        "read what coupons count", takes: [.int8, .int8Array], gives: [.int8, .int8, .text, .date, .int8],
        """
        select t.coupon_id, t.store_id, t.channel, t.counted_on, t.exposure
        from unnest($2::bigint[]) as u (coupon_id),
        lateral (
            select c.coupon_id, c.store_id, c.channel, c.exposure,
                coalesce(c.counted_on, (c.issued_at at time zone 'UTC')::date) as counted_on
            from coupons c
            where c.retailer_id = $1
            and c.coupon_id = u.coupon_id
            limit 1
        ) t
        """)

    /// Holds the batches, so that one that is withdrawn later finds the coupons as they are then.
    static let withdrawn = Statement(
        "read which coupons are of withdrawn batches", takes: [.int8, .int8Array], gives: [.int8, .text],
        """
        select t.coupon_id, s.state
        from unnest($2::bigint[]) as u (coupon_id),
        lateral (
            select c.coupon_id, c.batch_id
            from coupons c
            where c.retailer_id = $1
            and c.coupon_id = u.coupon_id
            and c.batch_id is not null
            limit 1
        ) t,
        lateral (
            select b.state
            from code_batches b
            where b.retailer_id = $1
            and b.batch_id = t.batch_id
            limit 1
            for share
        ) s
        """)

    static let sale = Statement(
        "read redemptions of a sale", takes: [.int8, .int8, .text], gives: [.int8, .text],
        """
        select redemption_id, state
        from redemptions
        where retailer_id = $1
        and store_id = $2
        and sale_id = $3
        """)

    static let void = Statement(
        "void redemptions", takes: [.int8, .int8Array, .timestamptz, .int8], gives: [.int8],
        """
        update redemptions
        set state = 'voided', voided_at = $3, voided_till_id = $4, gap = null
        where retailer_id = $1
        and redemption_id = any($2)
        and voided_at is null
        and returned_goods is null
        and voidable_until > $3
        returning redemption_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, release), (.tenant, counts), (.tenant, withdrawn), (.tenant, sale), (.tenant, void),
    ]
}

/// A coupon that this transaction has locked, and what becomes of it.
public struct ReleasedCoupon: Sendable {
    public enum Reason: Sendable {
        case released(Reservation)
        case voided(ID<Redemption>, discount: Money?, by: ID<Till>)
    }

    public let coupon: Coupon
    public let fate: Coupon.State
    public let reason: Reason

    public init(_ coupon: Coupon, fate: Coupon.State, reason: Reason) {
        self.coupon = coupon
        self.fate = fate
        self.reason = reason
    }
}

extension Database {
    /// Ends reservations and redemptions of locked coupons: coupons, ledger, and for those that are not issued again what
    /// they held goes back, as expiry gives it back. Only inside a transaction.
    /// - Parameters:
    ///   - campaigns: with terms and stock as in memory.
    ///   - entryIDs: two for each coupon.
    /// - Throws: `BatchSetback.overdrawn` if a campaign has changed meanwhile; the transaction must be given up then.
    public func release(
        _ coupons: [ReleasedCoupon], of retailer: ID<Retailer>, campaigns: [ID<Campaign>: Campaign], entryIDs: [Int64],
        at now: Instant
    ) async throws {
        let tenant = retailer.rawValue
        let ids = coupons.map(\.coupon.id.rawValue)
        let gone = coupons.filter { $0.fate != .issued }
        var held: [ID<Coupon>: Int64] = [:]
        var returned = ReturnedCounts()
        if !gone.isEmpty {
            let campaignOf = Dictionary(
                gone.map { ($0.coupon.id, $0.coupon.campaign) }, uniquingKeysWith: { first, _ in first })
            for var row in try await run(ReleaseStatements.counts(tenant, gone.map(\.coupon.id.rawValue))) {
                let id: ID<Coupon> = try row.id()
                guard let campaign = campaignOf[id].flatMap({ campaigns[$0] }) else { throw BatchSetback.overdrawn }
                let store: ID<Store>? = try row.optionalID()
                let channel: String? = try row.read()
                let date = LocalDate(try row.read(Postgres.Day.self))
                let exposure: Int64 = try row.read()
                held[id] = exposure
                returned.add(campaign, store: store, channel: channel, countedOn: date, exposure: exposure)
            }
        }
        var calls = [
            ReleaseStatements.release(tenant, ids, coupons.map { Optional($0.fate.rawValue) }, now.timestamp)
        ]
        let ended = coupons.compactMap(\.reservation)
        if !ended.isEmpty { calls.append(ReservationStatements.remove(tenant, ended.map(\.id.rawValue))) }
        calls.append(
            LedgerEntry.call(coupons.flatMap { $0.entries(held[$0.coupon.id], at: now) }, ids: entryIDs, retailer))
        if !gone.isEmpty { calls += returned.calls(retailer) }
        do {
            guard try await pipeline(calls)[0].count == coupons.count else {
                throw Damage("a locked coupon changed its state")
            }
        } catch let error as PostgresError
            where error.statement == ExpiryStatements.giveBackTotals.name && error.sqlState == "23502"
        {
            throw BatchSetback.overdrawn
        }
    }

    /// Those of locked coupons whose code was made in bulk and withdrawn since. Only inside a transaction.
    public func withdrawn(among coupons: [ID<Coupon>], of retailer: ID<Retailer>) async throws -> Set<ID<Coupon>> {
        var withdrawn: Set<ID<Coupon>> = []
        for var row in try await run(ReleaseStatements.withdrawn(retailer.rawValue, coupons.map(\.rawValue))) {
            let id: ID<Coupon> = try row.id()
            if try row.read(String.self).hasPrefix("withdr") { withdrawn.insert(id) }
        }
        return withdrawn
    }

    /// What was redeemed for one sale of a store, also what was taken back since.
    public func redemptions(
        of sale: Sale, at retailer: ID<Retailer>
    ) async throws -> [(id: ID<Redemption>, state: Redemption.State)] {
        try await run(ReleaseStatements.sale(retailer.rawValue, sale.store.rawValue, sale.id)).map { row in
            var row = row
            return (try row.id(), try row.choice())
        }
    }

    /// Ends redemptions whose coupons this transaction has locked.
    /// - Returns: those that this call ended.
    public func void(
        _ redemptions: [ID<Redemption>], of retailer: ID<Retailer>, by till: ID<Till>, at now: Instant
    ) async throws -> Set<ID<Redemption>> {
        let rows = try await run(
            ReleaseStatements.void(
                retailer.rawValue, redemptions.map(\.rawValue), now.timestamp, till.rawValue))
        return Set(
            try rows.map { row in
                var row = row
                return try row.id()
            })
    }
}

extension ReleasedCoupon {
    fileprivate var reservation: Reservation? {
        if case .released(let reservation) = reason { reservation } else { nil }
    }

    fileprivate func entries(_ held: Int64?, at now: Instant) -> [LedgerEntry] {
        let id = coupon.id.rawValue
        var entries: [LedgerEntry]
        switch reason {
        case .released(let reservation):
            entries = [
                LedgerEntry(
                    kind: .release, coupon: id, reservation: reservation.id.rawValue, till: reservation.till.rawValue,
                    at: now)
            ]
        case .voided(let redemption, let discount, let till):
            entries = [
                LedgerEntry(
                    kind: .void, coupon: id, redemption: redemption.rawValue, till: till.rawValue,
                    amount: discount?.amount, at: now)
            ]
        }
        switch fate {
        case .expired: entries.append(LedgerEntry(kind: .expire, coupon: id, amount: held, at: now))
        case .revoked: entries.append(LedgerEntry(kind: .revoke, coupon: id, amount: held, at: now))
        case .issued, .reserved, .redeemed: break
        }
        return entries
    }
}

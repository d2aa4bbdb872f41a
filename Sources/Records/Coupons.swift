import Postgres
public import Promotions

/// A coupon as it is kept: its code only hashed and sealed.
public struct StoredCoupon: Sendable {
    public let coupon: Coupon
    public let codeHash: [UInt8]
    public let codeSealed: [UInt8]
}

extension Database {
    public func coupons(_ ids: [ID<Coupon>], of retailer: ID<Retailer>) async throws -> [StoredCoupon] {
        guard !ids.isEmpty else { return [] }
        return try await run(CouponStatements.read(retailer.rawValue, ids.map(\.rawValue))).map(Self.coupon)
    }

    /// - Parameter hashes: of each code under every generation of keys.
    public func coupons(codeHashes hashes: [[UInt8]], of retailer: ID<Retailer>) async throws -> [StoredCoupon] {
        guard !hashes.isEmpty else { return [] }
        return try await run(CouponStatements.byCode(retailer.rawValue, hashes.map { Bytea($0) })).map(Self.coupon)
    }

    static func coupon(_ row: Row) throws -> StoredCoupon {
        var row = row
        let id: ID<Coupon> = try row.id()
        let campaign: ID<Campaign> = try row.id()
        let revision = Int(try row.read(Int32.self))
        let shopper: ID<Shopper>? = try row.optionalID()
        let session: ID<Session>? = try row.optionalID()
        let store: ID<Store>? = try row.optionalID()
        let alsoValidAt = try row.read([Int64]?.self) ?? []
        let state: Coupon.State = try row.choice()
        let coupon = Coupon(
            id: id, campaign: campaign, revision: revision, shopper: shopper, session: session, store: store,
            alsoValidAt: alsoValidAt.map { ID($0) }, storedState: state, issuedAt: try row.instant(),
            expiresAt: try row.instant(), redeemedAt: try row.optionalInstant(),
            redeemedStore: try row.optionalID(), reservation: try reservation(&row))
        return StoredCoupon(coupon: coupon, codeHash: try row.bytes(), codeSealed: try row.bytes())
    }
}

extension Database {
    /// The coupons as this transaction keeps them until it ends. Only inside one.
    public func lock(_ coupons: [ID<Coupon>], of retailer: ID<Retailer>) async throws -> [Coupon] {
        try await run(CouponStatements.lock(retailer.rawValue, coupons.map(\.rawValue)))
            .map { try Self.coupon($0).coupon }
    }

    private static func reservation(_ row: inout Row) throws -> Reservation? {
        let id: ID<Reservation>? = try row.optionalID()
        let till: ID<Till>? = try row.optionalID()
        let store: ID<Store>? = try row.optionalID()
        let until = try row.optionalInstant()
        guard let id, let till, let store, let until else { return nil }
        return Reservation(id: id, till: till, store: store, until: until)
    }
}

extension [NewCoupon] {
    func call(_ retailer: ID<Retailer>, batch: ID<CodeBatch>?) -> Call {
        CouponStatements.add(
            retailer.rawValue, map(\.id.rawValue), map(\.grant.campaign.id.rawValue),
            map { Int32($0.grant.campaign.revision) }, map { $0.shopper?.rawValue },
            map { $0.session?.rawValue },
            map { $0.store?.rawValue },
            map { coupon -> String? in
                coupon.alsoValidAt.isEmpty
                    ? nil : coupon.alsoValidAt.map { String($0.rawValue) }.joined(separator: ",")
            },
            map { $0.checkIn?.rawValue }, map { Bytea($0.codeHash) }, map { Bytea($0.codeSealed) },
            map(\.grant.campaign.terms.exposurePerCoupon), map(\.issuedAt.timestamp),
            map(\.grant.expiresAt.timestamp), map { $0.grant.countedOn?.postgres }, map(\.grant.channel),
            batch?.rawValue)
    }

    /// One outbox row a batch: which shopper's wallet each coupon belongs in.
    func announcement(_ retailer: ID<Retailer>, id: Int64, at now: Instant) -> Call {
        let pairs = compactMap { coupon in
            coupon.shopper.map { JSON.array([.int($0.rawValue), .int(coupon.id.rawValue)]) }
        }
        return OutboxStatements.add(
            retailer.rawValue, id, "coupons_issued", Jsonb(JSON.array(pairs).text()), now.timestamp)
    }
}

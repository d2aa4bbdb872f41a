import Postgres
public import Promotions

enum CouponVariantStatements {
    static let add = Statement(
        "add coupon variants", takes: [.int8, .int8Array, .textArray],
        """
        insert into coupon_variants (retailer_id, coupon_id, channel)
        select r.retailer_id, u.coupon_id, u.channel
        from retailers r, unnest($2::bigint[], $3::text[]) as u (coupon_id, channel)
        where r.retailer_id = $1
        """)

    static let read = Statement(
        "read coupon variant", takes: [.int8, .int8], gives: [.text],
        """
        select channel
        from coupon_variants
        where retailer_id = $1
        and coupon_id = $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [(.tenant, add), (.tenant, read)]
}

extension Database {
    /// By which channel's word a coupon was earned; nil if that made no difference.
    public func channel(of coupon: ID<Coupon>, of retailer: ID<Retailer>) async throws -> String? {
        guard var row = try await run(CouponVariantStatements.read(retailer.rawValue, coupon.rawValue)).first else {
            return nil
        }
        return try row.read(String.self)
    }

    static func belonging(_ rows: [Row]) throws -> [ID<Shopper>: Set<ID<Audience>>] {
        var belonging: [ID<Shopper>: Set<ID<Audience>>] = [:]
        for var row in rows {
            let audience: ID<Audience> = try row.id()
            belonging[try row.id(), default: []].insert(audience)
        }
        return belonging
    }
}

extension [(coupon: ID<Coupon>, channel: String)] {
    func call(_ retailer: ID<Retailer>) -> Call {
        CouponVariantStatements.add(retailer.rawValue, map(\.coupon.rawValue), map(\.channel))
    }
}

extension [(audience: ID<Audience>, shopper: ID<Shopper>)] {
    func call(_ retailer: ID<Retailer>) -> Call {
        AudienceMemberStatements.belonging(retailer.rawValue, map(\.audience.rawValue), map(\.shopper.rawValue))
    }
}

import Postgres
public import Promotions

enum ShopperExportStatements {
    static let checkIns = Statement(
        "read check-ins of shopper", takes: [.int8, .int8, .int8, .int8], gives: CheckInStatements.read.columns,
        """
        select check_in_id, shopper_id, session_id, store_id, verdict, reasons, source, checked_at, captured_at,
            latitude, longitude, accuracy_meters::float8, fixes, distance_meters::float8, containment::float8,
            held_until, candidates::text, offers::text, channel, evidence::text
        from check_ins
        where retailer_id = $1
        and shopper_id = $2
        and check_in_id > $3
        order by check_in_id
        limit $4
        """)

    static let consents = Statement(
        "list consents", takes: [.int8], gives: [.text, .bool, .text, .text, .timestamptz],
        """
        select purpose, granted, text_version, language, given_at
        from shopper_consents
        where shopper_id = $1
        order by consent_id
        """)

    static let identities = Statement(
        "list identities of shopper", takes: [.int8], gives: [.int8, .text, .bool, .timestamptz],
        """
        select retailer_id, kind, is_verified, created_at
        from shopper_identities
        where shopper_id = $1
        order by created_at
        """)

    static let nicknames = Statement(
        "list nicknames of shopper", takes: [.int8, .int8], gives: [.int8, .text],
        """
        select campaign_id, nickname
        from candidacies
        where retailer_id = $1
        and shopper_id = $2
        order by campaign_id
        """)

    static let audiences = Statement(
        "list audiences of shopper", takes: [.int8, .int8], gives: [.int8, .text],
        """
        select a.audience_id, a.name
        from audience_members m
        join audiences a on a.retailer_id = m.retailer_id
        and a.audience_id = m.audience_id
        where m.retailer_id = $1
        and m.shopper_id = $2
        order by a.audience_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, checkIns), (.shopper, consents), (.shopper, identities), (.tenant, nicknames), (.tenant, audiences),
    ]
}

/// An answer to whether one's data may be used for a purpose.
public struct GivenConsent: Sendable {
    public let purpose: String
    public let isGranted: Bool
    public let textVersion: String
    public let language: String
    public let at: Instant
}

/// That a retailer knows a shopper by something; what it is was never kept.
public struct KeptIdentity: Sendable {
    public let retailer: ID<Retailer>
    public let kind: String
    public let isVerified: Bool
    public let createdAt: Instant
}

extension Database {
    /// One page, oldest first.
    public func checkIns(
        of shopper: ID<Shopper>, at retailer: ID<Retailer>, after: ID<CheckIn>?, limit: Int
    ) async throws -> [CheckInRecord] {
        try await run(
            ShopperExportStatements.checkIns(
                retailer.rawValue, shopper.rawValue, after?.rawValue ?? 0, Int64(limit))
        ).map(Self.checkIn)
    }

    public func consents(of shopper: ID<Shopper>) async throws -> [GivenConsent] {
        try await run(ShopperExportStatements.consents(shopper.rawValue)).map { row in
            var row = row
            return GivenConsent(
                purpose: try row.read(), isGranted: try row.read(), textVersion: try row.read(),
                language: try row.read(), at: try row.instant())
        }
    }

    public func identities(of shopper: ID<Shopper>) async throws -> [KeptIdentity] {
        try await run(ShopperExportStatements.identities(shopper.rawValue)).map { row in
            var row = row
            return KeptIdentity(
                retailer: try row.id(), kind: try row.read(), isVerified: try row.read(), createdAt: try row.instant())
        }
    }

    /// Under which names the shopper wants to be mayor, and in which groups they are.
    public func belongings(
        of shopper: ID<Shopper>, at retailer: ID<Retailer>
    ) async throws -> (nicknames: [(campaign: ID<Campaign>, name: String)], audiences: [(ID<Audience>, name: String)]) {
        let (tenant, number) = (retailer.rawValue, shopper.rawValue)
        let tables = try await read([
            ShopperExportStatements.nicknames(tenant, number), ShopperExportStatements.audiences(tenant, number),
        ])
        return (
            try tables[0].map { row in
                var row = row
                return (try row.id(), try row.read())
            },
            try tables[1].map { row in
                var row = row
                return (try row.id(), try row.read())
            }
        )
    }
}

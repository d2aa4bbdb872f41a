import Postgres
public import Promotions

enum ShopperStatements {
    static let add = Statement(
        "add shopper",
        takes: [.int8, .int8, .text, .bool, .bool, .bytea, .timestamptz], gives: [.int8],
        """
        insert into shoppers
            (shopper_id, joined_retailer_id, locale, location_consent, marketing_consent, generation,
            generation_changed_at, recovery_hash, created_at)
        values ($1, $2, $3, $4, $5, 1, $7, $6, $7)
        on conflict (shopper_id) do nothing
        returning shopper_id
        """)

    static let columns = "shopper_id, locale, location_consent, marketing_consent, generation, created_at"
    static let columnTypes: [PostgresType] = [.int8, .text, .bool, .bool, .int4, .timestamptz]

    static let read = Statement(
        "read shopper", takes: [.int8], gives: columnTypes,
        """
        select \(columns)
        from shoppers
        where shopper_id = $1
        and erased_at is null
        """)

    static let lock = Statement(
        "lock shopper", takes: [.int8], gives: columnTypes,
        """
        select \(columns)
        from shoppers
        where shopper_id = $1
        and erased_at is null
        for update
        """)

    /// A null leaves what is there.
    static let change = Statement(
        "change shopper", takes: [.int8, .text, .bool, .bool, .timestamptz], gives: columnTypes,
        """
        update shoppers
        set locale = coalesce($2, locale), location_consent = coalesce($3, location_consent),
            marketing_consent = coalesce($4, marketing_consent),
            generation = case
                when $3 <> location_consent or $4 <> marketing_consent then generation + 1
                else generation
            end,
            generation_changed_at = case
                when $3 <> location_consent or $4 <> marketing_consent then $5
                else generation_changed_at
            end
        where shopper_id = $1
        and erased_at is null
        returning \(columns)
        """)

    static let recover = Statement(
        "recover shopper", takes: [.int8, .bytea, .bytea, .timestamptz], gives: columnTypes,
        """
        update shoppers
        set recovery_hash = $3, generation = generation + 1, generation_changed_at = $4
        where shopper_id = $1
        and recovery_hash = $2
        and erased_at is null
        returning \(columns)
        """)

    static let lockOut = Statement(
        "lock out older phones", takes: [.int8, .timestamptz], gives: columnTypes,
        """
        update shoppers
        set recovery_hash = null, generation = generation + 1, generation_changed_at = $2
        where shopper_id = $1
        and erased_at is null
        returning \(columns)
        """)

    static let addConsent = Statement(
        "add consent", takes: [.int8, .int8, .text, .bool, .text, .text, .timestamptz],
        """
        insert into shopper_consents
            (shopper_id, consent_id, purpose, granted, text_version, language, given_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        """)

    static let generations = Statement(
        "read generations changed since", takes: [.timestamptz], gives: [.int8, .int4],
        """
        select shopper_id, generation
        from shoppers
        where generation_changed_at > $1
        and generation > 1
        """)

    static let wallet = Statement(
        "read wallet", takes: [.int8, .int8, .int8], gives: [.int8, .int8],
        """
        select retailer_id, coupon_id
        from wallets
        where shopper_id = $1
        and coupon_id > $2
        order by coupon_id
        limit $3
        """)

    static let latestCoupons = Statement(
        "read latest of wallet", takes: [.int8, .int8], gives: [.int8, .int8],
        """
        select retailer_id, coupon_id
        from wallets
        where shopper_id = $1
        order by coupon_id desc
        limit $2
        """)

    /// Many shoppers at once, each row for itself: twice does no harm.
    static let fillWallets = Statement(
        "fill wallets", takes: [.int8, .int8Array, .int8Array],
        """
        insert into wallets (shopper_id, retailer_id, coupon_id)
        select u.shopper_id, $1, u.coupon_id
        from unnest($2::bigint[], $3::bigint[]) as u (shopper_id, coupon_id)
        order by u.shopper_id, u.coupon_id
        on conflict (shopper_id, coupon_id, retailer_id) do nothing
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.shopper, add), (.shopper, read), (.shopper, lock), (.shopper, change), (.shopper, recover),
        (.shopper, lockOut), (.shopper, addConsent), (.system, generations), (.shopper, wallet), (.system, fillWallets),
        (.shopper, latestCoupons),
    ]
}

extension Database {
    /// - Returns: false if the shopper is there already; then nothing is written.
    public func add(
        _ shopper: Shopper, joining retailer: ID<Retailer>?, recoveryHash: [UInt8]?
    ) async throws -> Bool {
        try await !run(
            ShopperStatements.add(
                shopper.id.rawValue, retailer?.rawValue, shopper.locale, shopper.consents.location,
                shopper.consents.marketing, recoveryHash.map { Bytea($0) }, shopper.createdAt.timestamp)
        ).isEmpty
    }

    /// Erased shoppers are unknown.
    public func shopper(_ id: ID<Shopper>) async throws -> Shopper? {
        try await run(ShopperStatements.read(id.rawValue)).first.map(Self.shopper)
    }

    /// Writes what is given and leaves the rest to whoever changes it at the same time. A change of consent raises the
    /// generation; a change of locale alone does not.
    /// - Returns: the shopper just before and just after, or nil for an unknown one.
    public func change(
        _ id: ID<Shopper>, locale: String?, location: Bool?, marketing: Bool?, at now: Instant
    ) async throws -> (before: Shopper, after: Shopper)? {
        try await transaction { database in
            // The lock keeps the row as it was read until it is written.
            let old = try await database.run(ShopperStatements.lock(id.rawValue)).first.map(Self.shopper)
            let new = try await database.run(
                ShopperStatements.change(id.rawValue, locale, location, marketing, now.timestamp)
            ).first.map(Self.shopper)
            guard let old, let new else { return nil }
            return (old, new)
        }
    }

    /// Makes every token and the recovery code so far useless.
    /// - Returns: nil for an unknown shopper.
    public func lockOut(_ id: ID<Shopper>, at now: Instant) async throws -> Shopper? {
        try await run(ShopperStatements.lockOut(id.rawValue, now.timestamp)).first.map(Self.shopper)
    }

    /// Replaces the recovery code that `hash` came from and raises the generation, so that the lost phone is out.
    /// - Returns: nil if the code is wrong or was used.
    public func recover(
        _ id: ID<Shopper>, hash: [UInt8], newHash: [UInt8], at now: Instant
    ) async throws -> Shopper? {
        try await run(ShopperStatements.recover(id.rawValue, Bytea(hash), Bytea(newHash), now.timestamp)).first
            .map(Self.shopper)
    }

    public func addConsent(
        _ id: Int64, of shopper: ID<Shopper>, purpose: String, granted: Bool, textVersion: String, language: String,
        at now: Instant
    ) async throws {
        _ = try await run(
            ShopperStatements.addConsent(
                shopper.rawValue, id, purpose, granted, textVersion, language, now.timestamp))
    }

    /// Shoppers whose older tokens are no longer good. Ask from a little before the last answer: a change may commit
    /// later than its time says.
    public func generations(changedSince instant: Instant) async throws -> [ID<Shopper>: Int] {
        var generations: [ID<Shopper>: Int] = [:]
        for var row in try await run(ShopperStatements.generations(instant.timestamp)) {
            generations[try row.id()] = Int(try row.read(Int32.self))
        }
        return generations
    }

    /// Each is looked up by itself, as each may be on another server, but a thousand travel together.
    /// - Returns: those who exist.
    public func knownShoppers(_ ids: [ID<Shopper>]) async throws -> Set<ID<Shopper>> {
        var known: Set<ID<Shopper>> = []
        var rest = ids[...]
        while !rest.isEmpty {
            let page = Array(rest.prefix(1_000))
            rest = rest.dropFirst(page.count)
            let answers = try await read(page.map { ShopperStatements.read($0.rawValue) })
            for (id, rows) in zip(page, answers) where !rows.isEmpty { known.insert(id) }
        }
        return known
    }

    /// One page of a shopper's coupons over all retailers, in order of issue.
    public func wallet(
        of shopper: ID<Shopper>, after: ID<Coupon>?, limit: Int
    ) async throws -> [Ref<Coupon>] {
        try await run(ShopperStatements.wallet(shopper.rawValue, after?.rawValue ?? 0, Int64(limit))).map { row in
            var row = row
            return Ref(try row.id(), try row.id())
        }
    }

    /// A shopper's coupons over all retailers, latest first.
    public func latestCoupons(of shopper: ID<Shopper>, limit: Int) async throws -> [Ref<Coupon>] {
        try await run(ShopperStatements.latestCoupons(shopper.rawValue, Int64(limit))).map { row in
            var row = row
            return Ref(try row.id(), try row.id())
        }
    }

    /// Puts coupons of one retailer where their shoppers find them.
    public func fillWallets(_ held: [(shopper: ID<Shopper>, coupon: ID<Coupon>)], of retailer: ID<Retailer>)
        async throws
    {
        guard !held.isEmpty else { return }
        _ = try await run(
            ShopperStatements.fillWallets(
                retailer.rawValue, held.map(\.shopper.rawValue), held.map(\.coupon.rawValue)))
    }

    private static func shopper(_ row: Row) throws -> Shopper {
        var row = row
        let id: ID<Shopper> = try row.id()
        let locale: String = try row.read()
        let consents = Shopper.Consents(location: try row.read(), marketing: try row.read())
        return Shopper(
            id: id, locale: locale, consents: consents, generation: Int(try row.read(Int32.self)),
            createdAt: try row.instant())
    }
}

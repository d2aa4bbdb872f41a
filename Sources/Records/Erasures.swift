import Postgres
public import Promotions

/// Forgetting a shopper. Verdicts, coupons and money stay under the shopper's number, which no longer leads to anybody.
enum ErasureStatements {
    static let lockOut = Statement(
        "erase shopper", takes: [.int8, .timestamptz], gives: [.int4],
        """
        update shoppers
        set erased_at = $2, recovery_hash = null, location_consent = false, marketing_consent = false, locale = 'und',
            generation = generation + 1, generation_changed_at = $2
        where shopper_id = $1
        and erased_at is null
        returning generation
        """)

    static let ask = Statement(
        "ask for erasure", takes: [.int8, .timestamptz],
        """
        insert into erasures (shopper_id, asked_at)
        values ($1, $2)
        """)

    static let finish = Statement(
        "finish erasure", takes: [.int8, .timestamptz],
        """
        update erasures
        set finished_at = $2
        where shopper_id = $1
        """)

    static let open = Statement(
        "read open erasures", takes: [.timestamptz], gives: [.int8],
        """
        select shopper_id
        from erasures
        where finished_at is null
        and asked_at < $1
        order by asked_at
        limit 100
        """)

    static let wallet = Statement(
        "empty wallet", takes: [.int8], gives: [.int8],
        """
        delete from wallets
        where shopper_id = $1
        returning coupon_id
        """)

    static let messages = Statement(
        "delete messages of shopper", takes: [.int8], gives: [.int8],
        """
        delete from messages
        where shopper_id = $1
        returning message_id
        """)

    static let accounts = Statement(
        "close point accounts", takes: [.int8], gives: [.int8],
        """
        delete from point_accounts
        where shopper_id = $1
        returning retailer_id
        """)

    static let identities = Statement(
        "delete identities of shopper", takes: [.int8], gives: [.int8],
        """
        delete from shopper_identities
        where shopper_id = $1
        returning retailer_id
        """)

    static let digests = Statement(
        "delete identity digests of shopper", takes: [.int8], gives: [.int8],
        """
        delete from identity_digests
        where shopper_id = $1
        returning shopper_id
        """)

    static let positions = Statement(
        "blank positions of shopper", takes: [.int8, .int8], gives: [.int8],
        """
        update check_ins
        set latitude = null, longitude = null, accuracy_meters = null
        where retailer_id = $1
        and shopper_id = $2
        and latitude is not null
        returning check_in_id
        """)

    static let appeals = Statement(
        "blank appeals of shopper", takes: [.int8, .int8], gives: [.int8],
        """
        update appeals
        set message = null, reason = null
        where retailer_id = $1
        and shopper_id = $2
        and (message is not null or reason is not null)
        returning check_in_id
        """)

    static let memberships = Statement(
        "end memberships of shopper", takes: [.int8, .int8], gives: [.int8],
        """
        delete from audience_members
        where retailer_id = $1
        and shopper_id = $2
        returning audience_id
        """)

    static let parties = Statement(
        "end parties of shopper", takes: [.int8, .int8], gives: [.int8],
        """
        delete from party_members
        where retailer_id = $1
        and shopper_id = $2
        returning party_id
        """)

    static let candidacies = Statement(
        "find candidacies of shopper", takes: [.int8, .int8], gives: [.int8],
        """
        select campaign_id
        from candidacies
        where retailer_id = $1
        and shopper_id = $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.shopper, lockOut), (.shopper, ask), (.shopper, finish), (.system, open), (.shopper, wallet),
        (.shopper, messages), (.shopper, accounts), (.shopper, identities), (.shopper, digests), (.tenant, positions),
        (.tenant, appeals), (.tenant, memberships), (.tenant, parties), (.tenant, candidacies),
    ]
}

extension Database {
    /// Locks every phone of the shopper out and notes what there is to do.
    /// - Returns: the generation that no token has; nil for a shopper who is unknown or forgotten.
    public func beginErasure(of shopper: ID<Shopper>, at now: Instant) async throws -> Int? {
        try await transaction { database in
            guard var row = try await database.run(ErasureStatements.lockOut(shopper.rawValue, now.timestamp)).first
            else { return nil }
            _ = try await database.run(ErasureStatements.ask(shopper.rawValue, now.timestamp))
            return Int(try row.read(Int32.self))
        }
    }

    /// Erasures that were asked for before `instant` and that nobody has finished.
    public func openErasures(before instant: Instant) async throws -> [ID<Shopper>] {
        try await run(ErasureStatements.open(instant.timestamp)).map(Self.someID)
    }

    /// What one retailer knows of the shopper. Twice does no harm.
    public func erase(_ shopper: ID<Shopper>, at retailer: ID<Retailer>) async throws -> [ErasedRows] {
        try await transaction { database in
            let (tenant, number) = (retailer.rawValue, shopper.rawValue)
            var erased: [ErasedRows] = []
            let candidacies: [ID<Campaign>] = try await database.run(ErasureStatements.candidacies(tenant, number))
                .map(Self.someID)
            for campaign in candidacies {
                try await database.remove(UnlockBook.Candidate(shopper, for: campaign), at: retailer)
            }
            erased.append(ErasedRows("candidacies", candidacies.count, .deleted))
            let parties = try await database.run(ErasureStatements.parties(tenant, number))
            for var row in parties {
                _ = try await database.run(PartyStatements.uncount(tenant, try row.read(Int64.self)))
            }
            erased.append(ErasedRows("party_members", parties.count, .deleted))
            let tables = try await database.pipeline([
                ErasureStatements.positions(tenant, number), ErasureStatements.appeals(tenant, number),
                ErasureStatements.memberships(tenant, number),
            ])
            erased.append(ErasedRows("check_ins", tables[0].count, .blanked))
            erased.append(ErasedRows("appeals", tables[1].count, .blanked))
            erased.append(ErasedRows("audience_members", tables[2].count, .deleted))
            return erased
        }
    }

    /// What belongs to no retailer, and last that anything was to be done.
    public func finishErasure(of shopper: ID<Shopper>, at now: Instant) async throws -> [ErasedRows] {
        let number = shopper.rawValue
        let tables = try await pipeline([
            ErasureStatements.wallet(number), ErasureStatements.messages(number), ErasureStatements.accounts(number),
            ErasureStatements.digests(number), ErasureStatements.identities(number),
            ErasureStatements.finish(number, now.timestamp),
        ])
        let names = ["wallets", "messages", "point_accounts", "identity_digests", "shopper_identities"]
        return zip(names, tables).map { ErasedRows($0, $1.count, .deleted) } + [ErasedRows("shoppers", 1, .blanked)]
    }
}

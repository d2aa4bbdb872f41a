import Postgres
public import Promotions

/// What stores say of themselves: stops, allotments, and the PINs with which their tills may say it.
enum StoreStockStatements {
    static let stop = Statement(
        "stop store", takes: [.int8, .int8, .int8, .text, .timestamptz, .int8, .timestamptz],
        """
        insert into store_stops (retailer_id, store_id, campaign_id, kind, stopped_until, version, changed_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (retailer_id, store_id, campaign_id, kind) do update
        set stopped_until = excluded.stopped_until, version = excluded.version, changed_at = excluded.changed_at
        """)

    /// Of all campaigns there, or of one.
    static let reopen = Statement(
        "reopen store", takes: [.int8, .int8, .int8, .int8, .timestamptz],
        """
        update store_stops
        set stopped_until = $5, version = $4, changed_at = $5
        where retailer_id = $1
        and store_id = $2
        and ($3::bigint = 0 or campaign_id = $3)
        and stopped_until > $5
        """)

    static let stopsSince = Statement(
        "read store stops changed since", takes: [.int8, .int8], gives: [.int8, .int8, .text, .timestamptz],
        """
        select store_id, campaign_id, kind, stopped_until
        from store_stops
        where retailer_id = $1
        and version > $2
        """)

    static let allot = Statement(
        "allot to stores",
        takes: [.int8, .int8, .int8Array, .int2Array, .dateArray, .int4Array, .int8, .timestamptz],
        """
        insert into store_allotments
            (retailer_id, campaign_id, store_id, period, period_start, used_max, version, changed_at)
        select k.retailer_id, k.campaign_id, u.store_id, u.period, u.period_start, u.used_max, $7, $8
        from campaigns k, unnest($3::bigint[], $4::smallint[], $5::date[], $6::integer[])
            as u (store_id, period, period_start, used_max)
        where k.retailer_id = $1
        and k.campaign_id = $2
        on conflict (retailer_id, campaign_id, store_id, period, period_start) do update
        set used_max = excluded.used_max, version = excluded.version, changed_at = excluded.changed_at
        """)

    static let allotmentsSince = Statement(
        "read allotments changed since", takes: [.int8, .int8], gives: [.int8, .int8, .int2, .date, .int4],
        """
        select campaign_id, store_id, period, period_start, used_max
        from store_allotments
        where retailer_id = $1
        and version > $2
        """)

    static let raiseEdition = Statement(
        "raise campaign edition", takes: [.int8, .int8, .int8], gives: [.int8, .int4],
        """
        update campaigns
        set edition = edition + 1, version = $3
        where retailer_id = $1
        and state <> 'archived'
        and ($2::bigint = 0 or campaign_id = $2)
        returning campaign_id, edition
        """)

    /// Waits for batches that are issuing; those that come later find the new edition.
    static let raiseCounterEdition = Statement(
        "raise campaign counter edition", takes: [.int8, .int8Array, .int4Array],
        """
        update campaign_counters c
        set edition = u.edition
        from unnest($2::bigint[], $3::integer[]) as u (campaign_id, edition)
        where c.retailer_id = $1
        and c.campaign_id = u.campaign_id
        """)

    static let setPIN = Statement(
        "set store PIN", takes: [.int8, .int8, .bytea, .timestamptz],
        """
        insert into store_pins (retailer_id, store_id, pin_hash, tries, tries_since, changed_at)
        values ($1, $2, $3, 0, $4, $4)
        on conflict (retailer_id, store_id) do update
        set pin_hash = excluded.pin_hash, tries = 0, tries_since = excluded.tries_since, changed_at = excluded.changed_at
        """)

    static let removePIN = Statement(
        "remove store PIN", takes: [.int8, .int8],
        """
        delete from store_pins
        where retailer_id = $1
        and store_id = $2
        """)

    /// Counts a try before it is known to be right, over all processes; no row when there were too many.
    static let tryPIN = Statement(
        "try store PIN", takes: [.int8, .int8, .timestamptz, .timestamptz, .int4], gives: [.bytea],
        """
        update store_pins
        set tries = case when tries_since <= $4 then 1 else tries + 1 end,
            tries_since = case when tries_since <= $4 then $3 else tries_since end
        where retailer_id = $1
        and store_id = $2
        and (tries < $5 or tries_since <= $4)
        returning pin_hash
        """)

    static let clearTries = Statement(
        "clear tries of a store PIN", takes: [.int8, .int8],
        """
        update store_pins
        set tries = 0
        where retailer_id = $1
        and store_id = $2
        """)

    static let hasPIN = Statement(
        "ask for a store PIN", takes: [.int8, .int8], gives: [.int8],
        """
        select store_id
        from store_pins
        where retailer_id = $1
        and store_id = $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, stop), (.tenant, reopen), (.tenant, stopsSince), (.tenant, allot), (.tenant, allotmentsSince),
        (.tenant, raiseEdition), (.tenant, raiseCounterEdition), (.tenant, setPIN), (.tenant, removePIN),
        (.tenant, tryPIN), (.tenant, clearTries), (.tenant, hasPIN),
    ]
}

/// What stores have said since some version.
public struct StoreStockChanges: Sendable {
    /// Of one campaign there; nil: of the store with all of them.
    public var stops: [(store: ID<Store>, campaign: ID<Campaign>?, stop: CampaignStock.Stop)] = []
    public var allotments: [NewAllotment] = []

    public var isEmpty: Bool { stops.isEmpty && allotments.isEmpty }
}

/// How many a store may give in one period, or in all of a kind.
public struct NewAllotment: Hashable, Sendable {
    public let campaign: ID<Campaign>
    public let store: ID<Store>
    public let period: Limit.Period
    /// Nil for every period of the kind.
    public let start: LocalDate?
    /// Nil takes it back: the campaign's own limits count.
    public let max: Int?

    public init(campaign: ID<Campaign>, store: ID<Store>, period: Limit.Period, start: LocalDate?, max: Int?) {
        self.campaign = campaign
        self.store = store
        self.period = period
        self.start = start
        self.max = max
    }
}

extension Database {
    /// What a date holds that stands for every period.
    private static let always = LocalDate(daysSince1970: 0)

    public func stop(
        _ store: ID<Store>, campaign: ID<Campaign>?, _ stop: CampaignStock.Stop, of retailer: ID<Retailer>,
        version: Int64, at now: Instant
    ) async throws {
        _ = try await run(
            StoreStockStatements.stop(
                retailer.rawValue, store.rawValue, campaign?.rawValue ?? 0, stop.kind.rawValue, stop.until.timestamp,
                version, now.timestamp))
    }

    /// Ends every stop of the store, or those of one campaign there.
    public func reopen(
        _ store: ID<Store>, campaign: ID<Campaign>?, of retailer: ID<Retailer>, version: Int64, at now: Instant
    ) async throws {
        _ = try await run(
            StoreStockStatements.reopen(
                retailer.rawValue, store.rawValue, campaign?.rawValue ?? 0, version, now.timestamp))
    }

    /// Several of one campaign.
    public func allot(
        _ allotments: [NewAllotment], of campaign: ID<Campaign>, at retailer: ID<Retailer>, version: Int64, now: Instant
    ) async throws {
        guard !allotments.isEmpty else { return }
        _ = try await run(
            StoreStockStatements.allot(
                retailer.rawValue, campaign.rawValue, allotments.map(\.store.rawValue),
                allotments.map(\.period.number), allotments.map { ($0.start ?? Self.always).postgres },
                allotments.map { $0.max.map { Int32($0) } }, version, now.timestamp))
    }

    /// So that no batch and no sweep that was decided before this can still count. After that, until the transaction ends,
    /// nobody counts for these campaigns.
    /// - Parameter campaign: nil for all that are not over.
    public func raiseEdition(of campaign: ID<Campaign>?, at retailer: ID<Retailer>, version: Int64) async throws {
        var editions: [Int64: Int32] = [:]
        let rows = try await run(
            StoreStockStatements.raiseEdition(retailer.rawValue, campaign?.rawValue ?? 0, version))
        for var row in rows { editions[try row.read()] = try row.read(Int32.self) }
        let ids = editions.keys.sorted()
        guard !ids.isEmpty else { return }
        _ = try await pipeline([
            CounterStatements.lockTotals(retailer.rawValue, ids),
            StoreStockStatements.raiseCounterEdition(retailer.rawValue, ids, ids.map { editions[$0] ?? 0 }),
        ])
    }

    public func storeStock(of retailer: ID<Retailer>, changedSince version: Int64) async throws -> StoreStockChanges {
        var changes = StoreStockChanges()
        for var row in try await run(StoreStockStatements.stopsSince(retailer.rawValue, version)) {
            let store: ID<Store> = try row.id()
            let campaign: Int64 = try row.read()
            let stop = CampaignStock.Stop(kind: try row.choice(), until: try row.instant())
            changes.stops.append((store, campaign == 0 ? nil : ID(campaign), stop))
        }
        for var row in try await run(StoreStockStatements.allotmentsSince(retailer.rawValue, version)) {
            let campaign: ID<Campaign> = try row.id()
            let store: ID<Store> = try row.id()
            let number = try row.read(Int16.self)
            let start = LocalDate(try row.read(Postgres.Day.self))
            guard let period = Limit.Period.allCases.first(where: { $0.number == number }) else {
                throw Damage("an allotment of an unknown period")
            }
            changes.allotments.append(
                NewAllotment(
                    campaign: campaign, store: store, period: period, start: start == Self.always ? nil : start,
                    max: try row.read(Int32?.self).map { Int($0) }))
        }
        return changes
    }

    /// Nil takes the PIN away.
    public func setPIN(
        _ hash: [UInt8]?, of store: ID<Store>, at retailer: ID<Retailer>, now: Instant
    ) async throws {
        let call =
            hash.map { StoreStockStatements.setPIN(retailer.rawValue, store.rawValue, Bytea($0), now.timestamp) }
            ?? StoreStockStatements.removePIN(retailer.rawValue, store.rawValue)
        _ = try await run(call)
    }

    public enum PINTry: Sendable {
        case counted(hash: [UInt8])
        case tooMany
        case none
    }

    /// Counts one try; `max` of them in the time before it is over.
    public func tryPIN(
        of store: ID<Store>, at retailer: ID<Retailer>, now: Instant, since: Instant, max: Int
    ) async throws -> PINTry {
        let (tenant, id) = (retailer.rawValue, store.rawValue)
        let rows = try await run(
            StoreStockStatements.tryPIN(tenant, id, now.timestamp, since.timestamp, Int32(max)))
        if var row = rows.first { return .counted(hash: try row.bytes()) }
        return try await run(StoreStockStatements.hasPIN(tenant, id)).isEmpty ? .none : .tooMany
    }

    public func clearPINTries(of store: ID<Store>, at retailer: ID<Retailer>) async throws {
        _ = try await run(StoreStockStatements.clearTries(retailer.rawValue, store.rawValue))
    }
}

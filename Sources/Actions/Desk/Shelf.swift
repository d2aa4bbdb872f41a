import Geofence
import Logging
public import Promotions
import Records
import ServiceLifecycle
import Synchronization

/// Holds the catalog and keeps it up to date with the version rows. Readers never wait.
public final class Shelf: Sendable {
    private struct Holding: Sendable {
        var catalog = Catalog()
        /// The index is of all retailers: brought up to date once a round, however many of them have changed.
        var unindexed: [Catalog.Unindexed] = []
        var isMerging = false
        /// Retailers that are being read by `keepFollowing`.
        var reading: Set<ID<Retailer>> = []
    }

    /// Retailers that `follow` reads at a time.
    private static let readersMax = 4

    private let database: Database
    private let logger: Logger
    private let now: @Sendable () -> Instant
    /// Stores of one statement.
    private let storesPage: Int
    /// If more have changed, all are read again, page by page, so that they are never in memory at once.
    private let changesMax: Int
    private let holding = Mutex(Holding())
    /// One reload of a retailer at a time, so that an older answer never overwrites a newer one.
    private let turns = Mutex<[ID<Retailer>: Turn]>([:])
    /// Who changes the index.
    private let indexing = Turn()

    init(
        _ database: Database, _ logger: Logger, now: @escaping @Sendable () -> Instant, storesPage: Int = 5_000,
        changesMax: Int = 20_000
    ) {
        self.database = database
        self.now = now
        self.logger = logger
        self.storesPage = storesPage
        self.changesMax = changesMax
    }

    public var current: Catalog {
        holding.withLock { $0.catalog }
    }

    /// Follows every retailer whose version has moved, and waits for all of them; one that cannot be read keeps its old
    /// book.
    /// - Throws: when the database went away meanwhile: a server that starts must not take what it has not read for
    ///   something that does not exist.
    public func follow() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (place, retailer) in try await moved().enumerated() {
                if place >= Self.readersMax { try await group.next() }
                group.addTask {
                    var outage: (any Error)?
                    try await each(of: [retailer], self.logger, "follow a retailer") {
                        do { try await self.reload($0) } catch  where isOutage(error) { outage = error }
                    }
                    if let outage { throw outage }
                }
            }
            try await group.waitForAll()
        }
        try await updateIndex()
        try await mergeIndex()
    }

    /// Looks again and again until cancelled. A retailer that takes its time makes no other old: nobody waits for it, and
    /// until it has come it is not asked for again.
    func keepFollowing(every interval: Duration) async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    do {
                        for retailer in try await self.moved() where self.begin(retailer) {
                            group.addTask { await self.keepUp(with: retailer) }
                        }
                    } catch {
                        self.logger.warning("could not follow the retailers", metadata: ["cause": "\(error)"])
                    }
                    group.addTask { try? await self.mergeIndex() }
                    guard (try? await Task.sleep(for: interval)) != nil else { return }
                }
            }
        }
    }

    private func begin(_ retailer: ID<Retailer>) -> Bool {
        holding.withLock { $0.reading.insert(retailer).inserted }
    }

    private func keepUp(with retailer: ID<Retailer>) async {
        // What fails is logged there; what is left is the cancellation.
        try? await each(of: [retailer], logger, "follow a retailer") { try await self.refresh($0) }
        holding.withLock { _ = $0.reading.remove(retailer) }
    }

    private func moved() async throws -> [ID<Retailer>] {
        let versions = try await database.retailerVersions()
        let books = current.books
        return versions.filter { books[$0.key]?.version != $0.value }.keys.sorted()
    }

    /// Reads what has changed of one retailer since this memory's version.
    public func refresh(_ retailer: ID<Retailer>) async throws {
        try await reload(retailer)
        try await updateIndex()
    }

    func turn(of retailer: ID<Retailer>) -> Turn {
        turns.withLock { turns in
            if let turn = turns[retailer] { return turn }
            let turn = Turn()
            turns[retailer] = turn
            return turn
        }
    }

    private func reload(_ retailer: ID<Retailer>) async throws {
        try await turn(of: retailer).take {
            // The version is read first: rows that change meanwhile are merely read again next time.
            guard let (fresh, version) = try await self.database.retailer(retailer) else { return }
            var book = self.current.books[retailer] ?? RetailerBook(fresh)
            let since = book.version
            let table = book.stores
            guard since != version else { return }
            async let stores = self.stores(of: retailer, since: since, in: table)
            async let campaigns = self.database.campaigns(of: retailer, changedSince: since)
            async let tills = self.database.tills(of: retailer, changedSince: since)
            async let keys = self.database.apiKeys(of: retailer)
            async let staff = self.database.staff(of: retailer, changedSince: since)
            async let codes = self.database.openCodeBatches(of: retailer)
            let hadBrought = book.hasBroughtCodes
            async let brought = hadBrought ? true : self.database.hasBroughtCodes(of: retailer)
            book.retailer = fresh
            book.version = version
            let changed: [ID<Store>]
            (book.stores, changed) = try await stores
            for campaign in try await campaigns { book.campaigns[campaign.id] = campaign }
            // After the campaigns: stock that is newer than a campaign's edition is only refused, older would be believed.
            book.restock(try await self.database.storeStock(of: retailer, changedSince: since), at: self.now())
            for till in try await tills { book.tills[till.id] = till }
            for (shopper, isStaff) in try await staff {
                if isStaff { book.staff.insert(shopper) } else { book.staff.remove(shopper) }
            }
            book.openCodes = try await codes
            book.hasBroughtCodes = try await brought
            book.apiKeys = Dictionary(uniqueKeysWithValues: try await keys.map { ($0.id, $0) })
            let enabled = book.campaigns.values.filter { $0.state == .enabled }.sorted { $0.id < $1.id }
            let waiting = Campaign.waiting(among: book.campaigns.values)
            book.offers = StoreOffers(
                enabled: enabled.filter {
                    $0.terms.presence.when == .toEarn && $0.terms.unlock.isVisited && !waiting.contains($0.id)
                },
                storeCount: book.stores.count)
            book.givenLater = enabled.filter(\.terms.unlock.isGivenLater)
            book.priced = enabled.filter { $0.terms.price != nil && $0.terms.unlock.isFound }
            book.endedCrowds = book.campaigns.values.filter {
                $0.state == .archived && $0.terms.unlock.kind == .crowd
            }
            self.holding.withLock { [book] holding in
                holding.catalog.books[book.retailer.id] = book
                if !changed.isEmpty {
                    holding.unindexed.append(Catalog.Unindexed(retailer: retailer, stores: changed))
                }
            }
        }
    }

    private func stores(
        of retailer: ID<Retailer>, since version: Int64, in table: StoreTable
    ) async throws -> (StoreTable, changed: [ID<Store>]) {
        if version >= 0 {
            let changed = try await database.stores(
                of: retailer, changedSince: version, limit: changesMax + 1)
            if changed.count <= changesMax { return (table.changing(changed), changed.map(\.id)) }
        }
        var builder = StoreTable.Builder()
        var ids: [ID<Store>] = []
        var page = try await database.stores(of: retailer, withArchivedAfter: nil, limit: storesPage)
        while let last = page.last {
            let isLast = page.count < storesPage
            // The next ones are on their way while these are packed.
            async let next =
                isLast ? [] : database.stores(of: retailer, withArchivedAfter: last.id, limit: storesPage)
            for store in page {
                builder.append(store)
                ids.append(store.id)
            }
            page = try await next
        }
        return (builder.table(), ids)
    }

    private func updateIndex() async throws {
        guard holding.withLock({ !$0.unindexed.isEmpty }) else { return }
        try await indexing.take {
            let (held, unindexed) = self.holding.withLock { ($0.catalog, $0.unindexed) }
            guard !unindexed.isEmpty else { return }
            var next = held
            // Outside the lock: this takes longer than readers should wait.
            let hasTakenMuch = next.index(unindexed)
            self.holding.withLock { [next] holding in
                holding.catalog.index = next.index
                holding.catalog.owners = next.owners
                holding.unindexed.removeFirst(unindexed.count)
            }
            if hasTakenMuch { FreedMemory.giveBack() }
        }
    }

    /// Makes the changes since the last time part of the index itself, beside all readers and writers.
    private func mergeIndex() async throws {
        let due = holding.withLock { holding -> Catalog? in
            guard !holding.isMerging, holding.catalog.index.isMergeDue else { return nil }
            holding.isMerging = true
            return holding.catalog
        }
        guard let due else { return }
        defer { holding.withLock { $0.isMerging = false } }
        let merged = due.index.merged()
        try await indexing.take {
            let index = self.current.index.adopting(merged)
            self.holding.withLock { $0.catalog.index = index }
        }
        FreedMemory.giveBack()
    }
}

/// Lets one task through at a time, in the order of asking.
actor Turn {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    nonisolated func take<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async throws -> Value {
        await enter()
        do {
            let value = try await body()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        if isTaken {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            isTaken = true
        }
    }

    private func leave() {
        if waiting.isEmpty {
            isTaken = false
        } else {
            waiting.removeFirst().resume()
        }
    }
}

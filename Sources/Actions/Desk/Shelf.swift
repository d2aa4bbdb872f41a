import Logging
public import Promotions
import Records
import Synchronization

/// Holds the catalog and keeps it up to date with the version rows. Readers never wait.
public final class Shelf: Sendable {
    private let database: Database
    private let logger: Logger
    private let catalog = Mutex(Catalog())
    /// One reload at a time, so that an older answer never overwrites a newer one.
    private let turn = Turn()

    init(_ database: Database, _ logger: Logger) {
        self.database = database
        self.logger = logger
    }

    public var current: Catalog {
        catalog.withLock { $0 }
    }

    /// Follows every retailer whose version has moved; one that cannot be read keeps its old book. Called at start and
    /// every 400 ms.
    public func follow() async throws {
        let versions = try await database.retailerVersions()
        let known = current.books.mapValues(\.version)
        let moved = versions.filter { known[$0.key] != $0.value }.keys.sorted()
        try await each(of: moved, logger, "follow a retailer") { try await self.reload($0) }
        try await updateIndex()
    }

    /// Reads what has changed of one retailer since this memory's version.
    public func refresh(_ retailer: ID<Retailer>) async throws {
        try await reload(retailer)
        try await updateIndex()
    }

    private func reload(_ retailer: ID<Retailer>) async throws {
        try await turn.take {
            // The version is read first: rows that change meanwhile are merely read again next time.
            guard let (fresh, version) = try await self.database.retailer(retailer) else { return }
            var book = self.current.books[retailer] ?? RetailerBook(fresh)
            let since = book.version
            guard since != version else { return }
            async let stores = self.database.stores(of: retailer, changedSince: since)
            async let campaigns = self.database.campaigns(of: retailer, changedSince: since)
            async let tills = self.database.tills(of: retailer, changedSince: since)
            async let keys = self.database.apiKeys(of: retailer)
            book.retailer = fresh
            book.version = version
            let changedStores = try await stores
            for store in changedStores { book.stores[store.id] = store }
            for campaign in try await campaigns { book.campaigns[campaign.id] = campaign }
            for till in try await tills { book.tills[till.id] = till }
            book.apiKeys = Dictionary(uniqueKeysWithValues: try await keys.map { ($0.id, $0) })
            book.enabled = book.campaigns.values.filter { $0.state == .enabled }.sorted { $0.id < $1.id }
            self.catalog.withLock { [book] catalog in
                catalog.books[book.retailer.id] = book
                if !changedStores.isEmpty { catalog.isIndexOutdated = true }
            }
        }
    }

    /// The index is of all retailers: made anew once a round, however many of them have changed.
    private func updateIndex() async throws {
        guard current.isIndexOutdated else { return }
        try await turn.take {
            var next = self.current
            guard next.isIndexOutdated else { return }
            // Outside the lock: building takes longer than readers should wait.
            next.rebuildIndex()
            self.catalog.withLock { [next] in $0 = next }
        }
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

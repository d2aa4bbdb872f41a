import Promotions
import Records
public import ServiceLifecycle

/// Delivers the outbox: issued coupons into wallets.
public struct OutboxWorker: Service {
    static let interval = Duration.milliseconds(100)
    static let pageMax = 50
    private let desk: Desk

    public init(_ desk: Desk) {
        self.desk = desk
    }

    public func run() async throws {
        await repeating(every: Self.interval, desk.logger, "deliver the outbox") {
            _ = try await desk.deliverOutbox()
        }
    }
}

/// Makes partitions ahead, forgets retry keys after their time, and writes down when API keys were last used.
public struct Housekeeper: Service {
    static let interval = Duration.seconds(60)
    private let desk: Desk

    public init(_ desk: Desk) {
        self.desk = desk
    }

    public func run() async throws {
        await repeating(every: Self.interval, desk.logger, "keep house") {
            try await desk.keepHouse()
        }
    }
}

extension Desk {
    /// Retry keys answer for at least this long.
    static let retrySeconds = 24 * 3_600

    /// - Returns: how many entries were delivered.
    public func deliverOutbox() async throws -> Int {
        var delivered = 0
        for retailer in try await database.retailersWithOutbox() {
            while true {
                let count = try await database.deliverOutbox(
                    of: retailer, limit: OutboxWorker.pageMax, wallets: database)
                delivered += count
                if count < OutboxWorker.pageMax { break }
            }
        }
        return delivered
    }

    public func keepHouse() async throws {
        try await makePartitions()
        for retailer in shelf.current.books.keys {
            try await database.forgetRetryKeys(of: retailer, before: now.adding(seconds: -Self.retrySeconds))
        }
        for (key, instant) in keyUses.take() {
            try await database.touch(key.id, of: key.retailer, at: instant)
        }
    }

    /// Ids carry real time, so partitions follow the real clock also when a rehearsal shows another one.
    public func makePartitions() async throws {
        try await database.makePartitions(at: Clock.system.now(), utc: .utc) { IDMaker.first(at: $0) }
    }
}

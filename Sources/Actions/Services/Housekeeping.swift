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

/// Withdraws the coupons of recalled campaigns, and writes down how often offers were looked at.
public struct CampaignKeeper: Service {
    static let interval = Duration.seconds(1)
    private let desk: Desk

    public init(_ desk: Desk) {
        self.desk = desk
    }

    public func run() async throws {
        await repeating(every: Self.interval, desk.logger, "keep campaigns") {
            try await desk.writeLooks()
            _ = try await desk.withdrawRecalled()
        }
        try await desk.writeLooks()
    }
}

/// Makes partitions ahead, forgets retry keys after their time, and writes down when API keys were last used.
public struct Housekeeper: Service {
    static let interval = Duration.seconds(60)
    /// Retry keys forgotten in one transaction: a day's worth at once would hold its locks for long.
    static let pageMax = 5_000
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
        try await each(of: try await database.retailersWithOutbox(), logger, "deliver the outbox") { retailer in
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
        try await each(of: shelf.current.books.keys, logger, "forget retry keys") { retailer in
            try await forgetRetryKeys(of: retailer)
        }
        try await each(of: shelf.current.books.keys, logger, "forget failed scans") { retailer in
            try await forgetFailedScans(of: retailer)
        }
        try await each(of: shelf.current.books.keys, logger, "forget print jobs") { retailer in
            try await forgetPrintJobs(of: retailer)
        }
        try await each(of: shelf.current.books.keys, logger, "keep mail") { retailer in
            try await keepMail(of: retailer)
        }
        try await each(of: shelf.current.books.keys, logger, "age positions") { retailer in
            try await agePositions(of: retailer)
        }
        try await finishErasures()
        try await forgetSignIns()
        try await each(of: shelf.current.books.keys, logger, "close business days") { retailer in
            _ = try await closeDays(of: retailer)
        }
        let uses = Dictionary(grouping: keyUses.take(), by: \.key.retailer)
        try await each(of: uses.keys, logger, "note uses of API keys") { retailer in
            for (key, instant) in uses[retailer] ?? [] {
                try await database.touch(key.id, of: retailer, at: instant)
            }
        }
    }

    private func forgetRetryKeys(of retailer: ID<Retailer>) async throws {
        let end = now.adding(seconds: -Self.retrySeconds)
        var forgotten = Housekeeper.pageMax
        while forgotten == Housekeeper.pageMax {
            forgotten = try await database.forgetRetryKeys(of: retailer, before: end, limit: Housekeeper.pageMax)
        }
    }

    private func forgetFailedScans(of retailer: ID<Retailer>) async throws {
        let end = now.adding(seconds: -Self.failedScanDays * 86_400)
        var forgotten = Housekeeper.pageMax
        while forgotten == Housekeeper.pageMax {
            forgotten = try await database.forgetFailedScans(of: retailer, before: end, limit: Housekeeper.pageMax)
        }
    }

    private func forgetPrintJobs(of retailer: ID<Retailer>) async throws {
        let end = now.adding(seconds: -86_400)
        var forgotten = Housekeeper.pageMax
        while forgotten == Housekeeper.pageMax {
            forgotten = try await database.forgetPrintJobs(
                of: retailer, endedBefore: end, limit: Housekeeper.pageMax)
        }
    }

    /// Ids carry real time, so partitions follow the real clock also when a rehearsal shows another one.
    public func makePartitions() async throws {
        try await database.makePartitions(at: Clock.system.now(), utc: .utc) { IDMaker.first(at: $0) }
    }
}

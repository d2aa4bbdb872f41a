import Logging
import Promotions
import Records
public import ServiceLifecycle

/// Keeps this process's memory of stores, fences, campaigns, keys and token generations less than a second old.
public struct Follower: Service {
    static let interval = Duration.milliseconds(400)
    /// A change may commit later than its time says; asking again costs little.
    static let overlapSeconds = 60
    private let desk: Desk

    public init(_ desk: Desk) {
        self.desk = desk
    }

    public func run() async throws {
        await repeating(every: Self.interval, desk.logger, "follow the database") {
            try await desk.shelf.follow()
            try await desk.followGenerations(since: desk.now.adding(seconds: -Self.overlapSeconds))
        }
    }
}

/// Works until graceful shutdown. What fails is logged and tried again next time.
func repeating(
    every interval: Duration, _ logger: Logger, _ purpose: String, _ work: @escaping @Sendable () async throws -> Void
) async {
    await cancelWhenGracefulShutdown {
        while !Task.isCancelled {
            do {
                try await work()
            } catch is CancellationError {
                return
            } catch {
                logger.warning("could not \(purpose)", metadata: ["cause": "\(error)"])
            }
            guard (try? await Task.sleep(for: interval)) != nil else { return }
        }
    }
}

extension Desk {
    /// Reads everything once, before the first request.
    public func warmUp() async throws {
        try await shelf.follow()
        // Older changes concern tokens that have expired by themselves.
        try await followGenerations(since: now.adding(seconds: -ShopperToken.lifeSeconds - 86_400))
    }

    func followGenerations(since instant: Instant) async throws {
        generations.raise(try await database.generations(changedSince: instant))
    }
}

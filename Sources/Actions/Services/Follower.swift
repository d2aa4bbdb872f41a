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
        // Apart, so that trouble with the one does not make the other old.
        async let shelf: Void = desk.shelf.keepFollowing(every: Self.interval)
        async let generations: Void = repeating(every: Self.interval, desk.logger, "follow the generations") {
            try await desk.followGenerations()
        }
        _ = await (shelf, generations)
    }
}

extension Desk {
    /// For what goes on as long as somebody listens.
    /// - Returns: false when this process is to stop; at once then.
    public static func rest(for duration: Duration) async -> Bool {
        await cancelWhenGracefulShutdown { (try? await Task.sleep(for: duration)) != nil }
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
        try await followGenerations()
    }

    /// Asks for what has changed since the last look that succeeded, however long ago that is.
    func followGenerations() async throws {
        let began = now
        // Changes older than a token's life concern tokens that have expired by themselves.
        let since = generations.lastLook.map { min($0, began) } ?? began.adding(seconds: -ShopperToken.lifeSeconds)
        let changed = try await database.generations(
            changedSince: since.adding(seconds: -Follower.overlapSeconds))
        generations.raise(changed)
        generations.hasLooked(at: began)
    }
}

/// Works through retailers; what fails for one is logged and stops no other.
func each(
    of retailers: some Sequence<ID<Retailer>>, _ logger: Logger, _ purpose: String,
    _ work: (ID<Retailer>) async throws -> Void
) async throws {
    for retailer in retailers {
        do {
            try await work(retailer)
        } catch let error as CancellationError {
            throw error
        } catch {
            logger.warning("could not \(purpose)", metadata: ["retailer": "\(retailer.text)", "cause": "\(error)"])
        }
    }
}

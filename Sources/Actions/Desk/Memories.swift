import Promotions
import Synchronization

/// The generation below which a shopper's tokens are no longer good, for shoppers who changed something while tokens
/// of today may live.
final class Generations: Sendable {
    private let oldest = Mutex<[ID<Shopper>: Int]>([:])
    /// When the last look at the database that succeeded began; nil before the first.
    private let lookedAt = Mutex<Instant?>(nil)

    func oldestGood(of shopper: ID<Shopper>) -> Int {
        oldest.withLock { $0[shopper] } ?? 0
    }

    var lastLook: Instant? { lookedAt.withLock { $0 } }

    func hasLooked(at instant: Instant) {
        lookedAt.withLock { $0 = instant }
    }

    func raise(_ generations: [ID<Shopper>: Int]) {
        if generations.isEmpty { return }
        oldest.withLock { oldest in
            for (shopper, generation) in generations {
                oldest[shopper] = max(generation, oldest[shopper] ?? 0)
            }
        }
    }
}

/// Whether callers have come twice lately. Keys that nobody had are written unseen, and the database refuses the batch in
/// which one of them is known; while many callers try again, as after an outage, looking first is cheaper.
final class Repeats: Sendable {
    private static let seconds = 10.0
    private let last = Mutex<Instant?>(nil)

    func note(at now: Instant) {
        last.withLock { $0 = now }
    }

    func isLikely(at now: Instant) -> Bool {
        last.withLock { $0.map { now.seconds(since: $0) < Self.seconds } ?? false }
    }
}

/// How many codes that were looked up do not exist, by whomever, in this process and this minute.
final class MissWatch: Sendable {
    static let seconds: Int64 = 60
    /// So few are no alarm, whatever else was looked up.
    static let missesMax = 60
    /// One in so many is what mistyping and old codes make.
    static let usualShare = 20

    struct Alarm: Hashable, Sendable {
        let lookups: Int
        let misses: Int
    }

    private struct Counts {
        var window: Int64 = .min
        var lookups = 0
        var misses = 0
        var hasTold = false
    }

    private let counts = Mutex(Counts())

    /// - Returns: the counts, the first time in a minute that there are too many.
    func note(lookups: Int, misses: Int, at now: Instant) -> Alarm? {
        counts.withLock { counts in
            let window = now.seconds / Self.seconds
            if counts.window != window { counts = Counts(window: window) }
            counts.lookups += lookups
            counts.misses += misses
            let isMuch = counts.misses > Self.missesMax && counts.misses * Self.usualShare > counts.lookups
            guard isMuch, !counts.hasTold else { return nil }
            counts.hasTold = true
            return Alarm(lookups: counts.lookups, misses: counts.misses)
        }
    }
}

/// Which till stands for which register of a retailer's own middleware. Whether it still may act, the book says.
final class Registers: Sendable {
    struct Place: Hashable {
        let retailer: ID<Retailer>
        let store: String
        let register: String
    }

    /// A retailer's middleware could make names up without end.
    private static let placesMax = 100_000
    private let tokens = Mutex<[Place: TillToken]>([:])

    func token(_ place: Place) -> TillToken? {
        tokens.withLock { $0[place] }
    }

    func keep(_ token: TillToken, as place: Place) {
        tokens.withLock { tokens in
            if tokens.count >= Self.placesMax { tokens = [:] }
            tokens[place] = token
        }
    }
}

/// Which API keys were used since somebody last asked: written down now and then, not on every call.
final class KeyUses: Sendable {
    private let uses = Mutex<[Ref<APIKey>: Instant]>([:])

    func note(_ key: ID<APIKey>, of retailer: ID<Retailer>, at now: Instant) {
        uses.withLock { $0[Ref(retailer, key)] = now }
    }

    func take() -> [Ref<APIKey>: Instant] {
        uses.withLock { uses in
            defer { uses = [:] }
            return uses
        }
    }
}

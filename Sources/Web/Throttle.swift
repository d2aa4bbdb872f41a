import Promotions
import Synchronization

/// Counts by address in fixed windows of a minute. When the minute is over all counts go, so memory stays bounded.
final class Throttle: Sendable {
    static let windowSeconds: Int64 = 60
    /// So many addresses are told apart in one minute; all others share one count.
    static let addressesMax = 50_000

    struct Standing: Sendable {
        let limit: Int
        let remaining: Int
        let resetSeconds: Int64
        let isAllowed: Bool
    }

    private struct Counts {
        var window: Int64 = .min
        var byAddress: [String: Int] = [:]
        var others = 0
    }

    private let limit: Int
    private let addressesMax: Int
    private let counts = Mutex(Counts())

    /// - Parameter limit: for each minute and address; 0 lets everything through.
    init(limit: Int, addressesMax: Int = Throttle.addressesMax) {
        self.limit = limit
        self.addressesMax = addressesMax
    }

    /// Counts one attempt; nil if there is no limit.
    func count(_ address: String, at now: Instant) -> Standing? {
        standing(address, adding: 1, at: now)
    }

    /// How one more attempt would stand, without counting it.
    func look(_ address: String, at now: Instant) -> Standing? {
        standing(address, adding: 0, at: now).map { standing in
            Standing(
                limit: limit, remaining: standing.remaining, resetSeconds: standing.resetSeconds,
                isAllowed: standing.remaining > 0)
        }
    }

    private func standing(_ address: String, adding attempts: Int, at now: Instant) -> Standing? {
        if limit <= 0 { return nil }
        let window = now.seconds / Self.windowSeconds
        let count = counts.withLock { counts in
            if counts.window != window { counts = Counts(window: window) }
            if counts.byAddress[address] == nil, counts.byAddress.count >= addressesMax {
                counts.others += attempts
                return counts.others
            }
            if attempts > 0 { counts.byAddress[address, default: 0] += attempts }
            return counts.byAddress[address, default: 0]
        }
        return Standing(
            limit: limit, remaining: max(0, limit - count),
            resetSeconds: Self.windowSeconds - now.seconds % Self.windowSeconds, isAllowed: count <= limit)
    }
}

import Promotions
import Synchronization

/// What is shown of campaigns that somebody watches. All who watch one share what is read: ten screens cost as many
/// statements as one.
final class LiveBoard: Sendable {
    /// Screens of one retailer, in this process.
    static let seatsMax = 40
    /// What was read is shown for a second, or, if reading took long, for ten times as long as that.
    private static let freshness = Duration.seconds(1)
    private static let rest = 10
    /// So many may be remembered; beyond it those go that nobody has asked for lately.
    private static let placesMax = 200
    private static let forgottenAfter = Duration.seconds(300)

    /// What somebody watches: a campaign, in their stores.
    struct Subject: Hashable, Sendable {
        let campaign: Ref<Campaign>
        let scope: StoreScope
    }

    /// What is settled and needs no more counting.
    struct Base: Sendable {
        var through: Int64
        /// Of which stores; nil for all. A scope may come to mean others.
        let stores: Set<ID<Store>>?
        var tally = LiveTally()
        let begunAt: ContinuousClock.Instant
        /// How long it took.
        var cost = Duration.zero
    }

    struct Reading: Sendable {
        let view: LiveView
        let base: Base
    }

    private struct Shown: Sendable {
        let reading: Reading
        let until: ContinuousClock.Instant
    }

    private final class Place: Sendable {
        let turn = Turn()
        let shown = Mutex<Shown?>(nil)
    }

    private let places = Mutex<[Subject: Place]>([:])
    private let seats = Mutex<[ID<Retailer>: Int]>([:])

    /// - Parameter read: gets what was settled the last time.
    func view(
        of subject: Subject, _ read: @Sendable (Base?) async throws -> Answer<Reading>
    ) async throws -> Answer<LiveView> {
        let place = places.withLock { places in
            if let place = places[subject] { return place }
            if places.count >= Self.placesMax {
                let oldest = ContinuousClock.now - Self.forgottenAfter
                places = places.filter { $0.value.shown.withLock { $0.map { $0.until > oldest } ?? false } }
            }
            let place = Place()
            places[subject] = place
            return place
        }
        return try await place.turn.take {
            let known = place.shown.withLock { $0 }
            let begin = ContinuousClock.now
            if let known, begin < known.until { return .done(known.reading.view) }
            switch try await read(known?.reading.base) {
            case .refused(let refused):
                places.withLock { $0[subject] = nil }
                return .refused(refused)
            case .done(let reading):
                let end = ContinuousClock.now
                let until = end + max(Self.freshness, (end - begin) * Self.rest)
                place.shown.withLock { $0 = Shown(reading: reading, until: until) }
                return .done(reading.view)
            }
        }
    }

    /// A seat that is free again once nobody holds it.
    final class Seat: Sendable {
        private let board: LiveBoard
        private let retailer: ID<Retailer>

        fileprivate init(_ board: LiveBoard, _ retailer: ID<Retailer>) {
            self.board = board
            self.retailer = retailer
        }

        deinit {
            board.seats.withLock { seats in
                let left = seats[retailer, default: 1] - 1
                seats[retailer] = left == 0 ? nil : left
            }
        }
    }

    /// - Returns: nil when all are taken.
    func seat(of retailer: ID<Retailer>) -> Seat? {
        let isFree = seats.withLock { seats in
            guard seats[retailer, default: 0] < Self.seatsMax else { return false }
            seats[retailer, default: 0] += 1
            return true
        }
        return isFree ? Seat(self, retailer) : nil
    }
}

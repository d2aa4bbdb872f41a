/// How a store stands with a campaign at some moment. Of several that are true the first counts.
public enum StoreStanding: String, CaseIterable, Sendable {
    /// The campaign has ended, there or everywhere.
    case over
    case paused
    /// Not launched, not begun, or between two windows.
    case waiting
    /// Out of business hours, or somebody said so.
    case closed
    case soldOut = "sold_out"
    case running
}

/// Tells how stores stand. Thousands of them share a few zones, and each zone's schedule is read once.
public struct StoreStandings {
    private let campaign: Campaign
    private let now: Instant
    /// Everything is given out, wherever.
    private let isSpent: Bool
    private var schedules: [Zone: Schedule.State] = [:]

    /// - Parameter total: what the campaign's counter says.
    public init(_ campaign: Campaign, total: Tally.Total?, at now: Instant) {
        self.campaign = campaign
        self.now = now
        let terms = campaign.terms
        isSpent =
            total.map {
                $0.coupons >= terms.couponsMax || $0.exposure > terms.exposureMax - terms.exposurePerCoupon
            } ?? false
    }

    /// - Parameter used: what the store's counters have, where limits or allotments name the store.
    public mutating func standing(of store: Store, used: [CounterKey: Int]) -> StoreStanding {
        switch campaign.state {
        case .archived: return .over
        case .paused: return .paused
        case .draft, .approved: return .waiting
        case .enabled: break
        }
        switch schedule(in: store.zone) {
        case .ended: return .over
        case .beforeStart, .betweenWindows: return .waiting
        case .open: break
        }
        let stop = campaign.stock.stop(at: store.id, at: now)?.kind
        if stop == .closed || !store.isOpen(at: now) { return .closed }
        let keys = campaign.storeKeys(of: store.id, on: store.zone.localDate(at: now))
        let isFull = keys.contains { used[$0.key, default: 0] >= $0.max }
        return stop == .soldOut || isFull || isSpent ? .soldOut : .running
    }

    /// What the limits of these stores still allow now; nil where one has none. What all stores share is not looked at.
    public mutating func left(in stores: [Store], used: [CounterKey: Int]) -> Int64? {
        var sum: Int64 = 0
        for store in stores {
            let keys = campaign.storeKeys(of: store.id, on: store.zone.localDate(at: now))
            guard let least = keys.map({ $0.max - used[$0.key, default: 0] }).min() else { return nil }
            if standing(of: store, used: used) == .running { sum += Int64(max(0, least)) }
        }
        return sum
    }

    /// When the last of the windows that are open now closes; nil where one has no end.
    public mutating func closing(of zones: some Sequence<Zone>) -> Instant? {
        var last: Instant?
        for zone in zones {
            guard case .open(let until) = schedule(in: zone) else { continue }
            guard let until else { return nil }
            last = max(last ?? until, until)
        }
        return last
    }

    private mutating func schedule(in zone: Zone) -> Schedule.State {
        if let known = schedules[zone] { return known }
        let state = campaign.terms.schedule.state(at: now, zone: zone)
        schedules[zone] = state
        return state
    }
}

/// When there is nothing left, if shoppers come at a steady rate while the offer is on.
public struct SellOut: Sendable {
    /// In the stores of one zone, which all read the same schedule.
    public struct Zoned: Sendable {
        public let zone: Zone
        public let stores: Int
        /// How many of them give out what their limits or allotments allow, in the windows looked at.
        public let sellingOut: Int
        /// When the first of them has; nil: none does.
        public let storeAt: Instant?
    }

    public let zones: [Zoned]
    /// When all stores together have given what campaign or budget allow.
    public let campaignAt: Instant?
    fileprivate let times: [Preflight.Alike: Instant]
}

extension Preflight {
    private static let windowsAhead = 60

    public var sellOut: SellOut {
        var zoned: [SellOut.Zoned] = []
        var giving: [(interval: Interval, perHour: Double)] = []
        var times: [Alike: Instant] = [:]
        let groups = Dictionary(grouping: alike, by: \.key.zone)
        for (zone, count) in zones {
            var soldOut: [(at: Instant, stores: Int)] = []
            for (kind, count) in groups[zone] ?? [] {
                let run = run(kind)
                times[kind] = run.soldOutAt
                if let at = run.soldOutAt { soldOut.append((at, count)) }
                giving += run.giving.map { ($0, arrivalsPerHour * Double(count)) }
            }
            zoned.append(
                SellOut.Zoned(
                    zone: zone, stores: count, sellingOut: soldOut.reduce(0) { $0 + $1.stores },
                    storeAt: soldOut.map(\.at).min()))
        }
        return SellOut(zones: zoned, campaignAt: campaignSoldOut(giving), times: times)
    }

    /// When that store has given out what its limits or allotments allow; nil: it does not in the windows looked at.
    public func soldOutAt(_ store: Store, _ forecast: SellOut) -> Instant? {
        forecast.times[kind(of: store)]
    }

    /// What one such store gives: until it is sold out for a period, in every window.
    private func run(_ kind: Alike) -> (giving: [Interval], soldOutAt: Instant?) {
        let zone = kind.zone
        let limits = kind.limits.map { (period: $0.key, max: $0.value) }
        var used: [[LocalDate: Double]] = limits.map { _ in [:] }
        var giving: [Interval] = []
        var soldOutAt: Instant?
        for window in merged(terms.schedule.windowsToCome(Self.windowsAhead, at: now, zone: zone)) {
            let start = max(window.start, now)
            let date = zone.localDate(at: start)
            let starts = limits.map { $0.period.start(of: date) }
            let left = limits.indices.map { Double(limits[$0].max) - (used[$0][starts[$0]] ?? 0) }.min()
            let wanted = arrivalsPerHour * window.end.seconds(since: start) / 3_600
            let given = min(wanted, max(0, left ?? wanted))
            let end = start.adding(seconds: given / arrivalsPerHour * 3_600)
            if given < wanted, soldOutAt == nil { soldOutAt = end }
            if let interval = Interval(start: start, end: end) { giving.append(interval) }
            for place in limits.indices { used[place][starts[place], default: 0] += given }
        }
        return (giving, soldOutAt)
    }

    /// Windows that overlap or touch are one for whoever walks in.
    private func merged(_ windows: [Interval]) -> [Interval] {
        var merged: [Interval] = []
        for window in windows {
            if let last = merged.last, window.start < last.end,
                let joined = Interval(start: last.start, end: max(last.end, window.end))
            {
                merged[merged.count - 1] = joined
            } else {
                merged.append(window)
            }
        }
        return merged
    }

    private func campaignSoldOut(_ giving: [(interval: Interval, perHour: Double)]) -> Instant? {
        let bounds = [
            terms.limits.first(where: \.isCampaignTotal).map { Double($0.max) },
            worstCase.budgetCovers.map { Double($0) },
        ]
        guard var left = bounds.compactMap(\.self).min() else { return nil }
        let turns =
            (giving.map { ($0.interval.start, $0.perHour) } + giving.map { ($0.interval.end, -$0.perHour) })
            .sorted { $0.0 < $1.0 }
        var perHour = 0.0
        var last = now
        for (at, change) in turns {
            let given = perHour * at.seconds(since: last) / 3_600
            if perHour > 0, given >= left { return last.adding(seconds: left / perHour * 3_600) }
            left -= max(0, given)
            perHour += change
            last = at
        }
        return nil
    }

    var sellOutFindings: [Finding] {
        // Those coupons go to people who come to no store for them.
        if terms.unlock.isGivenLater { return [] }
        let forecast = sellOut
        var findings: [Finding] = []
        let perHour: Sentence =
            arrivalsPerHour == arrivalsPerHour.rounded() ? "\(Int(arrivalsPerHour))" : "\(arrivalsPerHour)"
        let rate: Sentence = arrivalsPerHour == 1 ? "With 1 shopper an hour" : "With \(perHour) shoppers an hour"
        for zoned in forecast.zones {
            guard let at = zoned.storeAt else { continue }
            let (zone, moment) = (zoned.zone.identifier, LocalWords.moment(at, now: now, zone: zoned.zone))
            let say: Sentence =
                if zoned.stores == 1 {
                    "\(rate), the one store in \(zone) has given out all it may \(moment)."
                } else if zoned.sellingOut == zoned.stores {
                    "\(rate), each of the \(zoned.stores) stores in \(zone) has given out all it may \(moment)."
                } else {
                    "\(rate), \(zoned.sellingOut) of the \(zoned.stores) stores in \(zone) give out all they may, the first \(moment)."
                }
            findings.append(Finding(.warning, "limits", say))
        }
        if let at = forecast.campaignAt, let zone = zones.first?.zone {
            findings.append(
                Finding(
                    .warning, terms.budget == nil ? "limits" : "budget",
                    """
                    With \(perHour) shoppers an hour in each store, everything is given out \
                    \(LocalWords.moment(at, now: now, zone: zone)) (\(zone.identifier)).
                    """))
        }
        return findings
    }
}

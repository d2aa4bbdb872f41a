/// What a replay found, counted.
public struct ReplayReport: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        /// Check-ins that the campaign looked at.
        public var checkIns = 0
        /// Visits that would count now and did not.
        public var gained = 0
        /// Visits that counted and would not.
        public var lost = 0
        /// Coupons more, within the limits.
        public var more = 0
        /// Coupons that would not have been issued.
        public var fewer = 0
        /// The position is deleted by now.
        public var untestable = 0
    }

    public private(set) var lines: [ID<Store>: Line] = [:]
    /// Why visits that would count earn nothing all the same.
    public private(set) var withheld: [CheckInReason: Int] = [:]

    public init() {}

    public var total: Line {
        lines.values.reduce(into: Line()) { sum, line in
            sum.checkIns += line.checkIns
            sum.gained += line.gained
            sum.lost += line.lost
            sum.more += line.more
            sum.fewer += line.fewer
            sum.untestable += line.untestable
        }
    }

    /// - Parameter withheld: why a visit that gains earns nothing; nil if it earns.
    public mutating func count(_ record: CheckInRecord, _ finding: Replay.Finding, withheld reason: CheckInReason?) {
        var store = record.store
        if case .gains(let place, _) = finding { store = place.id }
        var line = lines[store] ?? Line()
        switch finding {
        case .unconcerned: return
        case .same: break
        case .untestable: line.untestable += 1
        case .gains:
            line.gained += 1
            if let reason { withheld[reason, default: 0] += 1 } else { line.more += 1 }
        case .loses(_, let hadEarned):
            line.lost += 1
            if hadEarned { line.fewer += 1 }
        }
        line.checkIns += 1
        lines[store] = line
    }
}

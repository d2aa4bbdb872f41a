/// Everything that can be known of a campaign before it is launched. Pure; a launch itself refuses only what
/// `LaunchCheck` finds.
public struct Preflight: Sendable {
    public static let windowsShown = 10
    /// How many shoppers an hour come to each store, where nobody says.
    public static let arrivalsStandard = 60.0
    public static let arrivals: ClosedRange<Double> = 0.01...100_000

    private let campaign: Campaign
    /// Where it would run now.
    public let stores: [Store]
    public let arrivalsPerHour: Double
    public let now: Instant
    /// Whether another campaign takes points, and whether one gives them.
    let (takesPoints, givesPoints): (Bool, Bool)

    /// - Parameters:
    ///   - stores: the retailer's stores, archived ones excluded.
    ///   - others: the retailer's other campaigns that are not over.
    public init(
        _ campaign: Campaign, stores: [Store], others: [Terms] = [], arrivalsPerHour: Double, at now: Instant
    ) {
        self.campaign = campaign
        self.stores = stores.filter(campaign.includes)
        self.arrivalsPerHour = arrivalsPerHour
        self.now = now
        takesPoints = others.contains { $0.price != nil }
        givesPoints = others.contains { $0.reward.form == .points }
    }

    public var terms: Terms { campaign.terms }

    /// Most severe first. What `LaunchCheck` and the printer find is not among them.
    public var findings: [Finding] {
        (storeFindings + costFindings + sellOutFindings + timeFindings + unlockFindings + trustFindings + legalFindings
            + pointFindings)
            .sorted { $0.severity < $1.severity }
    }

    /// The zones of the stores, each with how many there are, most first.
    var zones: [(zone: Zone, stores: Int)] {
        var counts: [Zone: Int] = [:]
        for store in stores { counts[store.zone, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key.identifier) < ($0.value, $1.key.identifier) }
            .map { (zone: $0.key, stores: $0.value) }
    }

    /// Stores that read the same clock and may give the same.
    struct Alike: Hashable {
        let zone: Zone
        /// By period, what each of them may give.
        let limits: [Limit.Period: Int]
    }

    func kind(of store: Store) -> Alike {
        var limits: [Limit.Period: Int] = [:]
        for period in Limit.Period.allCases { limits[period] = campaign.standingMax(of: store.id, period) }
        return Alike(zone: store.zone, limits: limits)
    }

    /// How many there are of each.
    var alike: [Alike: Int] {
        stores.reduce(into: [:]) { counts, store in counts[kind(of: store), default: 0] += 1 }
    }

    /// The next ten windows by each zone's clock.
    public var nextWindows: [(zone: Zone, windows: [Interval])] {
        zones.map { zone, _ in
            (zone: zone, windows: terms.schedule.windowsToCome(Self.windowsShown, at: now, zone: zone))
        }
    }

    /// "Palmdale, West Portal and 3 more".
    static func names(_ stores: [Store]) -> Sentence {
        let shown = stores.prefix(5).map(\.name)
        let more = stores.count - shown.count
        return more == 0 ? Sentence.list(shown) : "\(Sentence.list(shown)) and \(more) more"
    }
}

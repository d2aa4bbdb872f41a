/// What stores say beyond a campaign's terms: how many each may give, and which give nothing for a while. Nearly every
/// campaign has none of it.
public struct CampaignStock: Hashable, Sendable {
    /// A store that gives nothing for a while.
    public struct Stop: Hashable, Sendable {
        public enum Kind: String, CaseIterable, Sendable {
            case soldOut = "sold_out"
            case closed
        }

        public let kind: Kind
        /// Exclusive.
        public let until: Instant

        public init(kind: Kind, until: Instant) {
            self.kind = kind
            self.until = until
        }
    }

    /// How many one store may give in place of the campaign's own limit per store, in one kind of period.
    public struct Allotment: Hashable, Sendable {
        /// In every period of the kind.
        public var standing: Int?
        /// In the one that starts on that date alone: what was left there was changed.
        public var once: [LocalDate: Int]

        public init(standing: Int? = nil, once: [LocalDate: Int] = [:]) {
            self.standing = standing
            self.once = once
        }

        public func max(in start: LocalDate) -> Int? {
            once[start] ?? standing
        }
    }

    public typealias Allotments = [ID<Store>: [Limit.Period: Allotment]]

    private struct Parts: Hashable, Sendable {
        var allotments: Allotments
        var stops: [ID<Store>: [Stop]]
    }

    /// Rises with every change; the campaign's counter knows the latest, so that nothing is issued on an older one.
    public let edition: Int
    private let parts: Shared<Parts>?

    /// - Parameter stops: of a store by itself, or of this campaign there; any of them stops it.
    public init(edition: Int = 0, allotments: Allotments = [:], stops: [ID<Store>: [Stop]] = [:]) {
        self.edition = edition
        parts = allotments.isEmpty && stops.isEmpty ? nil : Shared(Parts(allotments: allotments, stops: stops))
    }

    public var allotments: Allotments { parts?.value.allotments ?? [:] }

    /// Nil where the campaign's own limits say it all.
    func allotments(of store: ID<Store>) -> [Limit.Period: Allotment]? {
        parts?.value.allotments[store]
    }

    /// What keeps that store from giving now, if anything; of several the one that lasts longest.
    public func stop(at store: ID<Store>, at now: Instant) -> Stop? {
        guard let stops = parts?.value.stops[store] else { return nil }
        return stops.filter { now < $0.until }.max { $0.until < $1.until }
    }

    /// Why nothing is given there right now.
    func obstacle(at store: ID<Store>, at now: Instant) -> CheckInReason? {
        switch stop(at: store, at: now)?.kind {
        case .soldOut: .soldOutHere
        case .closed: .storeClosed
        case nil: nil
        }
    }
}

extension Campaign {
    /// The counters that limit one store on one date.
    public func storeKeys(of store: ID<Store>, on date: LocalDate) -> [(key: CounterKey, max: Int)] {
        Tally.keys(self, shopper: nil, store: store, on: date).filter { $0.key.scope == .store }
    }
}

extension Tally {
    /// Puts what a store was allotted in the place of the campaign's own limits per store.
    static func allotted(
        _ keys: [(key: CounterKey, max: Int)], _ allotments: [Limit.Period: CampaignStock.Allotment],
        of campaign: ID<Campaign>, to store: ID<Store>, on date: LocalDate
    ) -> [(key: CounterKey, max: Int)] {
        var keys = keys
        for period in Limit.Period.allCases {
            let start = period.start(of: date)
            guard let max = allotments[period]?.max(in: start) else { continue }
            let key = CounterKey(
                scope: .store, campaign: campaign, subject: store.rawValue, period: period, start: start)
            keys.removeAll { $0.key == key }
            keys.append((key, max))
        }
        return keys
    }
}

extension Campaign {
    /// What the retailer allows one store in every period of a kind: its standing allotment, else the limit per store.
    public func standingMax(of store: ID<Store>, _ period: Limit.Period) -> Int? {
        stock.allotments(of: store)?[period]?.standing
            ?? terms.limits.first { $0.per == .store && $0.period == period }?.max
    }
}

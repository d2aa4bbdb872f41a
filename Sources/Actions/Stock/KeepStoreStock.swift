public import Promotions
import Records

/// What a store says of itself while the offer runs: sold out, so many left, closed until. Called inside `once`, whose
/// transaction it joins. After the answer nothing is issued against it, by any process.
extension Desk {
    /// A stop may last so long.
    static let stopSecondsMax = 366 * 86_400

    /// Who says it, and so how far it may go.
    public enum StoreVoice: Sendable {
        case retailer
        /// A till with the store's PIN, or whoever looks after stores and not after campaigns.
        case store
    }

    /// Gives nothing more there, of one campaign or of all, until that moment; the end of the store's day if none is named.
    public func stop(
        _ store: Ref<Store>, _ kind: CampaignStock.Stop.Kind, campaign: Ref<Campaign>?, until: Instant?
    ) async throws -> Answer<StoreStock> {
        guard let place = try await openStore(store) else { return .refused(.notFound) }
        let end = until ?? CouponTerms.Life.midnight(after: now, in: place.zone)
        guard end > now, end <= now.adding(seconds: Self.stopSecondsMax) else {
            throw Invalid(field: "until", reason: "must be later than now, and within a year")
        }
        return try await changing(store, place, campaign: campaign) { version in
            try await database.stop(
                store.id, campaign: campaign?.id, CampaignStock.Stop(kind: kind, until: end), of: store.retailer,
                version: version, at: now)
        }
    }

    /// Gives again: ends every stop of the store, or those of one campaign there.
    public func reopen(_ store: Ref<Store>, campaign: Ref<Campaign>?) async throws -> Answer<StoreStock> {
        guard let place = try await openStore(store) else { return .refused(.notFound) }
        return try await changing(store, place, campaign: campaign) { version in
            try await database.reopen(store.id, campaign: campaign?.id, of: store.retailer, version: version, at: now)
        }
    }

    /// So many more, from now to the end of the period: the shortest that the campaign limits this store by, else as long
    /// as it runs. A store may not go above what the retailer allows.
    public func setLeft(
        _ left: Int, of ref: Ref<Campaign>, at store: Ref<Store>, by voice: StoreVoice
    ) async throws -> Answer<StoreStock> {
        guard let place = try await openStore(store) else { return .refused(.notFound) }
        return try await changing(store, place, campaign: ref) { version in
            guard let campaign = try await stocked(ref), campaign.includes(place) else {
                throw Refused(.notOffered)
            }
            let date = place.zone.localDate(at: now)
            let keys = campaign.storeKeys(of: store.id, on: date)
            let period = keys.map(\.key.period).min { $0.reach < $1.reach } ?? .campaign
            let start = period.start(of: date)
            if keys.isEmpty {
                // Nobody has counted for it so far.
                let limit = Limit(per: .store, period: period, max: Int(Limit.countMax))
                try await database.recount(
                    limit, of: ref.id, giving: campaign.terms.reward.form, subject: store.id.rawValue, at: ref.retailer)
            }
            let key = CounterKey(
                scope: .store, campaign: ref.id, subject: store.id.rawValue, period: period, start: start)
            let used = try await database.used([key], of: ref.retailer)[key, default: 0]
            if case .store = voice, let most = campaign.standingMax(of: store.id, period), used + left > most {
                throw Invalid(
                    field: "left", reason: "must be at most \(max(0, most - used)) here: the retailer's limit")
            }
            let isStanding = period == .campaign
            let allotment = NewAllotment(
                campaign: ref.id, store: store.id, period: period, start: isStanding ? nil : start, max: used + left)
            try await database.allot([allotment], of: ref.id, at: ref.retailer, version: version, now: now)
        }
    }

    /// How a store stands with every campaign that runs there.
    public func storeStock(_ store: Ref<Store>) async throws -> Answer<StoreStock> {
        guard let place = try await openStore(store) else { return .refused(.notFound) }
        return .done(try await stock(of: place, store.retailer))
    }

    /// What a store gives to those who come, by campaign.
    public func offers(at store: Ref<Store>) -> [Campaign] {
        guard let book = shelf.current.book(store.retailer), let place = book.store(store.id) else { return [] }
        return book.campaigns(at: place)
    }

    private func openStore(_ ref: Ref<Store>) async throws -> Store? {
        try await database.store(ref.id, of: ref.retailer).flatMap { $0.archivedAt == nil ? $0 : nil }
    }

    private func changing(
        _ store: Ref<Store>, _ place: Store, campaign: Ref<Campaign>?,
        _ body: (_ version: Int64) async throws -> Void
    ) async throws -> Answer<StoreStock> {
        guard let version = try await database.raiseVersion(of: store.retailer) else { return .refused(.notFound) }
        if let campaign, try await database.campaign(campaign.id, of: campaign.retailer) == nil {
            return .refused(.notFound)
        }
        try await database.raiseEdition(of: campaign?.id, at: store.retailer, version: version)
        do {
            try await body(version)
        } catch let refused as Refused {
            return .refused(refused)
        }
        return .done(try await stock(of: place, store.retailer))
    }

    /// A campaign with its stock as this transaction sees it.
    func stocked(_ ref: Ref<Campaign>) async throws -> Campaign? {
        guard var campaign = try await database.campaign(ref.id, of: ref.retailer) else { return nil }
        campaign.stock = try await stockBook(of: ref.retailer).stock(of: campaign)
        return campaign
    }

    private func stockBook(of retailer: ID<Retailer>) async throws -> StockBook {
        var book = StockBook()
        book.take(try await database.storeStock(of: retailer, changedSince: -1), at: now)
        return book
    }

    private func stock(of place: Store, _ retailer: ID<Retailer>) async throws -> StoreStock {
        let book = try await stockBook(of: retailer)
        let date = place.zone.localDate(at: now)
        var rows: [(campaign: ID<Campaign>, key: CounterKey, max: Int)] = []
        for var campaign in shelf.current.book(retailer)?.campaigns.values.sorted(by: { $0.id < $1.id }) ?? []
        where campaign.state != .archived && campaign.includes(place) {
            campaign.stock = book.stock(of: campaign)
            rows += campaign.storeKeys(of: place.id, on: date).map { (campaign.id, $0.key, $0.max) }
        }
        let used = try await database.used(rows.map(\.key), of: retailer)
        return StoreStock(
            store: Ref(retailer, place.id), stops: book.stops(of: place.id, at: now),
            allotments: rows.map {
                StoreStock.Line(
                    campaign: $0.campaign, period: $0.key.period, start: $0.key.start, max: $0.max,
                    used: used[$0.key, default: 0])
            })
    }
}

/// How a store stands: what it has stopped, and what it may still give.
public struct StoreStock: Sendable {
    public struct Line: Sendable {
        public let campaign: ID<Campaign>
        public let period: Limit.Period
        public let start: LocalDate
        public let max: Int
        public let used: Int

        public var left: Int { Swift.max(0, max - used) }
    }

    public let store: Ref<Store>
    /// Of one campaign, or of all.
    public let stops: [(campaign: ID<Campaign>?, stop: CampaignStock.Stop)]
    public let allotments: [Line]
}

public import Promotions
import Records

/// What a replay found, and what was issued in its course.
public struct ReplayOutcome: Sendable {
    public var report = ReplayReport()
    /// Check-ins that earned the campaign's coupon now.
    public var issued = 0
    /// Those that had earned something, or were granted by an appeal.
    public var earnedBefore = 0
    /// Oldest and newest check-in that was looked at.
    public var span: (first: Instant, last: Instant)?
}

extension Desk {
    /// So many check-ins are in memory at a time, beside the trails of a day.
    private static let replayPage = 1_000

    /// A campaign of any state, for a plan to start from.
    public func campaignToReplay(_ ref: Ref<Campaign>) -> Answer<Campaign> {
        shelf.current.book(ref.retailer)?.campaigns[ref.id].map { .done($0) } ?? .refused(.notFound)
    }

    /// Reads a plan that may name this retailer's stores.
    public func replayPlan(_ json: JSON, for campaign: Campaign, of retailer: ID<Retailer>) throws -> ReplayPlan {
        let stores = shelf.current.book(retailer)?.stores ?? StoreTable()
        return try ReplayPlan(reading: json, campaign: campaign, of: retailer, stores: { stores[$0] })
    }

    /// Decides the check-ins of the last days anew, a page at a time, in the order in which they were made.
    /// - Parameters:
    ///   - days: the day before the first is read too, for the shoppers' trails.
    ///   - isGranting: issues what a visit that counts now would have earned. Without it limits are counted as the
    ///     counters stand, each of the period in which the check-in was; nothing is written.
    public func replay(
        _ plan: ReplayPlan, of retailer: ID<Retailer>, days: Int, isGranting: Bool
    ) async throws -> ReplayOutcome {
        var outcome = ReplayOutcome()
        var replay = Replay(plan)
        var room = ReplayRoom(plan.campaign)
        let stores = shelf.current.book(retailer)?.stores ?? StoreTable()
        let start = ids.span(ofLastSeconds: days * 86_400).lowerBound
        let span = ids.span(ofLastSeconds: days * 86_400 + Trail.seconds)
        var after = span.lowerBound
        while true {
            let page = try await database.checkIns(
                of: retailer, between: (after, span.upperBound), limit: Self.replayPage)
            guard let last = page.last else { return outcome }
            after = last.id.rawValue
            if !isGranting { try await room.look(at: page, plan, stores: stores, of: retailer, in: database) }
            for record in page {
                let finding = replay.judge(record, stores: { stores[$0] })
                guard record.id.rawValue >= start else {
                    replay.note(record, .same, hasEarned: false, stores: { stores[$0] })
                    continue
                }
                var withheld: CheckInReason?
                if case .gains(let store, _) = finding {
                    withheld =
                        isGranting
                        ? try await grantMissed(record, in: store, plan, of: retailer, &outcome)
                        : room.take(record, in: store, replay)
                }
                outcome.report.count(record, finding, withheld: withheld)
                if case .unconcerned = finding {
                } else {
                    outcome.span = (outcome.span?.first ?? record.checkedAt, record.checkedAt)
                }
                replay.note(record, finding, hasEarned: withheld == nil, stores: { stores[$0] })
            }
            if page.count < Self.replayPage { return outcome }
        }
    }

    /// - Returns: why nothing was issued.
    private func grantMissed(
        _ record: CheckInRecord, in store: Store, _ plan: ReplayPlan, of retailer: ID<Retailer>,
        _ outcome: inout ReplayOutcome
    ) async throws -> CheckInReason? {
        guard let place = shelf.current.book(retailer)?.store(store.id) else { return .noOfferHere }
        // Nobody shows an identity here: where one is demanded, the shopper has to appeal.
        let vouched = try await vouch(
            for: record, of: retailer, in: place, assurance: .anonymous, code: .none, attempt: ids.nextNumber(),
            onlyCampaign: plan.campaign.id)
        switch vouched {
        case .refused(let refused): throw refused
        case .done(.nothing(let reason)): return reason
        case .done(.earnedBefore):
            outcome.earnedBefore += 1
            return .limitShopper
        case .done(.earned):
            outcome.issued += 1
            return nil
        }
    }
}

/// What the limits leave for visits that would count now: the counters as they stand, and what the replay has taken.
private struct ReplayRoom {
    private let campaign: Campaign
    private var tally = Tally(used: [:], totals: [:])
    private var taken: [CounterKey: Int] = [:]
    private var coupons: Int64 = 0

    init(_ campaign: Campaign) {
        self.campaign = campaign
    }

    mutating func look(
        at page: [CheckInRecord], _ plan: ReplayPlan, stores: StoreTable, of retailer: ID<Retailer>,
        in database: Database
    ) async throws {
        var wanted = FactsWanted()
        wanted.campaigns = [campaign.id]
        for record in page where !record.offers.contains(where: { $0.campaign == campaign.id && $0.state == .issued }) {
            let places = [record.store] + record.candidates.map(\.store) + plan.moved.keys
            for store in places.compactMap({ stores[$0] }) {
                let date = store.zone.localDate(at: record.checkedAt)
                for (key, max) in Tally.keys(
                    campaign, shopper: record.shopper, store: store.id, channel: record.channel, on: date)
                {
                    wanted.counters[key] = max
                }
            }
        }
        let facts = try await database.facts(of: retailer, wanted, stores: { _ in nil }, isLocking: false)
        let total = facts.tally.totals[campaign.id]
        // Its state and revision do not matter: the question is what would have been.
        tally = Tally(
            used: facts.tally.used.merging(taken, uniquingKeysWith: +),
            totals: [
                campaign.id: Tally.Total(
                    state: .enabled, revision: campaign.revision, edition: campaign.stock.edition,
                    coupons: (total?.coupons ?? 0) + coupons,
                    exposure: (total?.exposure ?? 0) + coupons * campaign.terms.exposurePerCoupon)
            ])
    }

    mutating func take(_ record: CheckInRecord, in store: Store, _ replay: Replay) -> CheckInReason? {
        if let obstacle = replay.earns(record, in: store, tally: &tally) { return obstacle }
        coupons += 1
        let date = store.zone.localDate(at: record.checkedAt)
        for (key, _) in Tally.keys(
            campaign, shopper: record.shopper, store: store.id, channel: record.channel, on: date)
        {
            taken[key, default: 0] += 1
        }
        return nil
    }
}

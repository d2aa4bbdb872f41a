import Logging
public import Promotions
import Records
import Synchronization

/// Offers that were shown, counted in memory and written down every second: looking must cost no write. What a process
/// that is killed has not written is lost; limits and money never depend on it.
final class Looks: Sendable {
    private let counts = Mutex<[ID<Retailer>: [OfferLook: Int64]]>([:])

    func add(_ look: OfferLook, count: Int64 = 1, of retailer: ID<Retailer>) {
        counts.withLock { $0[retailer, default: [:]][look, default: 0] += count }
    }

    func take() -> [ID<Retailer>: [OfferLook: Int64]] {
        counts.withLock { counts in
            defer { counts = [:] }
            return counts
        }
    }
}

extension Desk {
    /// Notes that a shopper who looked for offers was shown this one, in that store.
    public func noteLook(at campaign: Ref<Campaign>, in store: Store, channel: String?) {
        let local = store.zone.local(at: now)
        let cell = FunnelReport.Cell(
            store: store.id, date: local.date, hour: local.secondOfDay / 3_600, channel: channel?.lowercased() ?? "")
        looks.add(OfferLook(campaign: campaign.id, cell: cell), of: campaign.retailer)
    }

    public func writeLooks() async throws {
        for (retailer, counts) in looks.take() {
            do {
                try await database.add(counts, of: retailer)
            } catch {
                // Next time.
                for (look, count) in counts { looks.add(look, count: count, of: retailer) }
                logger.warning(
                    "could not write looks", metadata: ["retailer": "\(retailer.text)", "cause": "\(error)"])
            }
        }
    }

    public func funnel(
        of ref: Ref<Campaign>, in scope: StoreScope = .everything
    ) async throws -> Answer<FunnelReport> {
        guard let campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        try await writeLooks()
        return .done(
            try await database.funnel(
                of: ref.id, giving: campaign.terms.reward.form, of: ref.retailer,
                in: stores(in: scope, of: ref.retailer), at: now))
    }
}

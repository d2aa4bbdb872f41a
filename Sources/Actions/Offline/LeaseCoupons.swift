import Postgres
public import Promotions
import Records

/// Leases: what a till may take without asking counts against every limit before it is taken.
extension Desk {
    private static let leaseTriesMax = 5
    private static let leasePage = 100

    /// A till's leases, with a new end: what is open goes on, and where there is none one is opened with as many coupons
    /// as the campaign says and its limits leave.
    func leases(of till: TillToken, _ campaigns: [Campaign]) async throws -> [OfflineLease] {
        let open = try await extendedLeases(
            of: till, campaigns.map(\.id), until: now.adding(seconds: OfflineLease.seconds))
        var leases: [OfflineLease] = []
        for campaign in campaigns {
            if let lease = open.first(where: { $0.campaign == campaign.id }), lease.used < lease.coupons {
                leases.append(lease.lease)
            } else if let lease = try await openLease(of: campaign.id, at: till) {
                leases.append(lease)
            }
        }
        return leases
    }

    /// One statement takes its rows in no order of ours; who loses against an upload or a sweep tries again.
    private func extendedLeases(
        of till: TillToken, _ campaigns: [ID<Campaign>], until end: Instant
    ) async throws -> [StoredLease] {
        for attempt in 1... {
            do {
                return try await database.extendLeases(
                    of: till.till.id, at: till.till.retailer, campaigns: campaigns, until: end)
            } catch let error as PostgresError where attempt < Self.leaseTriesMax && error.isTransient {
                try await Task.sleep(for: .milliseconds(20 << attempt))
            }
        }
        preconditionFailure("the last try returns or throws")
    }

    /// Nil if nothing is left, or if the campaign gives nothing now.
    private func openLease(of campaign: ID<Campaign>, at till: TillToken) async throws -> OfflineLease? {
        let retailer = till.till.retailer
        for attempt in 1... {
            do {
                return try await database.transaction { database in
                    try await Desk(self, database: database).openLeaseLocked(of: campaign, at: till)
                }
            } catch BatchSetback.repeated {
                // The till asks twice at once: the other call has opened it.
                return try await extendedLeases(of: till, [campaign], until: now).first?.lease
            } catch BatchSetback.overdrawn where attempt < Self.leaseTriesMax {
                try await refresh(retailer)
            } catch let error as PostgresError where attempt < Self.leaseTriesMax && error.isTransient {
                try await Task.sleep(for: .milliseconds(20 << attempt))
            }
        }
        preconditionFailure("the last try returns or throws")
    }

    private func openLeaseLocked(of id: ID<Campaign>, at till: TillToken) async throws -> OfflineLease? {
        let (retailer, now) = (till.till.retailer, now)
        guard let book = shelf.current.book(retailer), let campaign = book.campaigns[id],
            let store = book.store(till.store)
        else { return nil }
        let size = OfflineLease.size(of: campaign, in: store, at: now)
        if size == 0 { return nil }
        // One that is used up ends first, so that there is one at most.
        let spent = try await database.lockLeases(of: till.till.id, at: retailer).filter { $0.campaign == id }
        if !spent.isEmpty { try await close(spent, of: retailer) }
        let date = store.zone.localDate(at: now)
        let counters = Tally.keys(campaign, shopper: nil, store: store.id, on: date)
        var wanted = FactsWanted(campaigns: [id])
        for (key, max) in counters { wanted.counters[key] = max }
        var facts = try await database.facts(of: retailer, wanted, stores: { book.stores[$0] }, isLocking: true)
        guard facts.tally.totals[id]?.matches(campaign) == true else { throw BatchSetback.overdrawn }
        var count = 0
        while count < size, facts.tally.take(campaign, shopper: nil, store: store.id, on: date) == nil { count += 1 }
        if count == 0 { return nil }
        let end = now.adding(seconds: OfflineLease.seconds)
        let lease = StoredLease(
            id: ids.next(), till: till.till.id, store: store.id, campaign: id, coupons: count,
            exposure: Int64(count) * campaign.terms.exposurePerCoupon, countedOn: date, openedAt: now, endsAt: end)
        let grant = Grant(
            coupon: ID(lease.id.rawValue), campaign: campaign, expiresAt: end, counters: counters, countedOn: date)
        try await database.open(lease, each: grant, of: retailer)
        return lease.lease
    }

    /// A till gives back what is unused. Belongs inside `once`; a lease that is closed is closed already.
    public func closeLease(_ ref: Ref<OfflineLease>, at till: TillToken) async throws -> Answer<StoredLease> {
        guard ref.retailer == till.till.retailer,
            let lease = try await database.lock([ref.id], of: ref.retailer).first, lease.till == till.till.id
        else { return .refused(.notFound) }
        if lease.closedAt == nil { try await close([lease], of: ref.retailer) }
        return .done(lease)
    }

    private func close(_ leases: [StoredLease], of retailer: ID<Retailer>) async throws {
        try await database.close(
            leases, of: retailer, campaigns: shelf.current.book(retailer)?.campaigns ?? [:], at: now)
    }

    /// Leases that nobody has closed for long after their end.
    /// - Returns: how many this call returned.
    func returnLeases(of retailer: ID<Retailer>) async throws -> Int {
        let end = now.adding(seconds: -OfflineLease.uploadSeconds)
        var returned = 0
        while true {
            let page = try await database.leasesToReturn(of: retailer, endedBefore: end, limit: Self.leasePage)
            if page.isEmpty { return returned }
            returned += try await sweeping(retailer) {
                try await database.transaction { database in
                    let desk = Desk(self, database: database)
                    let leases = try await database.lock(page.sorted(), of: retailer)
                        .filter { $0.closedAt == nil && $0.endsAt <= end }
                    if !leases.isEmpty { try await desk.close(leases, of: retailer) }
                    return leases.count
                }
            }
        }
    }
}

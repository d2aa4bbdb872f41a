import Postgres
public import Promotions
import Records

/// Recall: nothing more is issued, and what is out is no longer good. Tills refuse at once, from memory; the coupons
/// themselves are withdrawn page by page.
extension Desk {
    private static let recallPage = 500
    private static let recallTriesMax = 20

    public func recall(_ ref: Ref<Campaign>, because reason: String, by key: ID<Actor>) async throws -> Answer<
        Campaign
    > {
        guard let version = try await database.raiseVersion(of: ref.retailer),
            let old = try await database.campaign(ref.id, of: ref.retailer)
        else { return .refused(.notFound) }
        guard old.launchedAt != nil else { return .refused(.wrongState, "It was never launched: nothing is out.") }
        if let recall = old.standing.recall {
            if recall.isUnderWay { return .refused(.wrongState, "Its coupons are being withdrawn already.") }
            // Whoever resumes it afterwards may have to recall it again.
            if old.state != .enabled {
                return .refused(.wrongState, "It was recalled already, and nothing was issued since: \(recall.reason)")
            }
        }
        if old.state == .enabled {
            var campaign = old
            campaign.state = .paused
            guard try await database.change(old, to: campaign, of: ref.retailer, version: version, at: now) else {
                return .refused(.wrongState)
            }
        }
        let recall = Campaign.Recall(at: now, reason: reason, isUnderWay: true)
        try await database.beginRecall(of: ref.id, recall, by: key, of: ref.retailer, version: version)
        return try await self.campaign(ref)
    }

    /// Goes on with every recall that is under way.
    /// - Returns: how many coupons were withdrawn.
    public func withdrawRecalled() async throws -> Int {
        var count = 0
        try await each(of: shelf.current.books.keys, logger, "withdraw recalled coupons") { retailer in
            let campaigns = shelf.current.book(retailer)?.campaigns.values ?? [:].values
            for campaign in campaigns {
                guard let recall = campaign.standing.recall, recall.isUnderWay else { continue }
                count += try await withdraw(campaign, recall, of: retailer)
            }
        }
        return count
    }

    private func withdraw(
        _ campaign: Campaign, _ recall: Campaign.Recall, of retailer: ID<Retailer>
    ) async throws -> Int {
        var count = 0
        var last: ID<Coupon>?
        while let page = try await withdrawPage(of: campaign.id, after: last, of: retailer) {
            count += page.count
            last = page.last
        }
        try await database.transaction { database in
            guard let version = try await database.raiseVersion(of: retailer) else { return }
            try await database.finishRecall(of: campaign.id, at: recall.at, of: retailer, version: version)
        }
        try await refresh(retailer)
        return count
    }

    /// - Parameter batch: only its codes.
    func withdrawPage(
        of id: ID<Campaign>, batch: ID<CodeBatch>? = nil, after: ID<Coupon>?, of retailer: ID<Retailer>
    ) async throws -> (count: Int, last: ID<Coupon>)? {
        for attempt in 1... {
            guard let campaign = shelf.current.book(retailer)?.campaigns[id] else { return nil }
            do {
                return try await database.withdraw(
                    from: campaign, batch: batch, of: retailer, after: after,
                    entryIDs: (0..<Self.recallPage).map { _ in ids.nextNumber() },
                    returnIDs: (0..<Self.recallPage).map { _ in ids.nextNumber() }, at: now)
            } catch BatchSetback.overdrawn where attempt < Self.recallTriesMax {
                try await refresh(retailer)
            } catch let error as PostgresError where attempt < Self.recallTriesMax && error.isTransient {
                try await Task.sleep(for: .milliseconds(20 << min(attempt, 6)))
            }
        }
        preconditionFailure("the last try returns or throws")
    }
}

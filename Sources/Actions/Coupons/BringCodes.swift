public import Promotions
import Records

/// What an import of a retailer's own codes did.
public struct OwnCodesReport: Sendable {
    /// Nil if no line was good.
    public let batch: CodeBatch?
    public let rejected: [LineProblem]
}

extension Desk {
    private static let knownPage = 5_000

    /// All good lines in one transaction, called inside `once`. In the order of the file, as many as limits and budget
    /// leave; the rest is rejected line by line.
    public func bringCodes(
        _ file: RowFile<OwnCodes>, name: String?, channel: String?, to ref: Ref<Campaign>, by key: ID<Actor>?
    ) async throws -> Answer<OwnCodesReport> {
        guard try await database.raiseVersion(of: ref.retailer) != nil else { return .refused(.notFound) }
        let campaign: Campaign
        switch try await campaignForCodes(ref) {
        case .refused(let refused): return .refused(refused)
        case .done(let found): campaign = found
        }
        guard let book = shelf.current.book(ref.retailer), let store = book.clockStore(of: campaign) else {
            return .refused(.wrongState, "This campaign has no store.")
        }
        var rejected = file.rejected
        var lines: [(line: Int, code: CouponCode, hash: [UInt8])] = []
        for start in stride(from: 0, to: file.rows.count, by: Self.knownPage) {
            let page = file.rows[start..<min(start + Self.knownPage, file.rows.count)]
                .map { ($0, secrets.codeHashes($0.code, of: ref.retailer)) }
            let known = try await database.known(page.flatMap(\.1), of: ref.retailer)
            for (line, hashes) in page {
                if hashes.contains(where: known.contains) {
                    rejected.append(LineProblem(line: line.line, field: "code", reason: "is in use already"))
                } else {
                    lines.append((line.line, line.code, secrets.codeHash(line.code, of: ref.retailer)))
                }
            }
        }
        var batch = CodeBatch(
            id: ids.next(), campaign: ref.id, name: name, channel: channel, source: .brought, asked: 1, createdAt: now)
        let given = try await grants(for: batch, count: lines.count, campaign, in: store, of: ref.retailer)
        for line in lines.dropFirst(given.grants.count) {
            let reason = given.reason?.rawValue ?? CheckInReason.limitCampaign.rawValue
            rejected.append(LineProblem(line: line.line, field: "", reason: "nothing is left for it (\(reason))"))
        }
        rejected.sort { $0.line < $1.line }
        if given.grants.isEmpty { return .done(OwnCodesReport(batch: nil, rejected: rejected)) }
        batch = CodeBatch(
            id: batch.id, campaign: ref.id, name: name, channel: channel, source: .brought,
            asked: Int64(given.grants.count), made: Int64(given.grants.count), state: .made, createdAt: batch.createdAt,
            finishedAt: batch.createdAt)
        var coupons: [NewCoupon] = []
        for (grant, line) in zip(given.grants, lines) {
            coupons.append(
                NewCoupon(
                    grant: grant, shopper: nil, session: nil, store: nil, alsoValidAt: [], checkIn: nil,
                    codeHash: line.hash, codeSealed: try secrets.seal(line.code, for: Ref(ref.retailer, grant.coupon)),
                    issuedAt: batch.createdAt))
            if coupons.count.isMultiple(of: 100) { await Task.yield() }
        }
        try await database.addBrought(batch, coupons, by: key, of: ref.retailer)
        return .done(OwnCodesReport(batch: batch, rejected: rejected))
    }

    private func grants(
        for batch: CodeBatch, count: Int, _ campaign: Campaign, in store: Store, of retailer: ID<Retailer>
    ) async throws -> (grants: [Grant], reason: CheckInReason?) {
        if count == 0 { return ([], nil) }
        let book = shelf.current.book(retailer)
        // With the stock as in memory, which is what the counters must match.
        guard let known = book?.campaigns[campaign.id], known.revision == campaign.revision else {
            throw BatchSetback.overdrawn
        }
        var facts = try await database.facts(
            of: retailer, FactsWanted(batch, known, on: store.zone.localDate(at: batch.createdAt)),
            stores: { book?.stores[$0] }, isLocking: false)
        guard facts.tally.totals[campaign.id]?.matches(known) == true else { throw BatchSetback.overdrawn }
        switch CodeBatchRules.page(
            count, of: batch, known, in: store, tally: &facts.tally, at: batch.createdAt, nextCoupon: { ids.next() })
        {
        case .stopped(let reason): return ([], reason)
        case .grants(let grants): return (grants, grants.count < count ? .limitCampaign : nil)
        }
    }
}

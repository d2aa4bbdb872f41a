public import Promotions
import Records

/// The books of closed days, as CSV that is the same whenever it is asked for.
public enum BookExport: String, CaseIterable, Sendable {
    case redemptions, liability

    public var header: String {
        switch self {
        case .redemptions:
            "business_day,line_id,kind,happened_at,redemption_id,coupon_id,campaign_id,revision,store_id,owner,"
                + "currency,basket_total,discount,company_share,store_owner_share,partner_share\r\n"
        case .liability:
            "business_day,campaign_id,revision,store_id,owner,currency,issued,issued_amount,released,released_amount,"
                + "balance,company_share,store_owner_share,partner_share,charged,charged_amount,lost,lost_amount\r\n"
        }
    }
}

extension Desk {
    private static let closingPage = 10_000
    private static let exportPage = 1_000
    /// Days that are closed in one go, after servers were away for long.
    private static let closingsMax = 100

    /// Closes the days that are over everywhere.
    /// - Returns: how many.
    public func closeDays(of retailer: ID<Retailer>) async throws -> Int {
        guard let (last, since) = try await database.lastBusinessDay(of: retailer) else { return 0 }
        var day = last?.adding(days: 1) ?? Zone.utc.localDate(at: since).adding(days: -1)
        let end = BusinessDay.lastClosable(at: now)
        var count = 0
        while day <= end, count < Self.closingsMax {
            let (closing, now) = (day, now)
            let isNew = try await database.transaction { database in
                try await database.close(closing, of: retailer, at: now, pageMax: Self.closingPage)
            }
            if isNew { count += 1 }
            day = day.adding(days: 1)
        }
        return count
    }

    /// Why an export of these days cannot be given; nil if it can.
    public func refusesExport(of retailer: ID<Retailer>, to: LocalDate) async throws -> Refused? {
        let last = try await database.lastBusinessDay(of: retailer)?.day
        if let last, to <= last.adding(days: 1) { return nil }
        let closed = last.map { "The last closed day is \($0.text)." } ?? "No day is closed."
        return Refused(.dayOpen, "\(closed) A day is closed once it is over in every time zone.")
    }

    /// Writes the rows of an export, some thousand at a time.
    /// - Parameter scope: only what was taken, or issued, in its stores.
    public func write(
        _ export: BookExport, of retailer: ID<Retailer>, in scope: StoreScope = .everything, from: LocalDate,
        to: LocalDate, _ write: (String) async throws -> Void
    ) async throws {
        let stores = stores(in: scope, of: retailer)
        switch export {
        case .redemptions: try await writeSales(of: retailer, in: stores, from: from, to: to, write)
        case .liability: try await writeLiability(of: retailer, in: stores, from: from, to: to, write)
        }
    }

    private func writeSales(
        of retailer: ID<Retailer>, in stores: Set<ID<Store>>?, from: LocalDate, to: LocalDate,
        _ write: (String) async throws -> Void
    ) async throws {
        var terms = RevisionTerms(of: retailer)
        var after: (day: LocalDate, line: ID<StatementLine>)?
        while true {
            let lines = try await database.postedSales(
                of: retailer, from: from, to: to, after: after, in: stores, limit: Self.exportPage)
            var text = ""
            for line in lines {
                let funding = try await terms.of(line.campaign, line.revision, self).funding
                text += line.csv(of: retailer, shares: funding.shares(of: line.discount ?? 0, owner: line.owner))
            }
            if !text.isEmpty { try await write(text) }
            guard lines.count == Self.exportPage, let last = lines.last else { return }
            after = (last.businessDay, last.id)
        }
    }

    private func writeLiability(
        of retailer: ID<Retailer>, in stores: Set<ID<Store>>?, from: LocalDate, to: LocalDate,
        _ write: (String) async throws -> Void
    ) async throws {
        var terms = RevisionTerms(of: retailer)
        var balances: [LiabilityChange.Group: Int64] = [:]
        let ever = LocalDate(daysSince1970: 0)
        for earlier in try await database.postedLiability(of: retailer, from: ever, to: from, in: stores) {
            balances[earlier.group] = earlier.issuedAmount - earlier.releasedAmount
        }
        var day = from
        while day < to {
            let next = day.adding(days: 1)
            var text = ""
            for change in try await database.postedLiability(of: retailer, from: day, to: next, in: stores) {
                let balance = balances[change.group, default: 0] + change.issuedAmount - change.releasedAmount
                balances[change.group] = balance
                let own = try await terms.of(change.group.campaign, change.group.revision, self)
                text += change.csv(
                    on: day, of: retailer, balance: balance, currency: own.reward.currency,
                    shares: own.funding.shares(of: balance, owner: change.group.owner))
            }
            if !text.isEmpty { try await write(text) }
            day = next
        }
    }
}

/// Terms of revisions never change, so each is read once.
private struct RevisionTerms {
    private struct Key: Hashable {
        let campaign: ID<Campaign>
        let revision: Int
    }

    private let retailer: ID<Retailer>
    private var known: [Key: Terms] = [:]

    init(of retailer: ID<Retailer>) {
        self.retailer = retailer
    }

    mutating func of(_ campaign: ID<Campaign>, _ revision: Int, _ desk: Desk) async throws -> Terms {
        let key = Key(campaign: campaign, revision: revision)
        if let terms = known[key] { return terms }
        guard let terms = try await desk.terms(campaign, revision: revision, of: retailer) else {
            throw Refused(.notFound)
        }
        known[key] = terms
        return terms
    }
}

/// No cell needs quotes: ids, dates, numbers and words of our own.
private func row(_ cells: [String?]) -> String {
    cells.map { $0 ?? "" }.joined(separator: ",") + "\r\n"
}

private typealias Shares = (company: Int64, storeOwner: Int64, partner: Int64)

extension StatementLine {
    fileprivate func csv(of retailer: ID<Retailer>, shares: Shares) -> String {
        row([
            businessDay.text, Ref(retailer, id).text, kind.rawValue, happenedAt.rfc3339,
            redemption.map { Ref(retailer, $0).text }, Ref(retailer, coupon).text, Ref(retailer, campaign).text,
            "\(revision)", store.map { Ref(retailer, $0).text }, owner.rawValue, currency?.code,
            basketTotal.map { "\($0)" }, discount.map { "\($0)" }, "\(shares.company)", "\(shares.storeOwner)",
            "\(shares.partner)",
        ])
    }
}

extension LiabilityChange {
    fileprivate func csv(
        on day: LocalDate, of retailer: ID<Retailer>, balance: Int64, currency: Currency?, shares: Shares
    ) -> String {
        row([
            day.text, Ref(retailer, group.campaign).text, "\(group.revision)",
            group.store.map { Ref(retailer, $0).text }, group.owner.rawValue, currency?.code, "\(issued)",
            "\(issuedAmount)", "\(released)", "\(releasedAmount)", "\(balance)", "\(shares.company)",
            "\(shares.storeOwner)", "\(shares.partner)", "\(charged)",
            "\(chargedAmount)", "\(lost)", "\(lostAmount)",
        ])
    }
}

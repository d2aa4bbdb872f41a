public import Promotions
import Records

/// What a charity is told: donations of closed days, which never change.
public struct DonationReceipt: Sendable {
    public let amount: Money
    public let charity: String
    public let given: DonationDays
}

extension Desk {
    /// - Returns: refused with `notFound` for a campaign that gives no donations, `dayOpen` while one of the days is open.
    public func donations(
        _ ref: Ref<Campaign>, from: LocalDate, to: LocalDate
    ) async throws -> Answer<DonationReceipt> {
        guard let terms = try await database.campaign(ref.id, of: ref.retailer)?.terms,
            case .donation(let amount, let charity) = terms.reward
        else { return .refused(.notFound) }
        if let refused = try await refusesExport(of: ref.retailer, to: to) { return .refused(refused) }
        return .done(
            DonationReceipt(
                amount: amount, charity: charity,
                given: try await database.donations(of: ref.id, of: ref.retailer, from: from, to: to)))
    }

    /// The same as a file: a line for each store and day, with who pays.
    public func donationFile(
        _ ref: Ref<Campaign>, from: LocalDate, to: LocalDate
    ) async throws -> Answer<String> {
        guard let terms = try await database.campaign(ref.id, of: ref.retailer)?.terms,
            terms.reward.form == .donation
        else { return .refused(.notFound) }
        if let refused = try await refusesExport(of: ref.retailer, to: to) { return .refused(refused) }
        var text = "business_day,campaign_id,revision,store_id,owner,charity,currency,donations,amount,"
        text += "company_share,store_owner_share,partner_share\r\n"
        for line in try await database.donationLines(of: ref.id, of: ref.retailer, from: from, to: to) {
            guard let terms = try await self.terms(ref.id, revision: line.revision, of: ref.retailer) else {
                return .refused(.notFound)
            }
            let shares = terms.funding.shares(of: line.amount, owner: line.owner)
            let cells = [
                line.businessDay.text, ref.text, "\(line.revision)", Ref(ref.retailer, line.store).text,
                line.owner.rawValue, CSVLine.words(line.charity), line.currency, "\(line.count)", "\(line.amount)",
                "\(shares.company)", "\(shares.storeOwner)", "\(shares.partner)",
            ]
            text += CSVLine.text(cells)
        }
        return .done(text)
    }
}

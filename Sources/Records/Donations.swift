import Postgres
public import Promotions

extension [NewDonation] {
    func call(_ retailer: ID<Retailer>) -> Call {
        DonationStatements.add(
            retailer.rawValue, map(\.grant.coupon.rawValue), map(\.grant.campaign.id.rawValue),
            map { Int32($0.grant.campaign.revision) }, map(\.shopper.rawValue), map(\.session.rawValue),
            map(\.store.rawValue), map(\.checkIn.rawValue), map(\.grant.channel), map(\.charity),
            map(\.amount.amount), map(\.amount.currency.code), map { $0.grant.countedOn?.postgres },
            map(\.givenAt.timestamp))
    }
}

extension Database {
    private static let lateDays = 6

    /// Only inside the transaction that closes the day. What is late for its own day is a line of this one.
    func postDonations(on day: LocalDate, of retailer: ID<Retailer>, pageMax: Int) async throws {
        let tenant = retailer.rawValue
        var last = (date: day.adding(days: -Self.lateDays - 1).postgres, donation: Int64.max)
        while var row = try await run(
            DonationStatements.pageEnd(tenant, day.postgres, last.date, last.donation, Int64(pageMax))
        ).first {
            let end = (date: try row.read(Postgres.Day.self), donation: try row.read(Int64.self))
            _ = try await run(
                DonationStatements.post(tenant, day.postgres, last.date, last.donation, end.date, end.donation))
            last = end
        }
    }

    /// - Parameter to: the first day that is left out.
    public func donations(
        of campaign: ID<Campaign>, of retailer: ID<Retailer>, from: LocalDate, to: LocalDate
    ) async throws -> DonationDays {
        let (tenant, id) = (retailer.rawValue, campaign.rawValue)
        let tables = try await read([
            DonationStatements.days(tenant, id, from.postgres, to.postgres), DonationStatements.total(tenant, id),
        ])
        let days = try tables[0].map { row in
            var row = row
            return DonationDays.Day(
                date: LocalDate(try row.read(Postgres.Day.self)), count: try row.read(), amount: try row.read())
        }
        guard var total = tables[1].first else { throw Damage("an aggregate gave no row") }
        return DonationDays(days: days, count: try total.read(), amount: try total.read())
    }

    public func donationLines(
        of campaign: ID<Campaign>, of retailer: ID<Retailer>, from: LocalDate, to: LocalDate
    ) async throws -> [DonationLine] {
        try await run(
            DonationStatements.lines(retailer.rawValue, campaign.rawValue, from.postgres, to.postgres)
        ).map { row in
            var row = row
            return DonationLine(
                businessDay: LocalDate(try row.read(Postgres.Day.self)), revision: Int(try row.read(Int32.self)),
                store: try row.id(), owner: try row.choice(), charity: try row.read(), currency: try row.read(),
                count: try row.read(), amount: try row.read())
        }
    }
}

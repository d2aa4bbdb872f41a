import Promotions
import Records

/// What a check-in earns that no till has to honour, and what coupons cost in points.
extension BatchDraft {
    /// - Returns: false if the grant is a coupon's.
    mutating func give(_ grant: Grant, to holder: Holder, store: ID<Store>, checkIn: ID<CheckIn>) -> Bool {
        if let donation = NewDonation(
            grant, from: holder.shopper, session: holder.session, in: store, by: checkIn, at: holder.at)
        {
            batch.donations.append(donation)
            return true
        }
        guard case .points(let points) = grant.campaign.terms.reward else { return false }
        batch.credits.append(grant)
        batch.points.append(
            PointEntry(
                id: ID(grant.coupon.rawValue), shopper: holder.shopper, session: holder.session, kind: .earn,
                points: Int64(points), campaign: grant.campaign.id,
                origin: PointEntry.Origin(
                    checkIn: checkIn, store: store, channel: grant.channel, countedOn: grant.countedOn),
                happenedAt: holder.at))
        return true
    }

    mutating func pay(_ price: Price, for grant: Grant, from holder: Holder, desk: Desk) {
        batch.points.append(
            PointEntry(
                id: desk.ids.next(), shopper: holder.shopper, session: holder.session, kind: .spend,
                points: price.points, campaign: grant.campaign.id, coupon: grant.coupon, happenedAt: holder.at))
    }
}

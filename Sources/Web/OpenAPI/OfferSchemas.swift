import Promotions

extension Schemas {
    private static let offerMembers: KeyValuePairs<String, JSON> = [
        "campaign_id": id(Campaign.idPrefix), "headline": string, "state": choice(OfferOutcome.State.self),
        "unlock": choice(Unlock.Kind.self), "joins": flag, "prints_at_home": flag,
        "reason?": choice(CheckInReason.self), "progress": integer, "target": integer,
        "unit": choice(Unlock.Unit.self), "participants": integer, "coupon_id?": id(Coupon.idPrefix),
        "donation?": object(["amount": ref("Money"), "charity": string, "total": ref("Money")]),
        "points?": integer, "balance?": integer, "price?": price, "say?": string,
        "opens_at?": time, "mayor?": object(["nickname": string, "days": integer]),
    ]

    /// An offer as a check-in answers it, and as a search finds it: only that knows the mayor and when it opens.
    static let offer: JSON = object(offerMembers)

    static let offers: JSONObject = [
        "OfferSearch": input([
            "position?": input(["latitude": number(-90...90), "longitude": number(-180...180)]),
            "place?": text(PlaceName.lengths), "store_id?": id(Store.idPrefix), "channel?": text(1...50),
        ]),
        "OffersFound": object([
            "stores": list(
                object(["store": place, "distance_meters": nullable("number"), "offers": list(offer)]))
        ]),
        "OEmbed": object([
            "version": string, "type": string, "title": string, "author_name": string, "provider_name": string,
            "provider_url": string, "cache_age": integer, "width": integer, "height": integer, "html": string,
            "thumbnail_url": string, "thumbnail_width": integer, "thumbnail_height": integer,
        ]),
        "NewCandidacy": input(["nickname": text(UnlockBook.Candidate.nicknameLength)]),
        "Candidacy": object(["campaign_id": id(Campaign.idPrefix), "nickname": string]),
    ]
}

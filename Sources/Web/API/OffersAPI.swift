import Actions
import Geofence
import Promotions

/// Offers before anybody checks in.
enum OffersAPI {
    static func search(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let fields = try call.fields()
        let position = fields.object("position") { (inner: Fields) throws(Invalid) in try Self.position(inner) }
        let store = fields.ref("store_id", Store.self)
        let place = fields.optionalText("place", length: PlaceName.lengths).flatMap(PlaceName.init)
        let channel = CheckInsAPI.channel(fields)
        if !fields.has("position"), !fields.has("store_id"), !fields.has("place") {
            fields.refuse("position", "is required, or a place or a store_id")
        } else if fields.has("place"), place == nil {
            fields.refuse("place", "must have a word of two letters or digits")
        }
        try fields.finishIgnoringUnknown()
        let search = {
            told(
                try await call.desk.offers(near: position, at: store, in: place, channel: channel, for: token).done(),
                call)
        }
        // Names are looked for in every store there is.
        guard position == nil, store == nil else { return try await search() }
        return try await call.within(call.throttles.placeSearches, of: token.shopper.text, search)
    }

    private static func told(_ found: [FoundOffers], _ call: Call) -> Reply {
        .json([
            "stores": .array(
                found.map { place in
                    [
                        "store": [
                            "id": .string(Ref(place.retailer, place.store.id).text), "name": .string(place.store.name),
                        ],
                        "distance_meters": place.distanceMeters.map { .double(($0 * 10).rounded() / 10) } ?? .null,
                        "offers": .array(place.offers.map { told($0, of: place.retailer, call) }),
                    ]
                })
        ])
    }

    private static func position(_ fields: Fields) throws(Invalid) -> Position {
        let latitude = fields.number("latitude", in: -90...90)
        let longitude = fields.number("longitude", in: -180...180)
        try fields.finishIgnoringUnknown()
        guard let position = Position(latitude: latitude, longitude: longitude) else {
            throw Invalid(field: fields.path, reason: "must be a position on Earth")
        }
        return position
    }

    private static func told(_ offer: FoundOffer, of retailer: ID<Retailer>, _ call: Call) -> JSON {
        var object =
            OfferJSON.told(offer.outcome, offer.campaign.terms, of: retailer, call).members ?? JSONObject()
        object["opens_at"] = offer.opensAt.map { .string($0.rfc3339) }
        object["mayor"] = offer.mayor.map { ["nickname": .string($0.nickname), "days": .int(Int64($0.days))] }
        return .object(object)
    }

    static func stand(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let ref: Ref<Campaign> = try call.ref()
        let fields = try call.fields()
        let nickname = fields.text("nickname", length: UnlockBook.Candidate.nicknameLength)
        if !UnlockBook.Candidate.isPlain(nickname) {
            fields.refuse("nickname", "must be one line without invisible characters")
        }
        try fields.finishIgnoringUnknown()
        try await call.desk.stand(for: ref, as: nickname, by: token, retry: call.retry(of: token.retryName)).done()
        return .json(["campaign_id": .string(ref.text), "nickname": .string(nickname)], status: 201)
    }

    static func withdraw(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        try await call.desk.withdraw(from: call.ref(), by: token).done()
        return Reply(status: 204)
    }
}

import Actions
import HTTPTypes
import Promotions

/// Before the first customer comes, and for one who comes without a phone.
extension Routes {
    static let practice: [Route] = [
        Route(
            .get, "/v1/tills/me/specimens", "Get the codes that a cashier practises with in this store",
            gives: .ok("Specimens"), .till(PracticeAPI.specimens)),
        Route(
            .post, "/v1/tills/me/practice", "Scan a specimen; whoever has scanned all of them is trained",
            takes: .json("ScannedSpecimen"), gives: .ok("PractisedSpecimen"), refuses: [ProblemCode(.notFound)],
            .till(PracticeAPI.practise)),
        Route(
            .get, "/v1/stores/{id}/cashiers", "See which cashiers of a store have practised",
            gives: .ok("Cashiers"), mindsScope: true, .reader(PracticeAPI.cashiers)),
        Route(
            .get, "/v1/campaigns/{id}/rehearsal", "See which tills are ready, and the code that they rehearse with",
            gives: .ok("Rehearsal"), mindsScope: true, .reader(PracticeAPI.rehearsal)),
        Route(
            .post, "/v1/tills/me/rehearsals", "Take the coupon of nothing with which a campaign is rehearsed",
            takes: .json("RehearsalCode"), gives: .created("Rehearsed"), refuses: [ProblemCode(.notFound)],
            .till(PracticeAPI.rehearse)),
        Route(
            .get, "/v1/tills/me/assisted-offers",
            "See for which offers this till may check customers in, and how many more of them today",
            gives: .ok("AssistedOffers"), refuses: [ProblemCode(.notFound)], .till(AssistedAPI.offers)),
        Route(
            .post, "/v1/tills/me/check-ins", "Check a customer without a phone in, by loyalty number",
            takes: .json("AssistedCheckIn"), gives: .created("CheckIn"),
            refuses: [
                ProblemCode(.notOffered), ProblemCode(.assistedLimit), ProblemCode(.identityInvalid),
                ProblemCode(.notFound), ProblemCode(.noStoreNear),
            ], .till(AssistedAPI.checkIn)),
    ]
}

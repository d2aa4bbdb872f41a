import Actions
import HTTPTypes
import Promotions

/// What a shopper can earn, and who wants to be mayor.
extension Routes {
    static let offers: [Route] = [
        Route(
            .post, "/v1/offers/search",
            "Find what there is to earn in stores nearby, or of a name, nearest and most reachable first; keeps no position",
            takes: .json("OfferSearch"), gives: .ok("OffersFound"),
            refuses: [ProblemCode(.notFound), ProblemCode(.tooManyAttempts)],
            .shopper(OffersAPI.search)),
        Route(
            .post, "/v1/campaigns/{id}/candidacy", "Want to be mayor, under a nickname that others see; again: rename",
            takes: .json("NewCandidacy"), gives: .created("Candidacy"), refuses: [ProblemCode(.identityUnverified)],
            .shopper(OffersAPI.stand)),
        Route(
            .delete, "/v1/campaigns/{id}/candidacy", "Be mayor no longer, and take the nickname away", gives: .empty,
            refuses: [ProblemCode(.identityUnverified)], .shopper(OffersAPI.withdraw)),
    ]
}

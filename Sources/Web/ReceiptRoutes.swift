import Actions
import HTTPTypes
import Promotions

/// Receipts of check-ins, and appeals against them.
extension Routes {
    static let receipts: [Route] = [
        Route(
            .get, "/v1/check-ins",
            "List check-ins, newest first; a page goes over 20,000 at most, so one that is short may have a next",
            query: page + checkInFilters, gives: .ok("CheckInLineList"), refuses: [ProblemCode(.notFound)],
            mindsScope: true, .reader(CheckInsAPI.list)),
        Route(
            .get, "/v1/check-ins/{id}/receipt",
            "See what was decided: in plain words for the shopper, with every signal for the retailer",
            gives: .ok("Receipt"), mindsScope: true, .shopperOrReader(ReceiptsAPI.read)),
        Route(
            .post, "/v1/check-ins/{id}/appeal",
            "Say that one was there: the store's code settles it at once if limits allow, else the store will",
            takes: .json("NewAppeal"), gives: .created("AppealAnswer"),
            refuses: [ProblemCode(.notAppealable), ProblemCode(.codeWrong), ProblemCode(.tooManyAttempts)],
            .shopper(AppealsAPI.create)),
        Route(
            .get, "/v1/appeals", "List appeals in the order of their check-ins", query: page + appealFilters,
            gives: .ok("AppealList"), refuses: [ProblemCode(.notFound)], mindsScope: true, .reader(AppealsAPI.list)),
        Route(
            .get, "/v1/tills/me/appeals", "List the appeals of this till's store", query: page + [appealState],
            gives: .ok("AppealList"), .till(AppealsAPI.listOfTill)),
        Route(
            .post, "/v1/appeals/{id}/grant",
            "Believe the shopper; {id} is the check-in. What a limit forbids stays open", gives: .ok("Appeal"),
            refuses: [ProblemCode(.wrongState), ProblemCode(.storeArchived), ProblemCode(.notOffered)]
                + CheckInReason.allCases.compactMap { ProblemCode(notIssued: $0) },
            mindsScope: true, .tillOrOwner(AppealsAPI.grant)),
        Route(
            .post, "/v1/appeals/{id}/reject",
            "Do not believe the shopper, for good, and tell them why; {id} is the check-in",
            takes: .json("AppealRejection"), gives: .ok("Appeal"), refuses: [ProblemCode(.wrongState)],
            mindsScope: true, .tillOrOwner(AppealsAPI.reject)
        ),
    ]

    private static let checkInFilters = [
        Parameter(
            name: "campaign_id", schema: ["type": "string"], about: "Only those that this campaign was asked about"),
        Parameter(name: "store_id", schema: ["type": "string"], about: "Only of this store"),
        Parameter(name: "verdict", schema: Schemas.choice(Verdict.self), about: "Only those"),
        Parameter(name: "from", schema: Schemas.time, about: "From this moment on"),
        Parameter(name: "to", schema: Schemas.time, about: "Before this moment"),
    ]

    private static let appealState = Parameter(
        name: "state", schema: Schemas.choice(Appeal.State.self), about: "Only those; without it all")

    private static let appealFilters = [
        Parameter(name: "store_id", schema: ["type": "string"], about: "Only of this store"), appealState,
    ]
}

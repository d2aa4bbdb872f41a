import Actions
import HTTPTypes
import Promotions

/// Tills whose line goes down.
extension Routes {
    static let offline: [Route] = [
        Route(
            .get, "/v1/tills/me/pack",
            "Get all that this till needs to take signed coupons with the line down; its leases begin anew",
            gives: .ok("OfflinePack"), refuses: [ProblemCode(.storeArchived)], .till(TillOfflineAPI.pack)),
        Route(
            .post, "/v1/tills/me/leases/{id}/close",
            "Give back what is unused of a lease; one that is closed is closed already", gives: .ok("ClosedLease"),
            .till(TillOfflineAPI.close)),
        Route(
            .post, "/v1/redemptions/upload",
            "Report what this till took without asking, each under a name of its own; a name counts once",
            takes: .json("OfflineUpload"), gives: .ok("OfflineUploadAnswer"), .till(TillOfflineAPI.upload)),
    ]
}

import Actions
import HTTPTypes
import Promotions

/// What stores say of themselves, and how many each may give.
extension Routes {
    private static let stockRefusals = [
        ProblemCode(.pinWrong), ProblemCode(.tooManyAttempts), ProblemCode(.notOffered),
    ]

    static let stock: [Route] = [
        Route(
            .put, "/v1/stores/{id}/pin", "Set the PIN with which the store's tills may change what it gives",
            takes: .json("StorePIN"), gives: .empty, refuses: [ProblemCode(.storeArchived)],
            mindsScope: true, .manager(StoreStockAPI.setPIN)),
        Route(
            .delete, "/v1/stores/{id}/pin", "Take the PIN away: its tills change nothing any more", gives: .empty,
            refuses: [ProblemCode(.storeArchived)], mindsScope: true, .manager(StoreStockAPI.removePIN)),
        Route(
            .get, "/v1/stores/{id}/stock", "See what a store has stopped and what it may still give",
            gives: .ok("StoreStock"), mindsScope: true, .reader(StoreStockAPI.read)),
        Route(
            .get, "/v1/tills/me/stock", "See what this till's store has stopped and may still give",
            gives: .ok("StoreStock"), refuses: [ProblemCode(.notFound)], .till(StoreStockAPI.readOfTill)),
        Route(
            .post, "/v1/stores/{id}/sold-out",
            "Give nothing more there, of one campaign or of all, until then or the end of the store's day",
            takes: .json("SoldOut"), gives: .ok("StoreStock"), refuses: stockRefusals,
            mindsScope: true, .tillOrOwner(StoreStockAPI.soldOut)),
        Route(
            .post, "/v1/stores/{id}/close", "Give nothing at all there until then", takes: .json("StoreClosing"),
            gives: .ok("StoreStock"), refuses: stockRefusals, mindsScope: true, .tillOrOwner(StoreStockAPI.close)),
        Route(
            .post, "/v1/stores/{id}/reopen", "Give again: ends what was said with sold-out and close",
            takes: .json("Reopening"), gives: .ok("StoreStock"), refuses: stockRefusals,
            mindsScope: true, .tillOrOwner(StoreStockAPI.reopen)),
        Route(
            .post, "/v1/stores/{id}/left",
            "Say how many are left there; a till may not go above the retailer's own limit",
            takes: .json("StoreLeft"), gives: .ok("StoreStock"), refuses: stockRefusals,
            mindsScope: true, .tillOrOwner(StoreStockAPI.left)),
        Route(
            .post, "/v1/campaigns/{id}/allotments", "Say from a CSV file how many each store may give", takes: .csv,
            gives: .ok("AllotmentReport"), refuses: [ProblemCode(.wrongState)], .marketer(AllotmentsAPI.importFile)),
        Route(
            .get, "/v1/campaigns/{id}/allotments", "Read how many each store may give and has given, as a CSV file",
            gives: .file("text/csv"), .reader(AllotmentsAPI.exportFile)),
    ]
}

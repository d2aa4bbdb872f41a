import Actions
import HTTPTypes
import Promotions

/// What a till does with coupons.
extension Routes {
    private static let refusals = TillRefusal.allCases.filter { $0 != .reservationEnded }.map { ProblemCode($0) }
    private static let voiding = VoidRefusal.allCases.map { ProblemCode($0) }

    private static let span: [Parameter] = ["from", "to"].map {
        Parameter(name: $0, schema: Schemas.time, about: "At most \(Desk.shiftDaysMax) days; to is exclusive")
    }

    static let counter: [Route] = [
        Route(
            .post, "/v1/coupons/validate", "Ask whether a coupon, or which of several, can be taken; changes nothing",
            takes: .json("SaleToValidate"),
            gives: .ok("Validation"), .till(TillCounterAPI.validate)),
        Route(
            .post, "/v1/redemptions", "Take a coupon, once", takes: .json("Sale"), gives: .created("Redemption"),
            refuses: refusals, .till(TillCounterAPI.redeem)),
        Route(
            .post, "/v1/reservations", "Hold a coupon for some minutes, while the sale is rung up",
            takes: .json("Sale"), gives: .created("Reservation"), refuses: refusals, .till(TillCounterAPI.reserve)),
        Route(
            .post, "/v1/reservations/{id}/commit", "Take the coupon that this till holds, with the final basket",
            takes: .json("FinalSale"), gives: .created("Redemption"),
            refuses: refusals + [ProblemCode(.reservationEnded)], .till(TillCounterAPI.commit)),
        Route(
            .delete, "/v1/reservations/{id}", "Let go of a coupon; one that is not held any more is let go already",
            gives: .empty, refuses: [ProblemCode(.alreadyUsed)], .till(TillUndoAPI.release)),
        Route(
            .post, "/v1/redemptions/{id}/void", "Take a redemption back, once: its coupon is good again",
            gives: .ok("VoidedRedemption"), refuses: voiding, .till(TillUndoAPI.void)),
        Route(
            .post, "/v1/redemptions/void", "Take back whatever was redeemed for a sale; an unknown one is done already",
            takes: .json("SaleToVoid"), gives: .ok("VoidedSale"), refuses: voiding, .till(TillUndoAPI.voidSale)),
        Route(
            .post, "/v1/redemptions/{id}/returns",
            "Take goods of a sale back, at any till: the share of the discount goes with them",
            takes: .json("GoodsToReturn"), gives: .created("GoodsReturn"),
            refuses: ReturnRefusal.allCases.map { ProblemCode($0) }, .till(ReturnsAPI.create)),
        Route(
            .post, "/v1/redemptions/search", "Look up what was taken for a code, a receipt or a sale",
            takes: .json("LookUpKey"), gives: .ok("LookUp"),
            refuses: [ProblemCode(.badCheckSymbol), ProblemCode(.unknownCode), ProblemCode(.tooManyAttempts)],
            .till(LookUpAPI.search)),
        Route(
            .get, "/v1/tills/me/shift", "See what this till did, since the day began or between two moments",
            query: span, gives: .ok("Shift"), refuses: [ProblemCode(.notFound)], .till(LookUpAPI.shiftOfTill)),
        Route(
            .get, "/v1/tills/{id}/shift", "See what a till did, since the day began or between two moments",
            query: span, gives: .ok("Shift"), mindsScope: true, .reader(LookUpAPI.shift)),
        Route(
            .post, "/v1/tills/me/unlock", "Take codes again at once after too many unknown ones, with the store's PIN",
            takes: .json("TillPIN"), gives: .empty,
            refuses: [ProblemCode(.pinWrong), ProblemCode(.tooManyAttempts)], .till(TillsAPI.unlock)),
        Route(
            .get, "/v1/failed-scans", "List what tills scanned in vain during the last 90 days, in order of scanning",
            query: page + [
                Parameter(name: "till_id", schema: Schemas.id(Till.idPrefix), about: "Of that till alone")
            ], gives: .ok("FailedScanList"), .reader(TillsAPI.failedScans)),
    ]
}

import Actions
import Promotions

/// A public problem code with what stands beside it in every answer: this and `Problem` alone know status codes.
public struct ProblemCode: Hashable, Sendable {
    public let code: String
    public let status: Int
    public let title: String

    init(_ code: String, _ status: Int, _ title: String) {
        self.code = code
        self.status = status
        self.title = title
    }

    /// A stable URI reference (RFC 9457), the same on every server.
    public var type: String { "/problems/\(code)" }

    static let invalid = ProblemCode("invalid", 400, "The request cannot be read")
    static let methodNotAllowed = ProblemCode("method_not_allowed", 405, "This address does not do that")
    static let tooLarge = ProblemCode("too_large", 413, "The body is too large")
    static let unsupportedMediaType = ProblemCode("unsupported_media_type", 415, "The body has another format")
    static let unprintable = ProblemCode("unprintable", 422, "This cannot be drawn that way")
    static let fault = ProblemCode("fault", 500, "Something broke on our side")
    static let unavailable = ProblemCode("unavailable", 503, "The service is not available right now")

    /// Every code there is, each once, by status and then by code.
    public static let all: [ProblemCode] = {
        let own = [invalid, methodNotAllowed, tooLarge, unsupportedMediaType, unprintable, fault, unavailable]
        let refusals =
            Refusal.allCases.map { ProblemCode($0) } + TillRefusal.allCases.map { ProblemCode($0) }
            + VoidRefusal.allCases.map { ProblemCode($0) } + ReturnRefusal.allCases.map { ProblemCode($0) }
        let all = own + refusals + CheckInReason.allCases.compactMap { ProblemCode(notIssued: $0) }
        return Set(all).sorted { ($0.status, $0.code) < ($1.status, $1.code) }
    }()
}

extension ProblemCode {
    init(_ refusal: Refusal) {
        let (status, title) =
            switch refusal {
            case .unauthorized: (401, "Who are you")
            case .tokenOutdated: (401, "This token is no longer good")
            case .signInWrong: (422, "Address and password do not fit")
            case .invitationUnknown: (422, "This link is not good")
            case .chooseRetailer: (409, "Which retailer")
            case .emailTaken: (409, "This address is taken")
            case .lastOwner: (409, "Somebody must stay owner")
            case .forbidden: (403, "Not allowed")
            case .notFound: (404, "Not found")
            case .idempotencyMismatch: (422, "This Idempotency-Key was used for another request")
            case .preconditionFailed: (412, "It has changed meanwhile")
            case .externalIDTaken: (409, "Another store has this external_id")
            case .storeArchived: (409, "This store is archived")
            case .enrolmentCodeUnknown: (422, "This enrolment code is not good")
            case .wrongState: (409, "Not in this state")
            case .approvalRequired: (409, "A second key must approve")
            case .notLaunchable: (422, "This campaign cannot be launched yet")
            case .dayOpen: (409, "This day is not closed")
            case .identityInvalid: (422, "This identity cannot be accepted")
            case .identityUnverified: (403, "Not verified")
            case .recoveryCodeWrong: (422, "This recovery code is not good")
            case .staffCodeWrong: (422, "This staff code is not good")
            case .pinWrong: (422, "This is not the PIN of the store")
            case .joinCodeWrong: (422, "This join code is not good")
            case .noStoreNear: (422, "No store is near")
            case .notHeld: (409, "This check-in is not waiting")
            case .notAppealable: (409, "Nothing to appeal against")
            case .codeWrong: (422, "This is not the code on the screen")
            case .notOffered: (409, "Not offered there")
            case .wrongStore: (409, ProblemCode(TillRefusal.wrongStore).title)
            case .noTill: (409, "No till there")
            case .assistedLimit: (409, "This till has helped enough today")
            case .pointsShort: (409, "Not enough points")
            case .walletOff: (409, "No wallet passes here")
            case .mailOff: (409, "No mail here")
            case .tooManyAttempts: (429, "Too many attempts")
            case .busy: (503, "Too busy")
            }
        self.init(refusal.rawValue, status, title)
    }

    init(_ refusal: TillRefusal) {
        let title =
            switch refusal {
            case .badCheckSymbol: "Mistyped code"
            case .throttled: "Too many attempts"
            case .unknownCode: "Unknown code"
            case .alreadyUsed: "Already used"
            case .revoked: "Withdrawn"
            case .reservedElsewhere: "In use at another till"
            case .reservationEnded: "The reservation has ended"
            case .expired: "Expired"
            case .notYet: "Not yet"
            case .wrongStore: "Not for this store"
            case .storeClosed: "Store closed"
            case .saleVoided: "The sale was taken back"
            case .notStackable: "Does not go with the others"
            case .currencyMismatch: "Another currency"
            case .basketRequired: "The basket is needed"
            case .minSpend: "The sale is too small"
            case .noEligibleItem: "Nothing in the basket counts"
            case .purchaseRequired: "A purchase is needed"
            case .nothingOff: "The coupon takes nothing off"
            }
        self.init(refusal.rawValue, refusal == .throttled ? 429 : 409, title)
    }

    init(_ refusal: VoidRefusal) {
        let title =
            switch refusal {
            case .otherStore: "Used in another store"
            case .alreadyVoided: "Already taken back"
            case .partReturned: "Part of it was returned"
            case .voidTooLate: "Too late to take back"
            }
        self.init(refusal.rawValue, 409, title)
    }

    init(_ refusal: ReturnRefusal) {
        let title =
            switch refusal {
            case .alreadyVoided: ProblemCode(VoidRefusal.alreadyVoided).title
            case .discountUnknown: "The till knows the discount"
            case .moreThanSold: "More than was sold"
            }
        self.init(refusal.rawValue, 409, title)
    }

    /// Why no coupon to print at home was issued. Nil for what only a visit can be refused with.
    init?(notIssued reason: CheckInReason) {
        let title: String
        switch reason {
        case .beforeStart: title = "The offer has not started"
        case .outsideWindow: title = "The offer is not on right now"
        case .ended: title = "The offer is over"
        case .identityRequired: title = "Only for shoppers the retailer knows"
        case .limitShopper: title = "You have had this offer"
        case .limitStore: title = "This store has given out all it had"
        case .soldOutHere: title = "This store has none left"
        case .limitChannel: title = "This channel's share has been given out"
        case .limitCampaign, .budgetSpent: title = "The offer has been given out completely"
        case .staff: title = "Offers are for customers"
        case .noConsent, .noLocation, .clockSkew, .staleFix, .mocked, .replayed, .inaccurate, .outsideFence, .jumped,
            .storeClosed, .uncertain, .severalStores, .codeWrong, .codeRequired, .rapidFire, .noOfferHere, .joined,
            .partyRequired,
            .tooSoon,
            .notFirstVisit, .nicknameRequired, .othersFirst, .countedToday, .counted:
            return nil
        }
        self.init(reason.rawValue, 409, title)
    }
}

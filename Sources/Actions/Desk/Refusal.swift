public import Promotions

/// Why something was not done, beyond what a check-in or a till answers with its own reasons. The raw value is the
/// public code; the order is the precedence.
public enum Refusal: String, CaseIterable, Sendable {
    case unauthorized
    case tokenOutdated = "token_outdated"
    case signInWrong = "sign_in_wrong"
    case invitationUnknown = "invitation_unknown"
    case chooseRetailer = "choose_retailer"
    case forbidden
    case notFound = "not_found"
    case idempotencyMismatch = "idempotency_mismatch"
    case preconditionFailed = "precondition_failed"
    case emailTaken = "email_taken"
    case lastOwner = "last_owner"
    case externalIDTaken = "external_id_taken"
    case storeArchived = "store_archived"
    case enrolmentCodeUnknown = "enrolment_code_unknown"
    case wrongState = "wrong_state"
    case approvalRequired = "approval_required"
    case notLaunchable = "not_launchable"
    case dayOpen = "day_open"
    case identityInvalid = "identity_invalid"
    case identityUnverified = "identity_unverified"
    case recoveryCodeWrong = "recovery_code_wrong"
    case staffCodeWrong = "staff_code_wrong"
    case pinWrong = "pin_wrong"
    case joinCodeWrong = "join_code_wrong"
    case noStoreNear = "no_store_near"
    case notHeld = "not_held"
    case notAppealable = "not_appealable"
    case codeWrong = "code_wrong"
    case notOffered = "not_offered"
    case wrongStore = "wrong_store"
    case noTill = "no_till"
    case assistedLimit = "assisted_limit"
    case pointsShort = "points_short"
    case walletOff = "wallet_off"
    case mailOff = "mail_off"
    case tooManyAttempts = "too_many_attempts"
    case busy
}

/// A refusal with what the caller can do about it.
public struct Refused: Error, Sendable {
    public let refusal: Refusal
    /// A sentence for people; nil lets the edge use its standard one.
    public let detail: Sentence?
    /// What is wrong, field by field, where a document was refused.
    public let problems: [FieldProblem]
    /// Further members of the problem document.
    public let members: [(name: String, value: JSON)]

    public init(
        _ refusal: Refusal, _ detail: Sentence? = nil, problems: [FieldProblem] = [],
        members: [(name: String, value: JSON)] = []
    ) {
        self.refusal = refusal
        self.detail = detail
        self.problems = problems
        self.members = members
    }
}

/// What an action comes to. Refusals are returned, never thrown; what is thrown is a fault or unreadable input.
public enum Answer<Value: Sendable>: Sendable {
    case done(Value)
    case refused(Refused)

    static func refused(_ refusal: Refusal, _ detail: Sentence? = nil) -> Answer {
        .refused(Refused(refusal, detail))
    }
}

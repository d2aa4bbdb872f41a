public import Geofence

/// An attempt to be somewhere, always recorded, whatever came of it.
public struct CheckIn: Identified, Sendable {
    public static let idPrefix = "chk"

    /// How long a held check-in waits for another fix or a choice.
    public static let holdSeconds = 60
    /// How many fixes of one check-in are fused.
    public static let fixesMax = 3
    /// How far from the nearest store an attempt is still that store's.
    public static let nearMeters = 5_000.0
}

/// A position as a phone reports it.
public struct ReportedFix: Hashable, Sendable {
    public let fix: Fix
    /// When the phone took it, on the server's clock.
    public let capturedAt: Instant
    /// What the phone says of itself: proof of guilt at most, never of innocence.
    public let isMocked: Bool

    public init(fix: Fix, capturedAt: Instant, isMocked: Bool) {
        self.fix = fix
        self.capturedAt = capturedAt
        self.isMocked = isMocked
    }
}

/// What came of a check-in.
public enum Verdict: String, CaseIterable, Sendable {
    case accepted
    case acceptedNoReward = "accepted_no_reward"
    case held
    case refused
}

/// Why a check-in earned less than hoped. The order is the precedence; the raw value is public.
public enum CheckInReason: String, CaseIterable, Sendable {
    case noConsent = "no_consent"
    case noLocation = "no_location"
    case clockSkew = "clock_skew"
    case staleFix = "stale_fix"
    case mocked
    case replayed
    case inaccurate
    case outsideFence = "outside_fence"
    case jumped
    case storeClosed = "store_closed"
    case uncertain
    case severalStores = "several_stores"
    case codeWrong = "code_wrong"
    case codeRequired = "code_required"
    case rapidFire = "rapid_fire"
    case staff
    case noOfferHere = "no_offer_here"
    case beforeStart = "before_start"
    case outsideWindow = "outside_window"
    case ended
    case identityRequired = "identity_required"
    case limitShopper = "limit_shopper"
    case soldOutHere = "sold_out_here"
    case limitStore = "limit_store"
    case limitCampaign = "limit_campaign"
    case limitChannel = "limit_channel"
    case budgetSpent = "budget_spent"
    case joined
    case partyRequired = "party_required"
    case tooSoon = "too_soon"
    case notFirstVisit = "not_first_visit"
    case nicknameRequired = "nickname_required"
    case othersFirst = "others_first"
    case countedToday = "counted_today"
    case counted
}

/// A reason with a sentence for the shopper: what happened, then what to do.
public struct SaidReason: Hashable, Sendable {
    public let reason: CheckInReason
    public let say: Sentence

    public init(_ reason: CheckInReason, say: Sentence) {
        self.reason = reason
        self.say = say
    }
}

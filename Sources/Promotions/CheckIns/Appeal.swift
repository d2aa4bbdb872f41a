/// A shopper's word that they were there after all.
public struct Appeal: Hashable, Sendable {
    public enum State: String, CaseIterable, Sendable {
        case open, granted, rejected
    }

    /// Who settled it.
    public enum Settler: Hashable, Sendable {
        /// The shopper, with the code on the store's screen.
        case shopperCode
        case retailer(ID<Actor>)
        case till(ID<Till>)
    }

    /// How long after the check-in somebody may appeal.
    public static let hours = 24
    public static let messageLength = 1...500
    public static let reasonLength = 1...200

    public let checkIn: ID<CheckIn>
    public let store: ID<Store>
    public let shopper: ID<Shopper>
    /// How well the shopper's token was vouched for when the appeal was made.
    public let assurance: Shopper.Assurance
    public var state: State
    public let message: String?
    public let openedAt: Instant
    public var settledAt: Instant?
    public var settledBy: Settler?
    /// Why it was rejected, in the store's words to the shopper.
    public var reason: String?

    public init(
        checkIn: ID<CheckIn>, store: ID<Store>, shopper: ID<Shopper>, assurance: Shopper.Assurance,
        state: State = .open,
        message: String?, openedAt: Instant, settledAt: Instant? = nil, settledBy: Settler? = nil,
        reason: String? = nil
    ) {
        self.reason = reason
        self.checkIn = checkIn
        self.store = store
        self.shopper = shopper
        self.assurance = assurance
        self.state = state
        self.message = message
        self.openedAt = openedAt
        self.settledAt = settledAt
        self.settledBy = settledBy
    }
}

extension CheckInRecord {
    /// Whether the shopper may appeal.
    public enum AppealStanding: Hashable, Sendable {
        case possible(until: Instant)
        /// It earned something.
        case needless
        /// Still waiting for a fix, a choice or the code: continue it instead.
        case waiting
        /// Doubt about the visit was not the reason; being believed would change nothing.
        case groundless
        case late
    }

    public func appealStanding(at now: Instant) -> AppealStanding {
        switch verdict {
        case .accepted: return .needless
        case .held: if let heldUntil, now < heldUntil { return .waiting }
        case .acceptedNoReward, .refused: break
        }
        guard reasons.contains(where: \.isDoubt) else { return .groundless }
        let end = checkedAt.adding(seconds: Appeal.hours * 3_600)
        return now < end ? .possible(until: end) : .late
    }
}

extension CheckInReason {
    /// Doubts that the shopper was there, or that the fix was honest: what somebody in the store can clear up. That
    /// somebody came back too soon is no such doubt, or else every visit could show the code and earn again.
    public var isDoubt: Bool {
        switch self {
        case .noConsent, .noLocation, .clockSkew, .staleFix, .mocked, .replayed, .inaccurate, .outsideFence, .jumped,
            .uncertain, .severalStores, .codeWrong, .codeRequired, .rapidFire:
            true
        case .storeClosed, .staff, .noOfferHere, .beforeStart, .outsideWindow, .ended, .identityRequired,
            .soldOutHere, .limitShopper, .limitStore, .limitCampaign, .limitChannel, .budgetSpent, .joined,
            .partyRequired, .tooSoon,
            .notFirstVisit, .nicknameRequired, .othersFirst, .countedToday, .counted:
            false
        }
    }
}

/// A coupon on its way to a printer in a store.
public struct PrintJob: Identified, Hashable, Sendable {
    public static let idPrefix = "prn"

    /// How long it waits for a till that prints it.
    public static let lifeSeconds = 1_800
    /// How long a till that took it has before another may.
    public static let leaseSeconds = 60
    /// Of one shopper at one retailer, waiting or being printed.
    public static let waitingMax = 3

    public enum State: String, CaseIterable, Sendable {
        case waiting, printing, printed, failed, expired
    }

    /// Why a till could not print it.
    public enum Failure: String, CaseIterable, Sendable {
        case noPaper = "no_paper"
        case printerOff = "printer_off"
        case other
    }

    public let id: ID<PrintJob>
    public let shopper: ID<Shopper>
    public let session: ID<Session>
    public let coupon: ID<Coupon>
    public let store: ID<Store>
    /// Nil: any till of the store.
    public let till: ID<Till>?
    public let paper: String
    /// Of the words, BCP 47.
    public let language: String
    /// As stored: a job whose time has passed still says `waiting` here. Ask `state(isCouponGood:at:)`.
    public let storedState: State
    public let queuedAt: Instant
    /// Exclusive; never after the coupon's own end.
    public let endsAt: Instant
    public let takenBy: ID<Till>?
    public let takenUntil: Instant?
    public let failure: Failure?

    public init(
        id: ID<PrintJob>, shopper: ID<Shopper>, session: ID<Session>, coupon: ID<Coupon>, store: ID<Store>,
        till: ID<Till>?, paper: String, language: String, storedState: State = .waiting, queuedAt: Instant,
        endsAt: Instant, takenBy: ID<Till>? = nil, takenUntil: Instant? = nil, failure: Failure? = nil
    ) {
        self.id = id
        self.shopper = shopper
        self.session = session
        self.coupon = coupon
        self.store = store
        self.till = till
        self.paper = paper
        self.language = language
        self.storedState = storedState
        self.queuedAt = queuedAt
        self.endsAt = endsAt
        self.takenBy = takenBy
        self.takenUntil = takenUntil
        self.failure = failure
    }

    /// - Parameter isCouponGood: whether there is still something to print.
    public func state(isCouponGood: Bool, at now: Instant) -> State {
        switch storedState {
        case .printed, .failed, .expired: storedState
        case .waiting: isOpen(isCouponGood, at: now) ? .waiting : .expired
        // A till that has gone silent loses it: the next one gets it.
        case .printing where takenUntil.map({ now < $0 }) == true: .printing
        case .printing: isOpen(isCouponGood, at: now) ? .waiting : .expired
        }
    }

    private func isOpen(_ isCouponGood: Bool, at now: Instant) -> Bool {
        isCouponGood && now < endsAt
    }
}

extension Coupon {
    /// Whether it is of use to whoever holds it now: paper of any other would only be carried to the till in vain.
    public func isWorthPrinting(_ standing: Campaign.Standing, at now: Instant) -> Bool {
        if let recall = standing.recall, issuedAt <= recall.at { return false }
        return switch state(at: now) {
        case .issued, .reserved: true
        case .redeemed, .expired, .revoked: false
        }
    }
}

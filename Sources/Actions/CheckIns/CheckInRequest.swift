import Geofence
public import Promotions
import Records

/// What a shopper's phone sends, read and checked.
public struct CheckInAttempt: Sendable {
    public let caller: ShopperToken
    public let fix: ReportedFix?
    public let store: Ref<Store>?
    public let code: PresenceCode?
    public let channel: String?
    /// Of a private sale.
    public let word: String?
    public let retry: RetryRequest?

    public init(
        caller: ShopperToken, fix: ReportedFix?, store: Ref<Store>?, code: PresenceCode? = nil, channel: String?,
        word: String? = nil, retry: RetryRequest?
    ) {
        self.caller = caller
        self.fix = fix
        self.store = store
        self.code = code
        self.channel = channel
        self.word = word
        self.retry = retry
    }
}

/// One place in a retailer's batch. Shared: it waits in a queue and is read by several.
final class CheckInRequest: Sendable {
    indirect enum Kind: Sendable {
        case visit(Visit)
        /// A coupon to print at home, for use in this store.
        case issue(ID<Campaign>, Store, word: String?)
        /// A coupon for somebody whose turn has come; the store whose clock counts.
        case settle(Participant, Store)
    }

    struct Visit: Sendable {
        var whereabouts: Whereabouts
        /// The check-in that this attempt continues.
        var resumed: CheckInRecord?
        /// The fix as it came, to be judged; never kept as such.
        var reported: ReportedFix?
        var code = CodeProof.none
        var isStaff = false
        /// Of a private sale.
        var word: String?
        /// Of the shopper, in campaigns for friends.
        var parties: [ID<Campaign>: ID<Party>] = [:]
        /// When the check-in was that somebody vouches for.
        var vouchedSince: Instant?
        /// For which campaign alone; nil for every one that was on then.
        var onlyCampaign: ID<Campaign>?
    }

    let kind: Kind
    let caller: ShopperToken
    /// What is kept of the position: nil without consent.
    let fix: Fix?
    let fixes: Int
    let capturedAt: Instant?
    let channel: String?
    let retry: RetryKey?
    /// The second key of an attempt that continues a held check-in.
    let step: RetryKey?
    /// Of the check-in, or of the coupon for `issue`.
    let id: Int64
    let at: Instant

    init(
        kind: Kind, caller: ShopperToken, fix: Fix?, fixes: Int, capturedAt: Instant?, channel: String?,
        retry: RetryKey?, step: RetryKey?, id: Int64, at: Instant
    ) {
        self.kind = kind
        self.caller = caller
        self.fix = fix
        self.fixes = fixes
        self.capturedAt = capturedAt
        self.channel = channel
        self.retry = retry
        self.step = step
        self.id = id
        self.at = at
    }

    var keys: [RetryKey] { [retry, step].compactMap { $0 } }

    var visit: Visit? {
        if case .visit(let visit) = kind { visit } else { nil }
    }

    var isNewVisit: Bool {
        visit.map { $0.resumed == nil } ?? false
    }

    var isIssue: Bool {
        switch kind {
        case .visit: false
        case .issue, .settle: true
        }
    }
}

/// What a batch made of one request.
indirect enum CheckInOutcome: Sendable {
    case recorded(CheckInRecord, coupons: [IssuedCoupon])
    case issued(IssuedCoupon)
    case notIssued(CheckInReason)
    /// The price is above what the shopper has.
    case short(balance: Int64, price: Price)
    /// The key was used before: tell again what its call made.
    case repeated(reference: Int64)
    case mismatch
    /// Another attempt continued this check-in first.
    case overtaken
}

/// A coupon with its code in clear, for the shopper who holds it.
public struct IssuedCoupon: Sendable {
    public let coupon: Coupon
    public let code: CouponCode
    public let terms: Terms
    /// Where it was earned, or will be used; nil if that store is unknown by now.
    public let store: Store?
    /// Under which keys its code was made.
    let keyGeneration: Int
}

/// A check-in told to its shopper.
public struct CheckInAnswer: Sendable {
    public let retailer: ID<Retailer>
    public let record: CheckInRecord
    public let store: Store
    public let reasons: [SaidReason]
    public let candidates: [(store: Store, distanceMeters: Double)]
    public let offers: [(outcome: OfferOutcome, terms: Terms)]
    public let coupons: [IssuedCoupon]
    /// What the shopper has now, where points were earned.
    public let balance: Int64?
}

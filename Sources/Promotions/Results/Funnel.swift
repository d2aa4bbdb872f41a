/// How far people came with a campaign. Coupons and what was done with them count where and when they were issued, so
/// that every funnel narrows.
public struct Funnel: Hashable, Sendable {
    /// How often it was shown to somebody who looked for offers.
    public var looked: Int64 = 0
    /// Visits that were believed, in a store and at a time when it was asked for.
    public var checkedIn: Int64 = 0
    /// Of these, visits that earned it, or would have if a limit or the budget had not been reached.
    public var eligible: Int64 = 0
    public var issued: Int64 = 0
    public var redeemed: Int64 = 0
    /// Redemptions that were taken back.
    public var voided: Int64 = 0
    public var expired: Int64 = 0
    public var revoked: Int64 = 0
    /// Minor units taken off, voided sales left out.
    public var discount: Int64 = 0
    /// Minor units of the sales in which a coupon was used.
    public var basket: Int64 = 0
    /// Of the two before this, what came back with goods.
    public var returnedDiscount: Int64 = 0
    public var returnedBasket: Int64 = 0
    /// Check-ins that gave to a charity or added points.
    public var given: Int64 = 0
    /// Minor units for the charity.
    public var donated: Int64 = 0
    public var points: Int64 = 0

    public init() {}

    public var netDiscount: Int64 { discount - returnedDiscount }
    public var netBasket: Int64 { basket - returnedBasket }

    public static func += (left: inout Funnel, right: Funnel) {
        left.looked += right.looked
        left.checkedIn += right.checkedIn
        left.eligible += right.eligible
        left.issued += right.issued
        left.redeemed += right.redeemed
        left.voided += right.voided
        left.expired += right.expired
        left.revoked += right.revoked
        left.discount += right.discount
        left.basket += right.basket
        left.returnedDiscount += right.returnedDiscount
        left.returnedBasket += right.returnedBasket
        left.given += right.given
        left.donated += right.donated
        left.points += right.points
    }
}

/// A funnel by every way to cut it.
public struct FunnelReport: Sendable {
    /// Where and when, on the store's own clock (UTC's where there is no store); the channel is empty where none was named.
    public struct Cell: Hashable, Sendable {
        /// Nil for coupons that were issued to people who were in none.
        public let store: ID<Store>?
        public let date: LocalDate
        public let hour: Int
        public let channel: String

        public init(store: ID<Store>?, date: LocalDate, hour: Int, channel: String) {
            self.store = store
            self.date = date
            self.hour = hour
            self.channel = channel
        }
    }

    public private(set) var total = Funnel()
    /// Why visits, and attempts that were no visit, earned nothing.
    public private(set) var refusals: [CheckInReason: Int64] = [:]
    public private(set) var byStore: [ID<Store>?: Funnel] = [:]
    public private(set) var byDate: [LocalDate: Funnel] = [:]
    public private(set) var byHour: [Int: Funnel] = [:]
    public private(set) var byChannel: [String: Funnel] = [:]

    public init() {}

    public mutating func add(_ funnel: Funnel, at cell: Cell) {
        total += funnel
        byStore[cell.store, default: Funnel()] += funnel
        byDate[cell.date, default: Funnel()] += funnel
        byHour[cell.hour, default: Funnel()] += funnel
        byChannel[cell.channel, default: Funnel()] += funnel
    }

    public mutating func refuse(_ reason: CheckInReason, count: Int64) {
        refusals[reason, default: 0] += count
    }

    /// Visits that came to the same end.
    public mutating func add(
        visits count: Int64, _ outcome: OfferOutcome.State, _ reason: CheckInReason?, at cell: Cell
    ) {
        var funnel = Funnel()
        funnel.checkedIn = count
        if Self.isEligible(outcome, reason) { funnel.eligible = count }
        add(funnel, at: cell)
        if let reason { refuse(reason, count: count) }
    }

    private static func isEligible(_ outcome: OfferOutcome.State, _ reason: CheckInReason?) -> Bool {
        guard let reason else {
            return outcome == .issued || outcome == .unlocked || outcome == .donated || outcome == .credited
        }
        return reason.isSpent || reason == .limitShopper
    }

    /// Under an empty name what belongs to no brand: stores without one, and coupons of no store.
    public func byBrand(_ brand: (ID<Store>) -> String?) -> [String: Funnel] {
        var brands: [String: Funnel] = [:]
        for (store, funnel) in byStore { brands[store.flatMap(brand) ?? "", default: Funnel()] += funnel }
        return brands
    }
}

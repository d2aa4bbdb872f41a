/// What must happen before a campaign gives something.
///
/// A visit is a check-in that the campaign accepts: believed, on time, by somebody it is for, and not too soon after
/// the last one that earned. A local day of the store counts once at most: for each store, or for all of them together.
public enum Unlock: Hashable, Sendable {
    /// Each visit earns, as far as the limits allow.
    case everyVisit
    /// The shopper has never been there before, with or without this campaign.
    case firstVisit(at: Newness)
    /// Every so many visits, all of them within so many days if that is asked for.
    case nthVisit(visits: Int, withinDays: Int?, per: Place)
    /// The first so many shoppers of each window; without windows, of each local day.
    case flash(first: Int, per: Place)
    /// The shopper with most days in a store during the last 60.
    case mayor
    /// So many shoppers in one store within three hours, once a day.
    case swarm(shoppers: Int)
    /// The retailer names who gets it.
    case grant
    /// So many people over all stores, by a deadline; then it is unlocked for all who join, before and after.
    case crowd(Crowd)
    /// A private sale: for whoever knows a word.
    case code([SaleWord])
    /// So many of one party in one store within so many minutes, once a day.
    case friends(count: Int, withinMinutes: Int, basket: PartyBasket)

    /// Where visits are counted.
    public enum Place: String, CaseIterable, Sendable {
        /// Each store for itself.
        case store
        /// All stores of the campaign together.
        case campaign
    }

    /// Where nobody may have been before.
    public enum Newness: String, CaseIterable, Sendable {
        case store
        /// Any store of the retailer.
        case retailer
    }

    public enum Kind: String, CaseIterable, Sendable {
        case everyVisit = "every_visit"
        case firstVisit = "first_visit"
        case nthVisit = "nth_visit"
        case flash
        case mayor
        case swarm
        case grant
        case crowd
        case code
        case friends
    }

    /// What progress is counted in.
    public enum Unit: String, CaseIterable, Sendable {
        case visit, day, shopper
        /// Of what is bought with them.
        case point
    }

    public static let visits: ClosedRange<Int64> = 2...100
    public static let withinDays: ClosedRange<Int64> = 2...366
    public static let firsts: ClosedRange<Int64> = 1...1_000_000
    /// Who of a party pays with a coupon.
    public enum PartyBasket: String, CaseIterable, Sendable {
        /// Each with one of their own.
        case each
        /// All in one basket, with the coupon of whoever came last.
        case shared
    }

    public static let friends: ClosedRange<Int64> = 2...50
    public static let friendsMinutes: ClosedRange<Int64> = 5...720
    public static let swarmShoppers: ClosedRange<Int64> = 2...200
    /// How long a shopper in a store counts for a swarm.
    public static let swarmSeconds = 3 * 3_600
    /// For how many days, today's counted, a day in a store makes somebody mayor.
    public static let mayorDays = 60

    public var kind: Kind {
        switch self {
        case .everyVisit: .everyVisit
        case .firstVisit: .firstVisit
        case .nthVisit: .nthVisit
        case .flash: .flash
        case .mayor: .mayor
        case .swarm: .swarm
        case .grant: .grant
        case .crowd: .crowd
        case .code: .code
        case .friends: .friends
        }
    }

    /// Whether it takes more than a visit: then something is remembered between them.
    public var isRemembered: Bool {
        switch self {
        case .everyVisit, .grant, .crowd, .code: false
        case .firstVisit, .nthVisit, .flash, .mayor, .swarm, .friends: true
        }
    }

    /// Whether a service issues the coupons, to those who take part, instead of a check-in.
    public var isGivenLater: Bool {
        switch self {
        case .grant, .crowd: true
        case .everyVisit, .firstVisit, .nthVisit, .flash, .mayor, .swarm, .code, .friends: false
        }
    }

    /// Whether it is given to all who wait together.
    public var isShared: Bool { sharedSeconds != nil }

    /// Whether one coupon is for all who waited together.
    var isOneForAll: Bool {
        if case .friends(_, _, .shared) = self { return true }
        return false
    }

    /// How long somebody in a store waits for the others; nil where nobody does.
    public var sharedSeconds: Int? {
        switch self {
        case .swarm: Unlock.swarmSeconds
        case .friends(_, let minutes, _): minutes * 60
        case .everyVisit, .firstVisit, .nthVisit, .flash, .mayor, .grant, .crowd, .code: nil
        }
    }

    /// Whether whoever looks for offers is told of it: a private sale and a gift are not.
    public var isFound: Bool {
        switch self {
        case .grant, .code: false
        case .everyVisit, .firstVisit, .nthVisit, .flash, .mayor, .swarm, .friends, .crowd: true
        }
    }

    /// Whether being in a store has anything to do with it.
    public var isVisited: Bool {
        switch self {
        case .grant: false
        case .crowd(let crowd): crowd.counts == .checkIns
        case .everyVisit, .firstVisit, .nthVisit, .flash, .mayor, .swarm, .code, .friends: true
        }
    }

    public var unit: Unit {
        switch self {
        case .everyVisit, .firstVisit, .nthVisit, .grant, .code: .visit
        case .mayor: .day
        case .flash, .swarm, .crowd, .friends: .shopper
        }
    }
}

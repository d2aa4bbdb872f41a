/// How far an offer is from being earned.
public struct Progress: Hashable, Sendable {
    public let done: Int
    public let target: Int

    public init(_ done: Int, of target: Int) {
        self.done = done
        self.target = target
    }

    public var isReached: Bool { done >= target }
}

/// Where a shopper stands with an unlock.
public struct Standing: Hashable, Sendable {
    /// Nil: nothing but a visit is in the way.
    public let obstacle: CheckInReason?
    public let progress: Progress

    public init(_ obstacle: CheckInReason?, _ done: Int, of target: Int) {
        self.obstacle = obstacle
        progress = Progress(done, of: target)
    }
}

/// What a visit does to an unlock. Pure: the book holds what was remembered and takes what is to be.
public enum UnlockRules {
    /// For somebody who has not come now.
    public static func look(_ visit: UnlockVisit, in book: UnlockBook) -> Standing {
        switch visit.campaign.terms.unlock {
        case .everyVisit, .grant, .crowd, .code: Standing(nil, 0, of: 1)
        case .firstVisit: VisitRules.lookFirst(visit, in: book)
        case .nthVisit(let visits, let withinDays, _): VisitRules.look(visit, visits, withinDays, in: book)
        case .flash(let first, _): FlashRules.look(visit, first, in: book)
        case .mayor: MayorRules.look(visit, in: book)
        case .swarm(let shoppers), .friends(let shoppers, _, _): SwarmRules.look(visit, shoppers, in: book)
        }
    }

    /// For somebody who is there: the visit counts, once for each local day.
    /// - Returns: the obstacle `counted` where it was, and more is needed.
    public static func count(
        _ visit: UnlockVisit, as member: UnlockState.Member, in book: inout UnlockBook
    ) -> Standing {
        switch visit.campaign.terms.unlock {
        case .everyVisit, .grant, .crowd, .code: Standing(nil, 1, of: 1)
        case .firstVisit: VisitRules.countFirst(visit, in: &book)
        case .nthVisit(let visits, let withinDays, _): VisitRules.count(visit, visits, withinDays, in: &book)
        case .flash(let first, _): FlashRules.look(visit, first, in: book)
        case .mayor: MayorRules.count(visit, in: &book)
        case .swarm(let shoppers), .friends(let shoppers, _, _): SwarmRules.count(visit, member, shoppers, in: &book)
        }
    }

    /// After a coupon was taken for it: the crossing is remembered, and counting begins anew.
    /// - Returns: the progress to tell.
    public static func cross(_ visit: UnlockVisit, in book: inout UnlockBook) -> Progress {
        switch visit.campaign.terms.unlock {
        case .everyVisit, .grant, .crowd, .code: return Progress(1, of: 1)
        case .firstVisit:
            book.update(visit.ownKey) { $0.cross(on: visit.date) }
            return Progress(1, of: 1)
        case .nthVisit(let visits, _, _):
            book.update(visit.ownKey) { state in
                state.cross(on: visit.date)
                state.days = []
            }
            return Progress(visits, of: visits)
        case .flash(let first, _): return FlashRules.cross(visit, first, in: &book)
        case .mayor:
            book.update(visit.ownKey) { $0.cross(on: visit.date) }
            return MayorRules.look(visit, in: book).progress
        case .swarm(let shoppers), .friends(let shoppers, _, _):
            book.update(visit.sharedKey) { $0.cross(on: visit.date) }
            return Progress(shoppers, of: shoppers)
        }
    }
}

extension UnlockState {
    mutating func cross(on date: LocalDate) {
        crossedOn = date
        crossings += 1
    }

    /// Those of the last so many days up to `date`.
    public func days(upTo date: LocalDate, within count: Int?) -> [LocalDate] {
        guard let count else { return days }
        let first = date.adding(days: 1 - count)
        return days.filter { $0 >= first }
    }

    /// - Returns: false if that day counts already.
    mutating func add(_ date: LocalDate) -> Bool {
        guard !days.contains(date) else { return false }
        days.insert(date, at: days.firstIndex { $0 > date } ?? days.endIndex)
        return true
    }
}

extension UnlockBook {
    mutating func update(_ key: UnlockKey?, _ change: (inout UnlockState) -> Void) {
        guard let key else { return }
        var state = self[key]
        change(&state)
        self[key] = state
    }
}

/// The shopper with most days in a store during the last 60. Only who has chosen a nickname can be mayor.
///
/// The office changes hands at a visit: to whoever then has more days than the mayor. On a tie the mayor stays; days
/// fall out of the 60 for a mayor too, and an office without holder goes to the next who comes. The mayor earns once for
/// each local day.
enum MayorRules {
    static func look(_ visit: UnlockVisit, in book: UnlockBook) -> Standing {
        guard let own = visit.ownKey else { return Standing(.counted, 0, of: 1) }
        return standing(visit, in: book, isFresh: !book[own].days.contains(visit.date))
    }

    static func count(_ visit: UnlockVisit, in book: inout UnlockBook) -> Standing {
        guard let own = visit.ownKey, let office = visit.sharedKey else { return look(visit, in: book) }
        var isFresh = false
        book.update(own) { state in
            isFresh = state.add(visit.date)
            state.days = state.days(upTo: visit.date, within: Unlock.mayorDays)
        }
        let days = book[own].days
        let isHolder = book[office].holder == visit.shopper
        if isHolder || (book.hasCandidate(visit) && days.count >= target(book[office], visit)) {
            book.update(office) { state in
                state.days = days
                if isHolder { return }
                state.holder = visit.shopper
                state.cross(on: visit.date)
            }
        }
        return standing(visit, in: book, isFresh: isFresh)
    }

    /// - Parameter isFresh: the day does not count already.
    private static func standing(_ visit: UnlockVisit, in book: UnlockBook, isFresh: Bool) -> Standing {
        guard let ownKey = visit.ownKey, let sharedKey = visit.sharedKey else { return Standing(.counted, 0, of: 1) }
        let (own, office) = (book[ownKey], book[sharedKey])
        let done = own.days(upTo: visit.date, within: Unlock.mayorDays).count
        guard book.hasCandidate(visit) else { return Standing(.nicknameRequired, done, of: target(office, visit)) }
        if office.holder == visit.shopper {
            return Standing(own.crossedOn == visit.date ? .countedToday : nil, done, of: max(done, 1))
        }
        return Standing(isFresh ? .counted : .countedToday, done, of: target(office, visit))
    }

    /// How many days it takes to become mayor.
    private static func target(_ office: UnlockState, _ visit: UnlockVisit) -> Int {
        guard office.holder != nil else { return 1 }
        return office.days(upTo: visit.date, within: Unlock.mayorDays).count + 1
    }
}

extension UnlockBook {
    fileprivate func hasCandidate(_ visit: UnlockVisit) -> Bool {
        candidates.contains(Candidate(visit.shopper, for: visit.campaign.id))
    }
}

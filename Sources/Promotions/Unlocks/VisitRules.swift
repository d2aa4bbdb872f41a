/// First visits, and every so many.
enum VisitRules {
    static func lookFirst(_ visit: UnlockVisit, in book: UnlockBook) -> Standing {
        guard let key = visit.ownKey, let newness = visit.newness else { return Standing(nil, 0, of: 1) }
        let state = book[key]
        if state.crossings > 0 { return Standing(.notFirstVisit, 1, of: 1) }
        // Counted before, when a limit stood in the way: still to be had.
        if !state.days.isEmpty { return Standing(nil, 1, of: 1) }
        return Standing(book.regulars.contains(newness) ? .notFirstVisit : nil, 0, of: 1)
    }

    static func countFirst(_ visit: UnlockVisit, in book: inout UnlockBook) -> Standing {
        let standing = lookFirst(visit, in: book)
        guard standing.obstacle == nil else { return standing }
        book.update(visit.ownKey) { if $0.days.isEmpty { $0.days = [visit.date] } }
        return Standing(nil, 1, of: 1)
    }

    static func look(_ visit: UnlockVisit, _ visits: Int, _ withinDays: Int?, in book: UnlockBook) -> Standing {
        guard let key = visit.ownKey else { return Standing(.counted, 0, of: visits) }
        let state = book[key]
        let days = state.days(upTo: visit.date, within: withinDays)
        if days.count >= visits { return Standing(nil, visits, of: visits) }
        return Standing(state.hasCounted(visit.date) ? .countedToday : .counted, days.count, of: visits)
    }

    static func count(
        _ visit: UnlockVisit, _ visits: Int, _ withinDays: Int?, in book: inout UnlockBook
    ) -> Standing {
        let before = look(visit, visits, withinDays, in: book)
        guard before.obstacle == .counted else { return before }
        var done = 0
        book.update(visit.ownKey) { state in
            state.days = state.days(upTo: visit.date, within: withinDays)
            _ = state.add(visit.date)
            done = state.days.count
        }
        return Standing(done >= visits ? nil : .counted, min(done, visits), of: visits)
    }
}

extension UnlockState {
    /// Days up to the last crossing are used up.
    fileprivate func hasCounted(_ date: LocalDate) -> Bool {
        days.contains(date) || crossedOn.map { date <= $0 } ?? false
    }
}

/// The first so many of a window, each shopper once.
enum FlashRules {
    static func look(_ visit: UnlockVisit, _ first: Int, in book: UnlockBook) -> Standing {
        guard let own = visit.ownKey, let shared = visit.sharedKey else { return Standing(nil, 0, of: first) }
        let taken = min(book[shared].places, first)
        if book[own].places > 0 { return Standing(.limitShopper, taken, of: first) }
        return Standing(taken >= first ? .othersFirst : nil, taken, of: first)
    }

    static func cross(_ visit: UnlockVisit, _ first: Int, in book: inout UnlockBook) -> Progress {
        var place = 0
        book.update(visit.sharedKey) { state in
            state.places += 1
            state.cross(on: visit.date)
            place = state.places
        }
        book.update(visit.ownKey) { state in
            state.places = place
            state.cross(on: visit.date)
        }
        return Progress(place, of: first)
    }
}

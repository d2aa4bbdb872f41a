import Promotions

extension Catalog {
    /// Stores of that name, those with an offer that is on first, then by id. Looks at every store there is: about a
    /// microsecond each.
    func stores(in place: PlaceName, offering now: Instant, atMost count: Int) -> [Ref<Store>] {
        var offering: [Ref<Store>] = []
        var others: [Ref<Store>] = []
        for (retailer, book) in books.sorted(by: { $0.key < $1.key }) {
            for store in book.stores.values where store.archivedAt == nil && place.names(store) {
                let ref = Ref(retailer, store.id)
                if book.isRunning(at: store, now: now) {
                    offering.append(ref)
                    if offering.count == count { return offering }
                } else if others.count < count {
                    others.append(ref)
                }
            }
        }
        return Array((offering + others).prefix(count))
    }
}

public import Promotions
import Geofence

/// The stores of a retailer in a hundred bytes each: an immutable value that any number of readers share. What is asked for
/// becomes a `Store`, and those that a crowd asks for stay ones for a while.
///
/// The stores lie by id on pages. A change makes new pages only where something changed.
public struct StoreTable: Sendable {
    /// One reference: a book goes along with every check-in.
    private let body: Body

    private final class Body: Sendable {
        let pages: [StorePage]
        let words: StoreWords
        let count: Int
        let recent: Recent<Store, Store>

        init(_ pages: [StorePage], _ words: StoreWords) {
            self.pages = pages
            self.words = words
            count = pages.reduce(0) { $0 + $1.ids.count }
            recent = Recent(of: count)
        }

        /// The last page that starts at or before the id; the first one for what comes before all.
        func page(of id: Int64) -> Int {
            var low = 0
            var high = pages.count
            while low < high {
                let middle = (low + high) / 2
                if pages[middle].ids[0] <= id { low = middle + 1 } else { high = middle }
            }
            return max(0, low - 1)
        }
    }

    public init() {
        body = Body([], StoreWords())
    }

    private init(_ pages: [StorePage], _ words: StoreWords) {
        body = Body(pages, words)
    }

    public var count: Int { body.count }

    /// Memory that the pages take; what they share and polygons are not counted.
    var byteCount: Int { body.pages.reduce(0) { $0 + $1.byteCount } }

    public subscript(id: ID<Store>) -> Store? {
        if let store = body.recent.value(id) { return store }
        guard !body.pages.isEmpty else { return nil }
        let page = body.pages[body.page(of: id.rawValue)]
        guard let place = page.place(of: id.rawValue) else { return nil }
        let store = page.store(at: place, body.words)
        body.recent.keep(store, as: id)
        return store
    }

    /// By id, each made when it is its turn: of a million stores never keep all.
    public var values: some Sequence<Store> {
        let body = body
        return body.pages.lazy.flatMap { page in
            page.ids.indices.lazy.map { page.store(at: $0, body.words) }
        }
    }

    /// All ids with their fences, ascending; nil for archived stores.
    func forEachFence(_ visit: (Int64, Fence?) -> Void) {
        for page in body.pages {
            for place in page.ids.indices { visit(page.ids[place], page.fence(at: place, body.words)) }
        }
    }

    /// The table with these stores in place of those with their ids. Of several with one id the last counts. Takes time
    /// for each page that is touched, and a little for each page there is.
    func changing(_ stores: [Store]) -> StoreTable {
        guard !stores.isEmpty else { return self }
        let changes = Self.distinct(stores)
        var builder = Builder(words: body.words)
        var next = 0
        for (number, page) in body.pages.enumerated() {
            let isLast = number == body.pages.count - 1
            let end = isLast ? Int64.max : body.pages[number + 1].ids[0] - 1
            let first = next
            while next < changes.count, changes[next].id.rawValue <= end { next += 1 }
            builder.append(page, with: changes[first..<next])
        }
        for store in changes[next...] { builder.append(store) }
        return builder.table()
    }

    private static func distinct(_ stores: [Store]) -> [Store] {
        if zip(stores, stores.dropFirst()).allSatisfy({ $0.id < $1.id }) { return stores }
        var last: [ID<Store>: Store] = [:]
        for store in stores { last[store.id] = store }
        return last.values.sorted { $0.id < $1.id }
    }

    /// Makes a table from stores that come by ascending id, so that they need never be in memory all at once.
    struct Builder {
        private var pages: [StorePage] = []
        private var words: StoreWords
        private var draft = StorePage.Draft()

        init(words: StoreWords = StoreWords()) {
            self.words = words
        }

        mutating func append(_ store: Store) {
            draft.append(store, &words)
            if draft.count == StorePage.storesMax { flush() }
        }

        /// A page that is there, with what has changed on it and is new between its stores and up to the next page.
        fileprivate mutating func append(_ page: StorePage, with changes: ArraySlice<Store>) {
            guard let change = changes.first else {
                flush()
                pages.append(page)
                return
            }
            // What only comes after a page leaves the page as it is, unless there is room on it.
            if change.id.rawValue > page.ids[page.ids.count - 1], page.ids.count == StorePage.storesMax {
                flush()
                pages.append(page)
                for store in changes { append(store) }
                return
            }
            var changes = changes
            for place in page.ids.indices {
                let id = page.ids[place]
                while let store = changes.first, store.id.rawValue < id {
                    append(store)
                    changes.removeFirst()
                }
                if let store = changes.first, store.id.rawValue == id {
                    append(store)
                    changes.removeFirst()
                } else {
                    draft.append(page, place)
                    if draft.count == StorePage.storesMax { flush() }
                }
            }
            for store in changes { append(store) }
        }

        private mutating func flush() {
            guard draft.count > 0 else { return }
            pages.append(draft.page())
        }

        mutating func table() -> StoreTable {
            flush()
            return StoreTable(pages, words)
        }
    }
}

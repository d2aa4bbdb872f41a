import Promotions

/// `?limit=` and `?after=`: lists come in order of creation, a page at a time.
struct Page<Subject: Identified>: Sendable {
    static var limits: ClosedRange<Int64> { 1...200 }
    static var limitStandard: Int64 { 50 }

    let limit: Int
    /// The last item of the page before; nil at the start.
    let after: Ref<Subject>?

    init(_ query: Query) throws(Invalid) {
        limit = Int(try query.integer("limit", in: Self.limits) ?? Self.limitStandard)
        after = try query.ref("after")
    }

    /// One more than is shown tells whether there is a next page.
    var asked: Int { limit + 1 }

    /// The cursor of the next page is the id of this one's last item.
    /// - Parameters:
    ///   - found: up to `asked` items.
    ///   - isShown: leaves items out of what is told; the page may then be shorter than asked, and yet have a
    ///     next one.
    func reply<Item>(
        _ found: [Item], id: (Item) -> Ref<Subject>, isShown: (Item) -> Bool = { _ in true }, json: (Item) -> JSON
    ) -> Reply {
        let items = found.prefix(limit)
        let next: JSON = found.count > limit ? items.last.map { .string(id($0).text) } ?? .null : .null
        return .json(["items": .array(items.filter(isShown).map(json)), "next": next])
    }
}

extension Page {
    /// A cursor of another retailer's list starts nowhere: it reads like an unknown parameter.
    func after(of retailer: ID<Retailer>) throws(Invalid) -> ID<Subject>? {
        guard let after else { return nil }
        guard after.retailer == retailer else { throw Invalid(field: "after", reason: "is not a cursor of this list") }
        return after.id
    }
}

import Actions
import Geofence
import Promotions

/// All stores at once, for a map.
enum StoreMapAPI {
    /// A fence of more corners is drawn on its store's own page.
    private static let cornersMax = 64
    private static let searchMax = 100

    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        guard let book = call.desk.shelf.current.book(caller.retailer) else { throw Problem(.notFound) }
        if let typed = call.query["q"] { return try found(typed, book, caller) }
        // Two people may use one browser, or one at two retailers, and see other stores.
        let scope = caller.scope.json(of: caller.retailer)?.text() ?? ""
        let tag = "\(book.version)-" + Fingerprint.of(Array("\(caller.retailer.text) \(scope)".utf8))
        return call.request.unlessKnown(tag, told(book, to: caller, tag: tag))
    }

    private static func told(_ book: RetailerBook, to caller: RetailerCaller, tag: String) -> Reply {
        let stores = book.stores.values.filter { $0.archivedAt == nil && caller.reaches($0.id) }
        return .json(["items": .array(stores.map { json($0, of: caller.retailer) })], tag: tag)
    }

    /// By words of name, number, brand, address, town or region, with what people tell stores apart by.
    private static func found(_ typed: String, _ book: RetailerBook, _ caller: RetailerCaller) throws -> Reply {
        guard typed.count <= searchMax else {
            throw Invalid(field: "q", reason: "must have at most \(searchMax) characters")
        }
        let place = PlaceName(typed, shortest: 1)
        let stores = book.stores.values.filter { store in
            store.archivedAt == nil && place?.names(store, alsoNumber: true) ?? true && caller.reaches(store.id)
        }
        let items = stores.map { store -> JSON in
            var object = json(store, of: caller.retailer).members ?? [:]
            object["address"] = store.address.map { .string($0) }
            object["region"] = store.region.map { .string($0) }
            return .object(object)
        }
        return .json(["items": .array(items)])
    }

    private static func json(_ store: Store, of retailer: ID<Retailer>) -> JSON {
        var object: JSONObject = [
            "id": .string(Ref(retailer, store.id).text), "name": .string(store.name),
            "external_id": JSON(store.externalID),
            "latitude": .double(store.location.latitude), "longitude": .double(store.location.longitude),
        ]
        switch store.fence {
        case .circle(_, let radius): object["radius_meters"] = .double(radius)
        case .polygon(let polygon):
            guard polygon.rings.reduce(0, { $0 + $1.count }) <= cornersMax else { break }
            object["rings"] = .array(
                polygon.rings.map { .array($0.map { [.double($0.longitude), .double($0.latitude)] }) })
        }
        return .object(object)
    }
}

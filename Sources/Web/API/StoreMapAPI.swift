import Actions
import Geofence
import Promotions

/// All stores at once, for a map.
enum StoreMapAPI {
    /// A fence of more corners is drawn on its store's own page.
    private static let cornersMax = 64

    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        guard let book = call.desk.shelf.current.book(caller.retailer) else { throw Problem(.notFound) }
        // Two people may use one browser, and see other stores.
        let tag = caller.scope.isEverything ? "\(book.version)" : "\(book.version)-\(caller.identity)"
        return call.request.unlessKnown(tag, told(book, to: caller, tag: tag))
    }

    private static func told(_ book: RetailerBook, to caller: RetailerCaller, tag: String) -> Reply {
        let stores = book.stores.values.filter { $0.archivedAt == nil && caller.reaches($0.id) }
        return .json(["items": .array(stores.map { json($0, of: caller.retailer) })], tag: tag)
    }

    private static func json(_ store: Store, of retailer: ID<Retailer>) -> JSON {
        var object: JSONObject = [
            "id": .string(Ref(retailer, store.id).text), "name": .string(store.name),
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

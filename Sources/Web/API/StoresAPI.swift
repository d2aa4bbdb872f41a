import Actions
import Hummingbird
import Promotions

/// Stores: made, read, changed, archived, imported.
enum StoresAPI {
    static func create(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let json = try call.json()
        return try await call.once(by: caller) { desk in
            try await desk.createStore(json, of: caller.retailer).reply { told($0, of: caller.retailer, status: 201) }
        }
    }

    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let page = try Page<Store>(call.query)
        let stores = try await call.desk.stores(
            of: caller.retailer, after: page.after(of: caller.retailer), limit: page.asked)
        return page.reply(
            stores, id: { Ref(caller.retailer, $0.id) }, isShown: { caller.reaches($0.id) },
            json: { json($0, of: caller.retailer) })
    }

    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let store = try await call.desk.store(caller.owns(call.ref())).done()
        return call.request.unlessKnown(store.tag, told(store, of: caller.retailer))
    }

    static func change(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Store> = try caller.owns(call.ref())
        let (json, expected) = (try call.json(), try call.expectedTag())
        return try await call.once(by: caller) { desk in
            try await desk.patchStore(ref, with: json, expecting: expected, by: caller.scope).reply {
                told($0, of: caller.retailer)
            }
        }
    }

    static func archive(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Store> = try caller.owns(call.ref())
        return try await call.once(by: caller) { desk in
            try await desk.archiveStore(ref).reply { told($0, of: caller.retailer) }
        }
    }

    /// The file is read as it comes in; then everything good in it is written in one transaction.
    static func importFile(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let order = try importOrder(call.query)
        let file = try await ImportFile.reading(LimitedBody(call.request, max: Route.fileMax), order: order)
        let identity = file.digest + Array((call.request.uri.query ?? "").utf8)
        return try await call.once(by: caller, identity: identity) { desk in
            try await desk.importStores(file, order: order, of: caller.retailer).reply { .json($0.json(Speech.said)) }
        }
    }

    private static func importOrder(_ query: Query) throws(Invalid) -> ImportOrder {
        var order = ImportOrder(mapping: try StoreMapping(query["map"] ?? ""))
        if let name = query["time_zone"] {
            guard let zone = Zone(identifier: name) else {
                throw Invalid(field: "time_zone", reason: "not an IANA time zone, such as America/Los_Angeles")
            }
            order.zone = zone
        }
        order.isDry = try query.flag("dry_run")
        if let radius = try query.number("radius_meters", in: 10...50_000) { order.radiusMeters = radius }
        return order
    }

    private static func told(_ store: Store, of retailer: ID<Retailer>, status: Int = 200) -> Reply {
        .json(json(store, of: retailer), status: status, tag: store.tag)
    }

    private static func json(_ store: Store, of retailer: ID<Retailer>) -> JSON {
        .object(JSONObject([("id", .string(Ref(retailer, store.id).text))] + store.members))
    }
}

import Actions
import Promotions

/// The retailer of a simulation: its stores, campaigns and tills.
struct SimulatedShop: Sendable {
    let retailer: ID<Retailer>
    let owner: String
    let app: String
    let places: SimulatedPlaces
    let pastry: Ref<Campaign>
    let fallback: Ref<Campaign>
    let crowd: Ref<Campaign>
    /// Two of each place that has any.
    let tills: [Int: [String]]
    /// Of the store's number in an answer.
    let placeOfStore: [Int64: Int]
    /// Where the pastries run out early, and its PIN.
    let spentPlace: Int
    let pin: String
}

/// What the command made before any server ran.
struct SimulatedRetailer: Sendable {
    let id: ID<Retailer>
    let owner: String
    let app: String
    let stores: ImportReport
}

extension SimulatedRetailer {
    static func add(_ desk: Desk, seed: UInt64, _ file: ImportFile, _ order: ImportOrder) async throws -> Self {
        let added = try await desk.addRetailer("Simulated morning \(seed)")
        let retailer = added.retailer.id
        let reports = Kept<ImportReport>()
        _ = try await desk.once(nil, of: retailer) { desk in
            await reports.keep(try await desk.importStores(file, order: order, of: retailer).get())
            return KeptAnswer(status: 200, body: [])
        }.get()
        guard let report = await reports.value else { throw Complaint(.fault, "The import said nothing.") }
        return SimulatedRetailer(
            id: retailer, owner: added.owner.secret, app: added.publishable.secret, stores: report)
    }
}

/// Carries a value out of a transaction.
private actor Kept<Value: Sendable> {
    private(set) var value: Value?

    func keep(_ value: Value) {
        self.value = value
    }
}

/// Sets the shop up as a retailer would: over HTTP.
struct SimulatedShopMaker {
    let retailer: SimulatedRetailer
    let plan: MorningPlan
    let changes: JSONObject
    var client: Client

    mutating func places() async throws -> SimulatedPlaces {
        var places: [SimulatedPlace] = []
        var cursor: String?
        repeat {
            let after = cursor.map { "&after=\($0)" } ?? ""
            let page = try await client.told(
                SimulatedRequest(.other, "GET", "/v1/stores?limit=200\(after)", token: retailer.owner))
            places += (page["items"]?.elements ?? []).compactMap(SimulatedPlace.init)
            cursor = page["next"]?.stringValue
        } while cursor != nil
        guard places.count > 1 else { throw Complaint(.badInput, "A morning needs two stores at least.") }
        return SimulatedPlaces(places)
    }

    mutating func open(_ arrivals: ArrivalMaker) async throws -> SimulatedShop {
        let places = arrivals.places
        let noon = LocalTime(minuteOfDay: 12 * 60) ?? .midnight
        let crowd = try await launch(plan.crowd(deadline: places.zone.instant(of: MorningPlan.date, time: noon)))
        let fallback = try await launch(plan.fallback())
        let pastry = try await launch(plan.pastry(fallback: fallback.text, changes: changes))
        var tills: [Int: [String]] = [:]
        for place in arrivals.tills {
            for name in ["Till 1", "Till 2"] {
                tills[place, default: []].append(try await till(name, places.all[place]))
            }
        }
        let pin = "4821"
        let spent = places.all[arrivals.typical].id
        _ = try await client.told(
            SimulatedRequest(.other, "PUT", "/v1/stores/\(spent)/pin", token: retailer.owner, ["pin": .string(pin)]))
        let numbers = places.all.enumerated().compactMap { place, store in
            Ref<Store>(text: store.id).map { ($0.id.rawValue, place) }
        }
        return SimulatedShop(
            retailer: retailer.id, owner: retailer.owner, app: retailer.app, places: places, pastry: pastry,
            fallback: fallback, crowd: crowd, tills: tills,
            placeOfStore: Dictionary(numbers, uniquingKeysWith: { first, _ in first }), spentPlace: arrivals.typical,
            pin: pin)
    }

    private mutating func launch(_ document: JSON) async throws -> Ref<Campaign> {
        let draft = try await client.told(
            SimulatedRequest(.other, "POST", "/v1/campaigns", token: retailer.owner, document))
        guard let text = draft["id"]?.stringValue, let ref = Ref<Campaign>(text: text) else {
            throw Complaint(.fault, "This is no campaign: \(draft.text())")
        }
        _ = try await client.told(
            SimulatedRequest(.other, "POST", "/v1/campaigns/\(text)/launch", token: retailer.owner))
        return ref
    }

    private mutating func till(_ name: String, _ place: SimulatedPlace) async throws -> String {
        let added = try await client.told(
            SimulatedRequest(
                .other, "POST", "/v1/tills", token: retailer.owner,
                ["store_id": .string(place.id), "name": .string(name)]))
        let enrolled = try await client.told(
            SimulatedRequest(.other, "POST", "/v1/tills/enrol", ["code": added["enrolment_code"] ?? .null]))
        guard let token = enrolled["token"]?.stringValue else {
            throw Complaint(.fault, "This is no till: \(enrolled.text())")
        }
        return token
    }
}

import Actions
import Geofence
import Promotions
import Synchronization

/// The live demo's retailer: its shops, tills, shoppers and 60 days behind it, made at once and in the past.
struct LiveShop: Sendable {
    static let historyDays = 60
    private static let together = 40

    let retailer: ID<Retailer>
    let owner: String
    let stores: [Ref<Store>]
    /// A token for each store's till.
    let tills: [String]
    let invitation: String
    let visitsBefore: Int

    /// A clock that is set, for days that are over.
    final class PastClock: Sendable {
        private let instant: Mutex<Instant?> = Mutex(nil)

        /// Nil is now.
        func set(_ moment: Instant?) { instant.withLock { $0 = moment } }

        var clock: Clock { Clock { self.instant.withLock { $0 } ?? Clock.system.now() } }
    }

    static func make(_ desk: Desk, past: PastClock, dice: inout SeededDice) async throws -> LiveShop {
        let today = Clock.system.now()
        past.set(today.adding(seconds: -historyDays * 86_400))
        guard let email = EmailAddress("owner@tidewater.example") else { throw Complaint(.fault, "No address.") }
        let (added, _) = try await desk.addRetailer("Tidewater Bakehouse, live", owner: email, named: "Kim Tide").get()
        let (retailer, key) = (added.retailer.id, added.owner.key.actor)
        var stores: [Ref<Store>] = []
        for (number, place) in LivePlace.all.enumerated() {
            let id = try await kept(desk, retailer) { desk in
                try await desk.createStore(place.document(number: number), of: retailer).get().id.rawValue
            }
            stores.append(Ref(retailer, ID(id)))
        }
        let campaign = try await kept(desk, retailer) { desk in
            let draft = try await desk.createCampaign(history, of: retailer, by: key).get()
            return try await desk.order(.launch, Ref(retailer, draft.id)).get().id.rawValue
        }
        var tills: [TillToken] = []
        var tokens: [String] = []
        for store in stores {
            let token = try await enrol(desk, at: store)
            tokens.append(token)
            guard case .done(.till(let till)) = desk.caller(bearing: token) else { continue }
            tills.append(till)
        }
        var visits = 0
        for day in 0..<historyDays {
            visits += try await play(day, of: historyDays, today, desk, past, stores, tills, &dice)
        }
        past.set(nil)
        // The morning has its own offers.
        _ = try await kept(desk, retailer) { desk in
            try await desk.order(.end, Ref(retailer, ID(campaign))).get().id.rawValue
        }
        // Made now, so that it is good for a week from now.
        let people = try await desk.users(of: retailer, after: nil, limit: 1)
        guard let owner = people.first else { throw Complaint(.fault, "The owner is gone.") }
        let link = Holder<String>()
        _ = try await desk.once(nil, of: retailer) { desk in
            link.set(try await desk.inviteAgain(Ref(retailer, owner.id)).get().link)
            return KeptAnswer(status: 200, body: [])
        }.get()
        return LiveShop(
            retailer: retailer, owner: added.owner.secret, stores: stores, tills: tokens, invitation: link.value ?? "",
            visitsBefore: visits)
    }

    /// One day that is over: visits to every shop, and most coupons used an hour later.
    private static func play(
        _ day: Int, of days: Int, _ today: Instant, _ desk: Desk, _ past: PastClock, _ stores: [Ref<Store>],
        _ tills: [TillToken], _ dice: inout SeededDice
    ) async throws -> Int {
        let noon = today.adding(seconds: (day - days) * 86_400)
        past.set(noon)
        var visits: [(place: Int, redeems: Bool)] = []
        for place in stores.indices where place != LivePlace.pinOff {
            // A little more every week, and more at the weekend.
            let usual = 2 + day / 20 + (day % 7 >= 5 ? 2 : 0)
            for _ in 0..<Int.random(in: usual...usual + 3, using: &dice) {
                visits.append((place, Int.random(in: 0..<10, using: &dice) < 7))
            }
        }
        let shoppers = try await signUp(visits.count, desk, stores[0].retailer)
        let codes = try await spread(Array(zip(visits, shoppers))) { visit, shopper -> (Int, String)? in
            let place = LivePlace.all[visit.place]
            guard let fix = fix(of: place) else { return nil }
            let attempt = CheckInAttempt(
                caller: shopper, fix: ReportedFix(fix: fix, capturedAt: noon, isMocked: false),
                store: stores[visit.place], channel: nil, retry: nil)
            guard let coupon = try await desk.checkIn(attempt).get().coupons.first, visit.redeems else { return nil }
            return (visit.place, coupon.code.symbols)
        }.compactMap(\.self)
        past.set(noon.adding(seconds: 3_600))
        _ = try await spread(codes) { place, code in
            let basket = try Basket(reading: Fields(["currency": "NZD", "total": 2_400]))
            _ = try await desk.redeem(TillSale(code: code, basket: basket), at: tills[place], retry: nil).get()
        }
        return visits.count
    }

    static func fix(of place: LivePlace) -> Fix? {
        guard let position = Position(latitude: place.latitude, longitude: place.longitude) else { return nil }
        return Fix(position: position, accuracyMeters: 12)
    }

    static func signUp(_ count: Int, _ desk: Desk, _ retailer: ID<Retailer>) async throws -> [ShopperToken] {
        try await spread(Array(0..<count)) { _ in try await signUp(desk, retailer).0 }
    }

    static func signUp(_ desk: Desk, _ retailer: ID<Retailer>) async throws -> (ShopperToken, String) {
        let consents = Shopper.Consents(location: true, marketing: false)
        let signUp = SignUp(consents: consents, locale: "en-NZ", identity: nil, textVersion: "demo")
        let text = try await desk.signUp(signUp, through: retailer, isVouchedFor: false).get().token
        guard case .done(.shopper(let token)) = desk.caller(bearing: text) else {
            throw Complaint(.fault, "A new shopper's token does not work.")
        }
        return (token, text)
    }

    private static func enrol(_ desk: Desk, at store: Ref<Store>) async throws -> String {
        let code = Holder<String>()
        _ = try await desk.once(nil, of: store.retailer) { desk in
            code.set(try await desk.addTill(named: "Counter", at: store).get().enrolmentCode)
            return KeptAnswer(status: 200, body: [])
        }.get()
        return try await desk.enrolTill(code.value ?? "").get().token
    }

    private static func kept(
        _ desk: Desk, _ retailer: ID<Retailer>, _ body: @escaping @Sendable (Desk) async throws -> Int64
    ) async throws -> Int64 {
        let number = Holder<Int64>()
        _ = try await desk.once(nil, of: retailer) { desk in
            number.set(try await body(desk))
            return KeptAnswer(status: 200, body: [])
        }.get()
        return number.value ?? 0
    }

    /// Some at a time.
    static func spread<Item: Sendable, Value: Sendable>(
        _ items: [Item], _ work: @escaping @Sendable (Item) async throws -> Value
    ) async throws -> [Value] {
        var values: [Value] = []
        for start in stride(from: 0, to: items.count, by: together) {
            values += try await withThrowingTaskGroup(of: Value.self) { group in
                for item in items[start..<min(start + together, items.count)] { group.addTask { try await work(item) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        return values
    }

    private static let history: JSON = [
        "name": "Ten percent for neighbours", "unlock": ["kind": "every_visit"],
        "reward": ["kind": "percent_off", "percent": 10, "max_discount": ["amount": 300, "currency": "NZD"]],
        "limits": [["per": "shopper", "period": "day", "max": 1]],
        "coupon": [
            "valid": ["for": "PT12H"], "redeem_at": "issuing_store", "headline": "Ten percent off, for neighbours",
            "terms": "Up to 3 dollars off. One coupon a day.",
        ],
    ]
}

/// Carries a value out of a transaction.
final class Holder<Value: Sendable>: Sendable {
    private let kept = Mutex<Value?>(nil)

    func set(_ value: Value) { kept.withLock { $0 = value } }

    var value: Value? { kept.withLock { $0 } }
}

import Actions
import Foundation
import Promotions

/// Plays a pastry morning over HTTP on a server that runs, for somebody who watches it in the console.
struct LiveMorning {
    let shop: LiveShop
    /// Tokens of shoppers who have not come yet.
    var waiting: [String]
    let seconds: Double
    let desk: Desk
    let say: @Sendable (String) -> Void
    var client: Client
    var dice: SeededDice
    var sum = LiveSum()
    private(set) var pastry = ""
    private(set) var fallback = ""
    private(set) var crowd = ""
    /// Check-ins that were refused at the pin that is off, with their shoppers.
    private var refused: [(checkIn: String, shopper: String)] = []
    private var line = LiveLine()
    private var start = ContinuousClock.now
    private var calls = 0

    init(
        shop: LiveShop, waiting: [String], seconds: Double, port: Int, desk: Desk, dice: SeededDice,
        say: @escaping @Sendable (String) -> Void
    ) {
        self.shop = shop
        self.waiting = waiting
        self.seconds = seconds
        self.desk = desk
        self.dice = dice
        self.say = say
        client = Client([port])
    }

    /// What happens when, in parts of the whole.
    private enum Event: CaseIterable {
        case ready, lineDown, soldOut, pinMoved, cheat, lineUp, crowd

        var at: Double {
            switch self {
            case .ready: 0.12
            case .lineDown: 0.25
            case .soldOut: 0.35
            case .pinMoved: 0.45
            case .cheat: 0.55
            case .lineUp: 0.65
            case .crowd: 0.75
            }
        }
    }

    mutating func play() async throws {
        try await open()
        start = .now
        var events = Event.allCases
        let visits = 320
        for number in 0..<visits {
            while let next = events.first, next.at <= Double(number) / Double(visits) {
                events.removeFirst()
                try await happen(next)
            }
            try await visit()
            let due = start + .seconds(seconds * Double(number + 1) / Double(visits))
            try await Task.sleep(until: due)
        }
        client.close()
    }

    /// Seven o'clock is the start; the whole lasts two hours of the story.
    private var clock: String {
        let passed = min(1, Moments.seconds(ContinuousClock.now - start) / seconds)
        let minutes = 7 * 60 + Int(passed * 120)
        return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }

    private func tell(_ text: String) { say("\(clock)  \(text)") }

    private mutating func open() async throws {
        fallback = try await launch(LiveCampaigns.fallback)
        pastry = try await launch(LiveCampaigns.pastry(fallback: fallback))
        crowd = try await launch(LiveCampaigns.crowd(deadline: Clock.system.now().adding(seconds: 3_600)))
        let rehearsal = try await owner("GET", "/v1/campaigns/\(pastry)/rehearsal")
        for till in shop.tills.indices where till != LivePlace.unready {
            _ = try await at(till, "/v1/tills/me/rehearsals", ["code": rehearsal["code"] ?? .null])
        }
        let ready = try await owner("GET", "/v1/campaigns/\(pastry)/rehearsal")
        tell(
            "The shops open. \(ready["say"]?.stringValue ?? "") \(LivePlace.all[LivePlace.unready].name) has not rehearsed."
        )
    }

    private mutating func happen(_ event: Event) async throws {
        switch event {
        case .ready: try await rehearseLast()
        case .lineDown: try await cutLine()
        case .soldOut: try await sellOut()
        case .pinMoved: try await movePin()
        case .cheat: try await cheat()
        case .lineUp: try await restoreLine()
        case .crowd: try await unlockCrowd()
        }
    }

    private mutating func rehearseLast() async throws {
        let rehearsal = try await owner("GET", "/v1/campaigns/\(pastry)/rehearsal")
        let done = try await at(
            LivePlace.unready, "/v1/tills/me/rehearsals", ["code": rehearsal["code"] ?? .null])
        let say = done["readiness"]?["say"]?.stringValue ?? ""
        tell("\(LivePlace.all[LivePlace.unready].name) rehearses. \(say)")
    }

    private mutating func cutLine() async throws {
        let pack = try await client.told(
            SimulatedRequest(.other, "GET", "/v1/tills/me/pack", token: shop.tills[LivePlace.lineCut]))
        line.cut(try OfflinePack(reading: pack))
        tell(
            "\(LivePlace.all[LivePlace.lineCut].name) loses its line. Its till has a pack and a lease of \(LiveCampaigns.leased)."
        )
    }

    private mutating func restoreLine() async throws {
        let items = line.restore()
        let till = shop.tills[LivePlace.lineCut]
        var outcomes: [String: Int] = [:]
        if !items.isEmpty {
            let told = try await client.told(
                SimulatedRequest(
                    .other, "POST", "/v1/redemptions/upload", token: till, key: key(), ["items": .array(items)]))
            for item in told["items"]?.elements ?? [] { outcomes[item["outcome"]?.stringValue ?? "?", default: 0] += 1 }
        }
        for lease in line.leases {
            _ = try await client.told(
                SimulatedRequest(.other, "POST", "/v1/tills/me/leases/\(lease)/close", token: till, key: key()))
        }
        sum.offline = items.count
        let booked = outcomes.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        tell(
            "\(LivePlace.all[LivePlace.lineCut].name) is back: \(items.count) coupons taken without a line, booked as "
                + "\(booked.isEmpty ? "nothing" : booked).")
    }

    private mutating func sellOut() async throws {
        let store = shop.stores[LivePlace.soldOut].text
        _ = try await owner("POST", "/v1/stores/\(store)/sold-out", ["campaign_id": .string(pastry)])
        tell(
            "\(LivePlace.all[LivePlace.soldOut].name) has no pastries left. Who comes there now gets a coffee for 2.50."
        )
    }

    private mutating func movePin() async throws {
        let place = LivePlace.all[LivePlace.pinOff]
        let store = shop.stores[LivePlace.pinOff].text
        let location: JSON = ["latitude": .double(place.latitude), "longitude": .double(place.longitude)]
        _ = try await owner("PATCH", "/v1/stores/\(store)", ["location": location])
        var granted = 0
        for visit in refused {
            let answer = try await client.ask(
                SimulatedRequest(
                    .other, "POST", "/v1/appeals/\(visit.checkIn)/grant", token: shop.owner, key: key()))
            if answer.answer.status == 200 { granted += answer.answer.json["coupon_ids"]?.elements?.count ?? 0 }
        }
        sum.repaired = granted
        tell(
            "\(place.name): \(refused.count) people stood in the shop and were refused, its pin was 140 m off. The pin is "
                + "moved, their appeals are granted: \(granted) pastries more.")
        refused = []
    }

    private mutating func cheat() async throws {
        guard let shopper = waiting.popLast() else { return }
        _ = try await checkIn(at: 0, by: shopper)
        try await Task.sleep(for: .seconds(1))
        let far = try await checkIn(at: LivePlace.farAway, by: shopper)
        let id = far["id"]?.stringValue ?? ""
        let receipt = try await owner("GET", "/v1/check-ins/\(id)/receipt")
        let reasons = (far["reasons"]?.elements ?? []).compactMap { $0["code"]?.stringValue }
        sum.cheatReceipt = id
        tell(
            "Somebody checks in at Cuba Street and, a second later, in Auckland: \(far["verdict"]?.stringValue ?? "") "
                + "(\(reasons.joined(separator: ", "))). The receipt \(id) says why"
                + (receipt["rules"] == nil && receipt["signals"] == nil ? "." : ", rule by rule."))
    }

    private mutating func unlockCrowd() async throws {
        var last: JSON = .null
        for _ in 0..<LiveCampaigns.crowdTarget {
            guard let shopper = waiting.popLast() else { break }
            last = try await client.told(
                SimulatedRequest(.pledge, "POST", "/v1/campaigns/\(crowd)/pledges", token: shopper, key: key()))
        }
        tell(
            "\(LiveCampaigns.crowdTarget) people want the loaf: \(last["state"]?.stringValue ?? "unlocked"), and everybody gets one."
        )
    }

    /// Somebody comes to a shop, and most go on to the till.
    private mutating func visit() async throws {
        guard let shopper = waiting.popLast() else { return }
        let place = Int.random(in: 0..<LivePlace.all.count, using: &dice)
        let told = try await checkIn(at: place, by: shopper)
        guard let coupon = told["coupons"]?.elements?.first, let id = coupon["id"]?.stringValue else {
            if place == LivePlace.pinOff, told["verdict"] == "refused", let id = told["id"]?.stringValue {
                _ = try await client.ask(
                    SimulatedRequest(
                        .other, "POST", "/v1/check-ins/\(id)/appeal", token: shopper, key: key(),
                        ["message": "I am standing at the counter."]))
                refused.append((id, shopper))
            }
            return
        }
        guard Int.random(in: 0..<10, using: &dice) < 7 else { return }
        if place == LivePlace.lineCut, line.isCut {
            // What the phone shows: the QR of an offline coupon is signed.
            guard let ref = Ref<Coupon>(text: id), case .done(.shopper(let token)) = desk.caller(bearing: shopper)
            else { return }
            let shown = try await desk.qrContent(try await desk.coupon(ref, for: token).get())
            _ = line.take(shown, at: Clock.system.now())
            return
        }
        let sale = SimulatedRequest(
            .redemption, "POST", "/v1/redemptions", token: shop.tills[place], key: key(),
            [
                "code": coupon["code"] ?? .string(id), "cashier": "Kim",
                "basket": LiveLine.basket,
            ])
        _ = try await client.ask(sale)
    }

    private mutating func checkIn(at place: Int, by shopper: String) async throws -> JSON {
        let spot = LivePlace.all[place]
        let far = 0.0002
        return try await client.told(
            SimulatedRequest(
                .checkIn, "POST", "/v1/check-ins", token: shopper, key: key(),
                [
                    "store_id": .string(shop.stores[place].text),
                    "position": [
                        "latitude": .double(spot.latitude + Double.random(in: -far...far, using: &dice)),
                        "longitude": .double(spot.longitude + Double.random(in: -far...far, using: &dice)),
                        "accuracy_meters": .double(Double.random(in: 6...18, using: &dice)), "age_ms": 700,
                    ],
                ]))
    }

    private mutating func launch(_ document: JSON) async throws -> String {
        let draft = try await owner("POST", "/v1/campaigns", document)
        let id = draft["id"]?.stringValue ?? ""
        _ = try await owner("POST", "/v1/campaigns/\(id)/launch")
        return id
    }

    private mutating func owner(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        try await client.told(
            SimulatedRequest(.other, method, path, token: shop.owner, key: method == "GET" ? nil : key(), body))
    }

    private mutating func at(_ till: Int, _ path: String, _ body: JSON) async throws -> JSON {
        try await client.told(SimulatedRequest(.other, "POST", path, token: shop.tills[till], key: key(), body))
    }

    private mutating func key() -> String {
        calls += 1
        return "live-\(calls)"
    }
}

/// What the demo was told, for its last page.
struct LiveSum: Sendable {
    var repaired = 0
    var offline = 0
    var cheatReceipt = ""
}

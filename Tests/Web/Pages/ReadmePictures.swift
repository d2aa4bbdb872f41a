import Foundation
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

/// What `scripts/screenshots` runs: the README's pictures of the four main pages, in a made-up shop on a pastry morning.
@Suite(
    "the README's pictures", .serialized, .enabled(if: ProcessInfo.processInfo.environment["FOOTFALL_PICTURES"] != nil))
struct ReadmePictures {
    private static let streets = [
        ("West Portal", 37.7397, -122.4673), ("Valencia Street", 37.7590, -122.4212),
        ("North Beach", 37.8002, -122.4100),
        ("Hayes Valley", 37.7765, -122.4240), ("Inner Sunset", 37.7637, -122.4664), ("Fillmore", 37.7890, -122.4336),
    ]

    @Test("campaign, check-in, till and offer page")
    func pictures() async throws {
        try await WebWorld.with(over: .live) { world in
            let stores = try await openStores(world)
            let campaign = try await world.launch(changing: [
                "limits": [
                    ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 12],
                    ["per": "campaign", "period": "campaign", "max": 60],
                ],
                "reward": [
                    "kind": "free_item", "item": "Pastry", "with_purchase": true,
                    "value": ["amount": 450, "currency": "USD"],
                ],
                "coupon": [
                    "valid": ["until": "end_of_window"], "headline": "A free pastry with your coffee",
                    "terms": "One for each customer, with any purchase, while they last.",
                ],
            ])
            let tills = try await stores.asyncMap { try await world.till(at: $0) }
            let code = try await visit(world, stores, tills)
            let owner = try await world.user("kim@larkspur.example")
            try await Browser.with(world, .desktop) { browser in
                try await browser.signIn(owner)
                try await browser.open("/console/campaigns/\(campaign)")
                try await browser.wait(for: "#drawn")
                try await Task.sleep(for: .seconds(3))
                try await browser.keepPicture("console", isWhole: false)
                try await browser.open("/console/stores")
                try await Task.sleep(for: .seconds(2))
                try await browser.keepPicture("stores", isWhole: false)
            }
            try await Browser.with(world) { browser in
                try await browser.stand(latitude: 37.73975)
                try await browser.open("/")
                try await browser.press("main button.wide")
                try await browser.wait(for: ".offer h3")
                try await browser.keepPicture("shopper", isWhole: false)
                try await browser.open("/o/\(campaign.split(separator: "_").last ?? "")")
                try await browser.wait(for: "h1")
                try await browser.keepPicture("offer", isWhole: false)
            }
            try await till(world, stores[0], code)
        }
    }

    private func openStores(_ world: WebWorld) async throws -> [String] {
        var stores: [String] = []
        for (name, latitude, longitude) in Self.streets {
            var store = WebWorld.store(name).members ?? [:]
            store["location"] = ["latitude": .double(latitude), "longitude": .double(longitude)]
            store["address"] = .string("\(name), San Francisco")
            stores.append(try await world.post("/v1/stores", .object(store), token: world.owner).string("id"))
        }
        return stores
    }

    /// Some dozen people come, and most go to the till.
    /// - Returns: the code of one who has not.
    private func visit(_ world: WebWorld, _ stores: [String], _ tills: [String]) async throws -> String {
        var kept = ""
        for number in 0..<44 {
            let place = number * number % stores.count
            let body: JSON = [
                "store_id": .string(stores[place]),
                "position": [
                    "latitude": .double(Self.streets[place].1 + 0.0001), "longitude": .double(Self.streets[place].2),
                    "accuracy_meters": 12, "age_ms": 500,
                ],
            ]
            let visit = try await world.post("/v1/check-ins", body, token: world.shopper())
            guard let code = visit.json["coupons"]?[0]?["code"]?.stringValue else { continue }
            if place == 0 { kept = code }
            guard number % 3 > 0, number < 40 else { continue }
            let sale: JSON = ["code": .string(code), "basket": ["currency": "USD", "total": 900]]
            _ = try await world.post("/v1/redemptions", sale, token: tills[place])
        }
        return kept
    }

    private func till(_ world: WebWorld, _ store: String, _ code: String) async throws {
        let new = try await world.post(
            "/v1/tills", ["store_id": .string(store), "name": "Till 2"], token: world.owner)
        try await Browser.with(world, Screen(width: 1024, height: 768, isMobile: true)) { browser in
            try await browser.open("/till#enrol/\(new.string("enrolment_code"))")
            try await browser.press("form button")
            try await browser.wait(for: "#live")
            try await browser.type(code, into: "#code")
            try await browser.press("form button")
            try await browser.wait(for: ".answer-screen h1")
            try await Task.sleep(for: .seconds(1))
            try await browser.keepPicture("till", isWhole: false)
        }
    }
}

extension Array {
    fileprivate func asyncMap<Value>(_ change: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await change(element)) }
        return values
    }
}

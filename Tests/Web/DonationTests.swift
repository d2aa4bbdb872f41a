import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Donations over HTTP")
struct DonationTests {
    static func terms(amount: Int64 = 150, limits: JSON = []) -> JSONObject {
        [
            "name": "A dollar fifty for lunch", "limits": limits, "schedule": ["from": "2026-07-21"],
            "reward": [
                "kind": "donation", "amount": ["amount": .int(amount), "currency": "USD"],
                "charity": "Food Bank, Inc.",
            ],
            "coupon": ["headline": "$1.50 to Food Bank, Inc.", "terms": "For each visit, once a day."],
        ]
    }

    @Test("each rewarded check-in gives, says so in plain words, and gives once however often it is sent")
    func gives() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            var terms = Self.terms(limits: [["per": "shopper", "period": "day", "max": 1]])
            terms["budget"] = ["amount": 450, "currency": "USD", "cover": 1]
            let id = try await world.launch(changing: terms)
            let (ann, bob) = (try await world.shopper(), try await world.shopper())
            let first = try await world.post("/v1/check-ins", WebWorld.visit(), token: ann, key: "one")
            #expect(first.json["verdict"] == "accepted" && first.json["coupons"] == [], "\(first.text)")
            let offer = try #require(first.json["offers"]?[0])
            #expect(offer["state"] == "donated" && offer["coupon_id"] == nil && offer["participants"] == 1)
            #expect(offer["donation"]?["charity"] == "Food Bank, Inc." && offer["donation"]?["total"]?["amount"] == 150)
            #expect(offer["say"] == "Your visit gave $1.50 to Food Bank, Inc.: $1.50 from everybody so far.")
            #expect(try await world.post("/v1/check-ins", WebWorld.visit(), token: ann, key: "one").json == first.json)

            let second = try await world.post("/v1/check-ins", WebWorld.visit(), token: bob)
            #expect(second.json["offers"]?[0]?["donation"]?["total"]?["amount"] == 300, "\(second.text)")
            world.clock.advance(seconds: 4_000)
            let again = try await world.post("/v1/check-ins", WebWorld.visit(), token: ann)
            #expect(UnlockScenarioTests.offer(again) == "taken 1/1 visit limit_shopper")
            let found = try await world.post("/v1/offers/search", WebWorld.visit(), token: world.shopper())
            let seen = try #require(found.json["stores"]?[0]?["offers"]?[0])
            #expect(seen["state"] == "unlocked" && seen["donation"]?["total"]?["amount"] == 300 && seen["say"] == nil)

            _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            let late = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(UnlockScenarioTests.offer(late) == "taken 1/1 visit budget_spent")
            let path = try "/v1/check-ins/\(first.string("id"))/receipt"
            let receipt = try await world.get(path, token: ann)
            #expect(receipt.json["offers"]?[0]?["say"] == "Your visit gave to the charity.")
            #expect(receipt.json["next"] == "You need do nothing more.")
            try await expectRecounted(world, id, count: 3, amount: 450)
        }
    }

    /// Stats, the counter that limits are held to, and the rows say the same.
    private func expectRecounted(_ world: WebWorld, _ id: String, count: Int64, amount: Int64) async throws {
        let sql = "select count(*) * 1000000 + coalesce(sum(amount), 0)::bigint from donations"
        #expect(try await world.count(sql) == count * 1_000_000 + amount)
        #expect(
            try await world.count("select coupons * 1000000 + exposure from campaign_counters")
                == count * 1_000_000 + amount)
        #expect(try await world.count("select count(*) from coupons") == 0)
        let stats = try await world.get("/v1/campaigns/\(id)/stats", token: world.owner)
        let funnel = try #require(stats.json["funnel"])
        #expect(funnel["given"] == .int(count) && funnel["donated"]?["amount"] == .int(amount), "\(stats.text)")
        #expect(funnel["issued"] == 0 && stats.json["issued"] == 0)
        #expect(stats.json["exposure"]?["total"] == stats.json["live"]?["exposure"])
        for cut in ["store", "day", "hour", "channel"] {
            let parts = stats.json["by"]?[cut]?.elements ?? []
            #expect(parts.reduce(0) { $0 + ($1["given"]?.integerValue ?? 0) } == count, "\(cut)")
            #expect(parts.reduce(0) { $0 + ($1["donated"]?["amount"]?.integerValue ?? 0) } == amount, "\(cut)")
        }
    }

    @Test("the charity's receipt is of closed days, adds up to the rows, and never changes")
    func receipt() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.call(.patch, "/v1/stores/\(store)", ["owner": "franchise"], token: world.owner)
            var terms = Self.terms()
            terms["funding"] = [["by": "company", "percent": 50], ["by": "store_owner", "percent": 50]]
            let id = try await world.launch(changing: terms)
            for _ in 0..<3 { _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper()) }
            let days = "from=2026-07-21&to=2026-07-22"
            let path = "/v1/campaigns/\(id)/donations"
            let early = try await world.get("\(path)?\(days)", token: world.owner)
            #expect(early.status == 409 && early.code == "day_open")
            world.clock.advance(seconds: 86_400)
            #expect(try await world.desk.closeDays(of: world.retailer) == 2)
            _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())

            let told = try await world.get("\(path)?\(days)", token: world.auditor())
            #expect(told.status == 200 && told.json["charity"] == "Food Bank, Inc.", "\(told.text)")
            #expect(told.json["count"] == 3 && told.json["total"]?["amount"] == 450)
            #expect(
                told.json["days"]?.text()
                    == #"[{"business_day":"2026-07-21","count":3,"amount":{"amount":450,"currency":"USD"}}]"#)
            #expect(told.json["so_far"]?["count"] == 4)
            let file = try await world.get("\(path).csv?\(days)", token: world.owner)
            #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
            let line = "2026-07-21,\(id),1,\(store),franchise,\"Food Bank, Inc.\",USD,3,450,225,225,0\r\n"
            #expect(file.text.hasSuffix("partner_share\r\n\(line)"), "\(file.text)")

            // Another owner and amount, and more visits: the closed day stays, and what came later is of a later day.
            _ = try await world.call(.patch, "/v1/stores/\(store)", ["owner": "company"], token: world.owner)
            let more = try await world.call(
                .patch, "/v1/campaigns/\(id)", ["reward": Self.terms(amount: 200)["reward"] ?? .null],
                token: world.owner)
            #expect(more.status == 200, "\(more.text)")
            _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            world.clock.advance(seconds: 2 * 86_400)
            #expect(try await world.desk.closeDays(of: world.retailer) == 2)
            #expect(try await world.get("\(path).csv?\(days)", token: world.owner).text == file.text)
            let all = try await world.get("\(path)?from=2026-07-01&to=2026-07-24", token: world.owner)
            #expect(all.json["count"] == 5 && all.json["total"]?["amount"] == 800, "\(all.text)")
            #expect(try await world.count("select sum(amount)::bigint from donation_lines") == 800)
        }
    }

    @Test("the charity that was promised stays, and other campaigns have no such receipt")
    func promised() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let id = try await world.launch(changing: Self.terms())
            var reward = try #require(Self.terms()["reward"]?.members)
            reward["charity"] = "Harbour Rescue"
            let other = try await world.call(
                .patch, "/v1/campaigns/\(id)", ["reward": .object(reward)], token: world.owner)
            #expect(other.status == 400 && other.json["errors"]?[0]?["field"] == "reward.charity", "\(other.text)")
            let pastry = try await world.launch()
            let days = "from=2026-07-21&to=2026-07-22"
            #expect(try await world.get("/v1/campaigns/\(pastry)/donations?\(days)", token: world.owner).status == 404)
            #expect(try await world.get("/v1/campaigns/\(id)/donations", token: world.owner).status == 400)
        }
    }

    @Test("a limit added later counts what was given")
    func addedLimit() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let id = try await world.launch(changing: Self.terms())
            for _ in 0..<2 { _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper()) }
            let limits: JSON = [["per": "store", "period": "day", "max": 3]]
            _ = try await world.call(.patch, "/v1/campaigns/\(id)", ["limits": limits], token: world.owner)
            let third = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(third.json["offers"]?[0]?["state"] == "donated", "\(third.text)")
            let fourth = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(UnlockScenarioTests.offer(fourth) == "taken 1/1 visit limit_store")
        }
    }

    @Test("a swarm gives for each of its visits, in the transaction of the last")
    func swarm() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            var terms = Self.terms()
            terms["unlock"] = ["kind": "swarm", "shoppers": 3]
            let id = try await world.launch(changing: terms)
            for _ in 0..<2 { _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper()) }
            #expect(try await world.count("select count(*) from donations") == 0)
            let third = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(third.json["offers"]?[0]?["donation"]?["total"]?["amount"] == 450, "\(third.text)")
            try await expectRecounted(world, id, count: 3, amount: 450)
        }
    }
}

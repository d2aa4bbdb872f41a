import Actions
import Promotions
import Testing

@testable import Web

@Suite("Preview and preflight over HTTP")
struct PreflightTests {
    @Test("the preview lists the next windows store by store, on each clock, slots and blackouts kept")
    func preview() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            for (name, zone, place) in [
                ("Lord Howe", "Australia/Lord_Howe", (-31.5553, 159.0821)),
                ("Berlin", "Europe/Berlin", (52.52, 13.405)),
            ] {
                var store = WebWorld.store(name).members ?? [:]
                store["time_zone"] = .string(zone)
                store["location"] = ["latitude": .double(place.0), "longitude": .double(place.1)]
                _ = try await world.post("/v1/stores", .object(store), token: world.owner)
            }
            let schedule: JSON = [
                "from": "2026-10-03",
                "windows": [["from": "01:00", "to": "02:15"], ["from": "23:00", "to": "01:00"]],
                "blackouts": ["2026-10-05"],
            ]
            let path = "/v1/campaigns/" + (try await world.draft(changing: ["schedule": schedule])) + "/preview"
            let first = try await world.get("\(path)?n=4&limit=2", token: world.owner)
            #expect(first.json["items"]?.elements?.count == 2)
            let howe = try #require(first.json["items"]?[1])
            #expect(howe["time_zone"] == "Australia/Lord_Howe")
            // Clocks go from 2:00 to 2:30 on the fourth: the window ends where the gap begins.
            #expect(
                howe["windows"]?.elements?.compactMap { $0["local_to"]?.stringValue } == [
                    "2026-10-03T02:15:00+10:30", "2026-10-04T01:00:00+10:30", "2026-10-04T02:30:00+11:00",
                    "2026-10-05T01:00:00+11:00",
                ])
            let next = try await world.get("\(path)?limit=2&after=\(first.string("next"))", token: world.owner)
            #expect(next.json["items"]?.elements?.compactMap { $0["name"]?.stringValue } == ["Berlin"])
            #expect(next.json["items"]?[0]?["windows"]?.elements?.count == 5 && next.json["next"] == .null)
            #expect(try await world.get("\(path)?n=51", token: world.owner).status == 400)
        }
    }

    @Test("a preflight says what would go wrong, what it can cost and when it sells out")
    func preflight() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            var twin = WebWorld.store("Twin").members ?? [:]
            twin["location"] = ["latitude": 37.7398, "longitude": -122.4673]
            _ = try await world.post("/v1/stores", .object(twin), token: world.owner)
            let id = try await world.draft(changing: [
                "schedule": ["from": "2026-07-22", "to": "2026-07-24", "windows": [["from": "07:00", "to": "10:30"]]],
                "reward": ["kind": "amount_off", "amount": ["amount": 500, "currency": "USD"]],
                "conditions": ["min_spend": ["amount": 2_000, "currency": "USD"]],
                "limits": [
                    ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 75],
                ],
                "budget": ["amount": 100_000, "currency": "USD", "cover": 0.5],
                "coupon": ["valid": ["for": "PT12H"], "headline": "Five off", "terms": "One each, while they last."],
            ])
            let path = "/v1/campaigns/\(id)/preflight"
            let report = try await world.post(path, ["arrivals_per_hour": 60], token: world.owner)
            #expect(report.status == 200 && report.json["launchable"] == true, "\(report.text)")
            let says = report.json["findings"]?.elements?.compactMap { $0["say"]?.stringValue } ?? []
            for part in [
                "no opening hours", "overlap", "At worst 300 coupons are out and cost $1500.00", "covers 400 coupons",
                "exceeded by $500.00", "With 60 shoppers an hour, each of the 2 stores in America/Los_Angeles",
                "tomorrow at 8:15", "used outside the windows", "anybody can join again", "least spend of $20.00",
            ] {
                #expect(says.contains { $0.contains(part) }, "\(part) in \(says)")
            }
            #expect(report.json["worst_case"]?["coupons"] == 300)
            let first = report.json["sell_out"]?["stores"]?[0]
            #expect(first?["store_id"] == .string(store))
            #expect(first?["local_at"] == "2026-07-22T08:15:00-07:00")
            #expect(report.json["windows"]?[0]?["windows"]?.elements?.count == 2)
            #expect(try await world.post(path, token: world.owner).json["arrivals_per_hour"]?.numberValue == 60)
            #expect(try await world.post(path, ["arrivals_per_hour": 0], token: world.owner).status == 400)
        }
    }

    @Test("what a launch would refuse is an error")
    func errors() async throws {
        try await WebWorld.with { world in
            let id = try await world.draft(changing: ["budget": ["amount": 100, "currency": "USD"]])
            let report = try await world.post("/v1/campaigns/\(id)/preflight", token: world.owner)
            #expect(report.json["launchable"] == false)
            #expect(report.json["findings"]?[0]?["severity"] == "error")
            let fields = report.json["findings"]?.elements?.compactMap { $0["field"]?.stringValue } ?? []
            #expect(fields.contains("stores") && fields.contains("reward.value"))
        }
    }
}

import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Lift over HTTP")
struct LiftWebTests {
    @Test("what an offer brought is measured against stores like it where it does not run")
    func matchedStores() async throws {
        try await WebWorld.with { world in
            var places: [String] = []
            for place in 0..<4 {
                let longitude = -122.4673 + Double(place) * 0.1
                var store = WebWorld.store("Store \(place)").members ?? [:]
                store["location"] = ["latitude": 37.7397, "longitude": .double(longitude)]
                store["owner"] = place < 2 ? "company" : "franchise"
                places.append(try await world.post("/v1/stores", .object(store), token: world.owner).string("id"))
            }
            // Two visits each in the days before, then four and six against two and two.
            for place in 0..<4 { try await visit(place, times: 2, in: world) }
            world.clock.advance(seconds: 86_400)
            let id = try await world.launch(changing: [
                "stores": ["participation": "company_only"], "schedule": ["from": "2026-07-21"],
            ])
            let path = "/v1/campaigns/\(id)/lift"
            #expect(try await world.get(path, token: world.owner).json["lift"] == .null)
            world.clock.advance(seconds: 43_200)
            for (place, times) in [4, 6, 2, 2].enumerated() { try await visit(place, times: times, in: world) }
            world.clock.advance(seconds: 43_200)
            let told = try await world.get(path, token: world.owner)
            #expect(told.json["pairs"] == 2, "\(told.text)")
            #expect(told.json["during"] == ["from": "2026-07-22T16:00:00Z", "to": "2026-07-23T16:00:00Z"])
            let lift = try #require(told.json["lift"])
            #expect(lift["mean"]?.numberValue.map { abs($0 - 3) < 1e-9 } == true, "\(told.text)")
            // Two pairs that differ by two: 12.706 standard errors of one to each side.
            #expect(lift["low"]?.numberValue.map { abs($0 + 9.7062) < 1e-3 } == true, "\(told.text)")
        }
    }

    private func visit(_ place: Int, times: Int, in world: WebWorld) async throws {
        for _ in 0..<times {
            let position: JSON = [
                "latitude": 37.73988, "longitude": .double(-122.4673 + Double(place) * 0.1), "accuracy_meters": 15,
                "age_ms": 800,
            ]
            let heard = try await world.post("/v1/check-ins", ["position": position], token: world.shopper())
            #expect(heard.json["verdict"]?.stringValue?.hasPrefix("accepted") == true, "\(heard.text)")
        }
    }
}

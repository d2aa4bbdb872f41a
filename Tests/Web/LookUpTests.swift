import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Looking up at the till")
struct LookUpTests {
    private static let quarter: JSONObject = [
        "schedule": ["from": "2026-07-21"], "presence": ["too_soon_minutes": 0],
        "reward": ["kind": "percent_off", "percent": 25],
        "coupon": ["valid": ["for": "PT3H"], "headline": "A quarter off", "terms": "Once."],
    ]

    private static func sale(_ code: JSON, _ number: Int, by cashier: String, total: Int64 = 1_000) -> JSON {
        [
            "code": code, "basket": ["currency": "USD", "total": .int(total)], "sale_id": .string("S-\(number)"),
            "receipt_number": .string("R-\(number)"), "cashier": .string(cashier),
        ]
    }

    @Test("by code, by receipt and by sale a till finds what was taken and what became of it, and nobody else's")
    func search() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let far = try await world.till(
                at: world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner).string("id"))
            _ = try await world.launch(changing: Self.quarter)
            let code = try await world.checkIn(by: world.shopper())
            let search = { (key: JSON, token: String) in
                try await world.post("/v1/redemptions/search", key, token: token)
            }
            let unused = try await search(["code": code], till)
            #expect(unused.json["items"] == [] && unused.json["coupon"]?["state"] == "issued", "\(unused.text)")
            #expect(unused.json["say"] == "This coupon was not used.")
            let first = try await world.post("/v1/redemptions", Self.sale(code, 1, by: "Kim"), token: till).string("id")
            #expect(try await world.post("/v1/redemptions/\(first)/void", token: till).status == 200)
            world.clock.advance(seconds: 60)
            let second = try await world.post("/v1/redemptions", Self.sale(code, 2, by: "Ana"), token: till)
            let id = try second.string("id")
            let back = try await world.post("/v1/redemptions/\(id)/returns", ["amount": 400], token: far)
            #expect(back.status == 201, "\(back.text)")
            for (key, ids) in [
                (["code": code], [id, first]), (["receipt_number": "R-1"], [first]), (["sale_id": "S-2"], [id]),
            ] as [(JSON, [String])] {
                let found = try await search(key, till).json
                let items = found["items"]?.elements ?? []
                #expect(items.map { $0["id"] } == ids.map { .string($0) }, "\(found.text())")
                #expect(items.contains { $0["state"] == "voided" && $0["voided_at"] != .null } == ids.contains(first))
            }
            let found = try await search(["code": code], far).json
            #expect(found["items"]?[0]?["returned"]?["refund"]?["amount"] == 300, "\(found.text())")
            #expect(found["items"]?[0]?["basket"] == ["currency": "USD", "total": 1_000, "lines": .null])
            #expect(found["items"]?[0]?["cashier"] == "Ana" && found["items"]?[1]?["cashier"] == "Kim")
            #expect(found["say"]?.stringValue?.hasSuffix("and some of that sale came back.") == true)
            #expect(try await search(["receipt_number": "R-1"], far).json["items"] == [])
            #expect(try await search(["sale_id": "S-2"], far).json["say"] == "Nothing was taken for that.")
            #expect(try await search(["code": "0000-0000-0000"], till).code == "unknown_code")
            #expect(try await search(["code": "0000-0000-0001"], till).code == "bad_check_symbol")
            #expect(try await search(["code": code, "sale_id": "S-1"], till).status == 400)
            #expect(try await search([:], till).status == 400)
        }
    }

    @Test("a shift counts what the till took, by cashier, what was undone there, and what was scanned in vain")
    func shift() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            _ = try await world.launch(changing: Self.quarter)
            var ids: [String] = []
            for (place, cashier) in ["Kim", "Ana", "Kim"].enumerated() {
                let code = try await world.checkIn(by: world.shopper())
                let taken = try await world.post("/v1/redemptions", Self.sale(code, place, by: cashier), token: till)
                ids.append(try taken.string("id"))
                #expect(
                    try await world.post("/v1/redemptions", Self.sale(code, 9, by: cashier), token: till).status == 409)
            }
            #expect(try await world.post("/v1/redemptions/\(ids[0])/void", token: till).status == 200)
            #expect(
                try await world.post("/v1/redemptions/\(ids[1])/returns", ["amount": 600], token: till).status == 201)
            world.clock.advance(seconds: 1)
            let shift = try await world.get("/v1/tills/me/shift", token: till)
            let usd = { (amount: Int64) -> JSON in ["amount": .int(amount), "currency": "USD"] }
            #expect(
                shift.json["taken"] == [
                    ["cashier": "Ana", "count": 1, "discount": usd(250), "basket": usd(1_000)],
                    ["cashier": "Kim", "count": 2, "discount": usd(500), "basket": usd(2_000)],
                ], "\(shift.text)")
            #expect(shift.json["voided"] == [["count": 1, "discount": usd(250), "refund": usd(0)]])
            #expect(shift.json["returned"] == [["count": 1, "discount": usd(150), "refund": usd(450)]])
            #expect(shift.json["failed_scans"] == [["reason": "already_used", "count": 3]])
            #expect(shift.json["from"] == "2026-07-21T07:00:00Z")
            let id = try shift.string("till_id")
            #expect(try await world.get("/v1/tills/\(id)/shift", token: world.auditor()).text == shift.text)
            let early = try await world.get(
                "/v1/tills/\(id)/shift?from=2026-07-21T07:00:00Z&to=2026-07-21T15:00:00Z", token: world.owner)
            #expect(early.json["taken"] == [] && early.json["failed_scans"] == [])
            for wrong in ["from=yesterday", "from=2026-07-22T00:00:00Z", "from=2026-01-01T00:00:00Z"] {
                #expect(try await world.get("/v1/tills/me/shift?\(wrong)", token: till).status == 400, "\(wrong)")
            }
            let other = try await world.desk.addRetailer("Others").owner.secret
            #expect(try await world.get("/v1/tills/\(id)/shift", token: other).status == 404)
        }
    }
}

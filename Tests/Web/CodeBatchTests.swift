import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Codes in bulk, over HTTP")
struct CodeBatchTests {
    private static func terms(_ limits: JSON = []) -> JSONObject {
        [
            "schedule": ["from": "2026-07-20"], "limits": limits,
            "coupon": [
                "valid": ["for": "P30D"], "headline": "Free pastry", "terms": "One each.", "redeem_at": "any_store",
            ],
        ]
    }

    private func codes(_ batch: String, _ world: WebWorld) async throws -> [[Substring]] {
        let file = try await world.get("/v1/batches/\(batch)/codes", token: world.owner)
        #expect(file.status == 200)
        let lines = file.text.split(separator: "\r\n")
        #expect(lines.first == "code,link,state,valid_until")
        return lines.dropFirst().map { $0.split(separator: ",") }
    }

    /// As the service does it: what fails for a moment is tried again.
    private func work(on batch: String, until state: JSON, _ world: WebWorld) async throws {
        for _ in 0..<50 {
            if try await world.get("/v1/batches/\(batch)", token: world.owner).json["state"] == state { return }
            _ = try await world.desk.makeCodes()
        }
    }

    @Test("codes are made, downloaded, taken at the till once, and counted like all others")
    func made() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: try await world.addStore())
            let campaign = try await world.launch(changing: Self.terms())
            let order: JSON = ["count": 2_050, "name": "Sunday paper", "channel": "Newspaper"]
            let path = "/v1/campaigns/\(campaign)/batches"
            let asked = try await world.post(path, order, token: world.owner, key: "b-1")
            #expect(asked.status == 202 && asked.json["state"] == "making", "\(asked.text)")
            #expect(try await world.post(path, order, token: world.owner, key: "b-1").text == asked.text)
            let id = try asked.string("id")
            while try await world.desk.makeCodes() > 0 {}
            let done = try await world.get("/v1/batches/\(id)", token: world.owner)
            #expect(done.json["state"] == "made" && done.json["made"] == 2_050, "\(done.text)")
            #expect(try await world.get(path, token: world.owner).json["items"]?.elements?.count == 1)
            let codes = try await codes(id, world)
            #expect(Set(codes.map { $0[0] }).count == 2_050 && codes.allSatisfy { $0[2] == "issued" })
            let sale: JSON = ["code": .string(String(codes[2_040][0])), "basket": ["currency": "USD", "total": 500]]
            let taken = try await world.post("/v1/redemptions", sale, token: till)
            #expect(taken.status == 201, "\(taken.text)")
            #expect(try await world.post("/v1/redemptions", sale, token: till).code == "already_used")
            let link: JSON = ["code": .string(String(codes[7][1])), "basket": ["currency": "USD", "total": 500]]
            #expect(try await world.post("/v1/redemptions", link, token: till).status == 201)
            let printed = "/v1/batches/\(id)/sheets"
            let sheets = try await world.get("\(printed)?sheet=letter-10up&part=3", token: world.owner)
            #expect(sheets.status == 200 && sheets.text.hasPrefix("%PDF-"), "\(sheets.text.prefix(200))")
            #expect(try await world.get("\(printed)?part=4", token: world.owner).status == 404)
            let stats = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner)
            #expect(stats.json["issued"] == 2_050 && stats.json["redeemed"] == 2, "\(stats.text)")
            #expect(stats.json["by"]?["channel"]?[0]?["channel"] == "newspaper")
        }
    }

    @Test("a limit stops the batch at exactly what is left, and says which")
    func limited() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let limit: JSON = [["per": "campaign", "period": "campaign", "max": 700]]
            let campaign = try await world.launch(changing: Self.terms(limit))
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(visit.json["coupons"]?.elements?.count == 1)
            let path = "/v1/campaigns/\(campaign)/batches"
            let id = try await world.post(path, ["count": 1_000], token: world.owner).string("id")
            while try await world.desk.makeCodes() > 0 {}
            let done = try await world.get("/v1/batches/\(id)", token: world.owner)
            #expect(done.json["state"] == "stopped" && done.json["made"] == 699, "\(done.text)")
            #expect(done.json["stopped_by"] == "limit_campaign")
            let late = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
            #expect(late.json["reasons"]?[0]?["code"] == "limit_campaign", "\(late.text)")
        }
    }

    @Test("a retailer's own codes come from a file, row by row, are taken at the till as they stand, and count")
    func brought() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: try await world.addStore())
            let limit: JSON = [["per": "campaign", "period": "campaign", "max": 4]]
            let campaign = try await world.launch(changing: Self.terms(limit))
            let path = "/v1/campaigns/\(campaign)/batches/import?name=Mailing&channel=Letter"
            let send = { (text: String, key: String) in
                try await world.send(
                    .post, path, Array(text.utf8),
                    headers: [
                        .contentType: "text/csv", .authorization: "Bearer \(world.owner)", .idempotencyKey: key,
                    ])
            }
            let before: JSON = ["code": "SAVE-OIL-10", "basket": ["currency": "USD", "total": 500]]
            #expect(try await world.post("/v1/redemptions", before, token: till).code == "bad_check_symbol")
            let file = """
                name,Code
                a,save-oil-10
                b,short
                c,SAVEOIL10
                d,0000 0000 0000 5724
                e,naïve-1234
                f,WINTER2026A
                g,WINTER2026B
                h,WINTER2026C
                """
            let report = try await send(file, "own-1")
            #expect(report.status == 200 && report.json["taken"] == 4, "\(report.text)")
            #expect(report.json["rejected"]?.elements?.map { $0["line"] ?? .null } == [3, 4, 6, 9], "\(report.text)")
            #expect(report.json["batch"]?["source"] == "brought" && report.json["batch"]?["channel"] == "letter")
            #expect(try await send(file, "own-1").text == report.text)
            let again = try await send(file, "own-2")
            #expect(again.json["taken"] == 0 && again.json["batch"] == .null, "\(again.text)")
            #expect(try await send("name\nx\n", "own-3").status == 400)
            for code in ["Save Oil 10", "0000000000005724"] {
                let sale: JSON = ["code": .string(code), "basket": ["currency": "USD", "total": 500]]
                let taken = try await world.post("/v1/redemptions", sale, token: till)
                #expect(taken.status == 201, "\(taken.text)")
                #expect(try await world.post("/v1/redemptions", sale, token: till).code == "already_used")
            }
            let unknown: JSON = ["code": "SAVE-OIL-11", "basket": ["currency": "USD", "total": 500]]
            #expect(try await world.post("/v1/redemptions", unknown, token: till).code == "unknown_code")
            let id = report.json["batch"]?["id"]?.stringValue ?? ""
            #expect(try await codes(id, world).map { $0[0] }.contains("SAVE-OIL1-0"))
            let stats = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner)
            #expect(stats.json["issued"] == 4 && stats.json["redeemed"] == 2, "\(stats.text)")
        }
    }

    @Test("a campaign's codes look as it says, and a launch refuses those that would be guessed")
    func profiles() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            for (profile, form) in [
                ("numeric", #"^[0-9]{4}(-[0-9]{4}){3}$"#), ("high_value", #"^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$"#),
            ] {
                var terms = Self.terms()
                var coupon = terms["coupon"]?.members ?? [:]
                coupon["code"] = .string(profile)
                terms["coupon"] = .object(coupon)
                _ = try await world.launch(changing: terms)
                let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper())
                let codes = visit.json["coupons"]?.elements?.compactMap { $0["code"]?.stringValue } ?? []
                let fitting = try codes.filter { try Regex(form).wholeMatch(in: $0) != nil }
                #expect(!fitting.isEmpty, "\(visit.text)")
            }
            var many = Self.terms([["per": "campaign", "period": "campaign", "max": 50_000_000]])
            many["coupon"] = [
                "valid": ["for": "P30D"], "headline": "Free pastry", "terms": "One each.", "code": "numeric",
            ]
            let draft = try await world.draft(changing: many)
            let refused = try await world.post("/v1/campaigns/\(draft)/launch", token: world.owner)
            #expect(refused.code == "not_launchable", "\(refused.text)")
            #expect(refused.text.contains("coupon.code") && refused.text.contains("would be guessed"))
        }
    }

    @Test("a cancelled batch makes no more; withdrawn codes are refused at the till, and their places come back")
    func cancelled() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: try await world.addStore())
            let limit: JSON = [["per": "campaign", "period": "campaign", "max": 600]]
            let campaign = try await world.launch(changing: Self.terms(limit))
            let path = "/v1/campaigns/\(campaign)/batches"
            let id = try await world.post(path, ["count": 600], token: world.owner).string("id")
            while try await world.desk.makeCodes() > 0 {}
            let codes = try await codes(id, world)
            let used: JSON = ["code": .string(String(codes[0][0])), "basket": ["currency": "USD", "total": 500]]
            #expect(try await world.post("/v1/redemptions", used, token: till).status == 201)
            #expect(try await world.post("/v1/batches/\(id)/cancel", token: world.owner).code == "wrong_state")
            let withdraw: JSON = ["withdraw": true]
            let told = try await world.post("/v1/batches/\(id)/cancel", withdraw, token: world.owner)
            #expect(told.json["state"] == "withdrawing", "\(told.text)")
            try await work(on: id, until: "withdrawn", world)
            let done = try await world.get("/v1/batches/\(id)", token: world.owner)
            #expect(done.json["state"] == "withdrawn" && done.json["withdrawn"] == 599, "\(done.text)")
            let sale: JSON = ["code": .string(String(codes[1][0])), "basket": ["currency": "USD", "total": 500]]
            #expect(try await world.post("/v1/redemptions", sale, token: till).code == "revoked")
            let live = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner).json["live"]
            #expect(live?["coupons"] == 1)
            let next = try await world.post(path, ["count": 10], token: world.owner).string("id")
            let stopped = try await world.post("/v1/batches/\(next)/cancel", token: world.owner)
            #expect(stopped.json["state"] == "cancelled" && stopped.json["made"] == 0, "\(stopped.text)")
            #expect(try await world.desk.makeCodes() == 0)
        }
    }

    @Test("what cannot be ordered is refused with its reason, and codes are the owner's alone")
    func refused() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let path = "/v1/campaigns/\(try await world.launch(changing: Self.terms()))/batches"
            for count in [0, 5_000_001] as [JSON] {
                let heard = try await world.post(path, ["count": count], token: world.owner)
                #expect(heard.status == 400 && heard.json["errors"]?[0]?["field"] == "count")
            }
            let bounded = try await world.launch(
                changing: Self.terms([["per": "store", "period": "day", "max": 5]]))
            let refused = try await world.post(
                "/v1/campaigns/\(bounded)/batches", ["count": 5], token: world.owner)
            #expect(refused.code == "wrong_state" && refused.text.contains("limit per store"), "\(refused.text)")
            let id = try await world.post(path, ["count": 5], token: world.owner).string("id")
            for token in [world.app, try await world.shopper()] {
                #expect(try await world.get("/v1/batches/\(id)/codes", token: token).status >= 401)
            }
            #expect(try await world.get("/v1/batches/bat_7", token: world.owner).status == 404)
        }
    }
}

import Actions
import HTTPTypes
import Postgres
import Promotions
import Records
import Testing

@testable import Web

@Suite("What is kept of a shopper, over HTTP")
struct PrivacyTests {
    @Test("a shopper gets everything that is kept, and is forgotten table by table, with a receipt of both")
    func forgotten() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let till = try await world.till(at: store)
            let campaign = try await world.launch()
            let mayor = try await world.launch(changing: UnlockScenarioTests.rules(["kind": "mayor"]))
            let token = try await world.member("known-7")
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: token)
            let code = visit.json["coupons"]?[0]?["code"] ?? .null
            _ = try await world.post("/v1/campaigns/\(mayor)/candidacy", ["nickname": "Ada"], token: token)
            let group = try await world.post(
                "/v1/audiences", ["name": "Regulars", "join_by_code": true], token: world.owner)
            let joining: JSON = ["code": group.json["join_code"] ?? .null]
            let id = try group.string("id")
            #expect(try await world.post("/v1/audiences/\(id)/join", joining, token: token).status == 200)
            _ = try await world.desk.deliverOutbox()

            let export = try await world.get("/v1/shoppers/me/export", token: token)
            #expect(export.status == 200 && export.headers[.cacheControl] == "no-store", "\(export.text)")
            let data = export.json["data"]
            #expect(data?["check_ins"]?[0]?["position"]?["latitude"]?.numberValue == 37.73988, "\(export.text)")
            #expect(data?["coupons"]?[0]?["campaign_id"] == .string(campaign))
            #expect(data?["nicknames"]?[0]?["nickname"] == "Ada" && data?["audiences"]?[0]?["name"] == "Regulars")
            #expect(data?["identities"]?[0]?["kind"] == "loyalty_number" && data?["consents"]?.elements?.count == 2)
            let rows = { (heard: Heard, table: String) in
                heard.json["tables"]?.elements?.first { $0["table"] == .string(table) }?["rows"]?.integerValue
            }
            #expect(rows(export, "check_ins") == 1 && rows(export, "coupons") == 1)

            let erased = try await world.call(.delete, "/v1/shoppers/me", token: token)
            #expect(erased.status == 200, "\(erased.text)")
            for (table, count) in [
                ("check_ins", 1), ("wallets", 1), ("candidacies", 1), ("audience_members", 1),
                ("shopper_identities", 1), ("identity_digests", 1), ("shoppers", 1),
            ] { #expect(rows(erased, table) == Int64(count), "\(table) in \(erased.text)") }
            #expect(try await world.get("/v1/shoppers/me", token: token).code == "token_outdated")
            for table in ["wallets", "candidacies", "audience_members", "shopper_identities", "identity_digests"] {
                #expect(try await world.count("select count(*) from \(table)") == 0, "\(table)")
            }
            #expect(try await world.count("select count(*) from check_ins where latitude is not null") == 0)
            #expect(try await world.count("select count(*) from erasures where finished_at is not null") == 1)

            // The coupon is out, and stays good; whoever comes with the same identity is somebody new.
            let sale: JSON = ["code": code, "basket": ["currency": "USD", "total": 900]]
            #expect(try await world.post("/v1/redemptions", sale, token: till).status == 201)
            let newcomer = try await world.member("known-7")
            let fresh = try await world.get("/v1/shoppers/me/export", token: newcomer)
            #expect(rows(fresh, "check_ins") == 0 && rows(fresh, "coupons") == 0, "\(fresh.text)")
        }
    }

    @Test("what a server did not finish forgetting, another one does")
    func unfinished() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let token = try await world.member("known-8")
            _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: token)
            let id = try await world.get("/v1/shoppers/me", token: token).string("id")
            let shopper = try #require(ID<Shopper>(text: id))
            _ = try await world.desk.database.beginErasure(of: shopper, at: world.clock.now)
            try await world.desk.keepHouse()
            #expect(try await world.count("select count(*) from shopper_identities") == 1)
            world.clock.advance(seconds: 61)
            try await world.desk.keepHouse()
            #expect(try await world.count("select count(*) from shopper_identities") == 0)
            #expect(try await world.count("select count(*) from check_ins where latitude is not null") == 0)
        }
    }

    @Test("positions become coarse, then they go; how far it was stays")
    func aged() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            for _ in 0..<5 { _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: world.shopper()) }
            let ids = try await world.pool.run(
                Statement(once: "ids", "select check_in_id from check_ins order by 1")()
            ).map { row in
                var row = row
                return try row.read(Int64.self)
            }
            let database = world.desk.database
            let age = { (coarse: Int64, gone: Int64) in
                while try await database.agePositions(
                    of: world.retailer, coarseBefore: coarse, goneBefore: gone, limit: 2)
                {}
            }
            try await age(ids[3], ids[1])
            let exact = "select count(*) from check_ins where latitude = 37.73988"
            let coarse = "select count(*) from check_ins where latitude = 37.74 and accuracy_meters = 1000"
            let none = "select count(*) from check_ins where latitude is null and distance_meters is not null"
            #expect(try await world.count(exact) == 2)
            #expect(try await world.count(coarse) == 2)
            #expect(try await world.count(none) == 1)
            try await age(.max, .max)
            #expect(try await world.count(none) == 5)
            try await world.desk.keepHouse()
        }
    }

    @Test("every table with a trace of a person has a rule how long it stays")
    func rules() async throws {
        try await WebWorld.with { world in
            let rows = try await world.pool.run(
                Statement(
                    once: "personal columns",
                    """
                    select distinct table_name::text
                    from information_schema.columns
                    where table_schema = 'public'
                    and column_name in ('shopper_id', 'holder_id', 'session_id', 'nickname', 'subject_hash', 'cashier',
                        'message', 'email', 'phone', 'address_hash', 'letter')
                    and table_name not like 'check\\_ins\\_%'
                    """)())
            let tables = try rows.map { row in
                var row = row
                return try row.read(String.self)
            }
            #expect(Set(tables).subtracting(Retention.rules.keys).isEmpty, "\(tables)")
            #expect(Set(Retention.rules.keys).subtracting(tables).isEmpty)
        }
    }
}

import Actions
import HTTPTypes
import Promotions
import Support
import Testing

@testable import Web

@Suite("the language of an answer")
struct LanguageTests {
    private static let french: HTTPFields = [.acceptLanguage: "fr-CH, fr;q=0.9, en;q=0.8"]
    private static let russian: HTTPFields = [.acceptLanguage: "ru"]

    @Test("a preflight and a refused launch speak French to whoever asks for it, and English to all others")
    func findings() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let id = try await world.draft(changing: [
                "reward": ["kind": "amount_off", "amount": ["amount": 500, "currency": "USD"]],
                "limits": [["per": "store", "period": "day", "max": 75]],
                "budget": ["amount": 100_000, "currency": "USD"],
            ])
            let path = "/v1/campaigns/\(id)/preflight"
            let told = try await world.call(.post, path, token: world.owner, headers: Self.french)
            let says = told.json["findings"]?.elements?.compactMap { $0["say"]?.stringValue } ?? []
            #expect(says.contains("Le budget de 1\u{202F}000,00\u{A0}$US couvre 200 coupons."), "\(says)")
            #expect(says.contains { $0.hasPrefix("1 magasin n’a pas d’horaires") }, "\(says)")
            let english = try await world.call(
                .post, path, token: world.owner, headers: [.acceptLanguage: "de, pl;q=0.5"])
            #expect(english.json == (try await world.post(path, token: world.owner)).json)
            #expect(english.text.contains("The budget of $1000.00 covers 200 coupons."))

            let empty = try await world.draft(changing: ["stores": ["tags": ["nowhere"]]])
            let refused = try await world.call(
                .post, "/v1/campaigns/\(empty)/launch", token: world.owner, headers: Self.french)
            #expect(refused.code == "not_launchable" && refused.json["title"] == "This campaign cannot be launched yet")
            #expect(refused.text.contains("Cette campagne ne peut pas encore être lancée."))
            let reasons = refused.json["errors"]?.elements?.compactMap { $0["reason"]?.stringValue } ?? []
            #expect(reasons.contains("aucun magasin ne participe"), "\(reasons)")
        }
    }

    @Test("a shopper's receipt and points are told in Russian, counts in their form")
    func receipt() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch(changing: PointsTests.earning(2))
            let shopper = try await world.shopper()
            var headers = Self.russian
            headers[.idempotencyKey] = "one"
            let visit = WebWorld.visit()
            let answer = try await world.call(.post, "/v1/check-ins", visit, token: shopper, headers: headers)
            let offer = try #require(answer.json["offers"]?[0], "\(answer.text)")
            #expect(offer["say"] == "За визит вы получили 2 балла. Всего у вас 2.")
            headers[.acceptLanguage] = nil
            let again = try await world.call(.post, "/v1/check-ins", visit, token: shopper, headers: headers)
            #expect(again.json["offers"]?[0]?["say"] == "Your visit earned you 2 points. You have 2.")
            let path = "/v1/check-ins/\(try answer.string("id"))/receipt"
            let receipt = try await world.call(.get, path, token: shopper, headers: Self.russian)
            #expect(receipt.json["say"] == "Вы отметились и кое-что получили.", "\(receipt.text)")
            #expect(receipt.json["checked_in"] == "West Portal, сегодня в 09:00", "\(receipt.text)")
        }
    }

    @Test("what is wrong with a form is told field by field; a kept answer comes again as it was")
    func forms() async throws {
        try await WebWorld.with { world in
            let wrong: JSON = ["name": "", "time_zone": "Mars"]
            let told = try await world.call(.post, "/v1/stores", wrong, token: world.owner, headers: Self.french)
            #expect(told.text.contains("doit avoir une longueur de 1 à 200 caractères"), "\(told.text)")
            #expect(told.text.contains("doit être un fuseau horaire IANA"))

            let id = try await world.draft(changing: ["stores": ["tags": ["nowhere"]]])
            var headers = Self.french
            headers[.idempotencyKey] = "launch"
            let first = try await world.call(
                .post, "/v1/campaigns/\(id)/launch", token: world.owner, headers: headers)
            let again = try await world.post("/v1/campaigns/\(id)/launch", token: world.owner, key: "launch")
            #expect(again.body == first.body && first.text.contains("aucun magasin"))
        }
    }

    @Test("what the crowd's end tells its people is told in their language, what a retailer wrote as it was written")
    func messages() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let crowd: JSON = [
                "kind": "crowd", "target": 2, "counts": "pledges", "deadline": "2026-07-21T17:00:00Z",
            ]
            let shopper = try await world.shopper()
            var ids: [String] = []
            for _ in 0..<2 {
                ids.append(try await world.launch(changing: ["unlock": crowd, "limits": []]))
                #expect(try await world.post("/v1/campaigns/\(ids.last ?? "")/pledges", token: shopper).status == 200)
            }
            #expect(try await world.post("/v1/campaigns/\(ids[0])/end", token: world.owner).status == 200)
            let friend = try await world.shopper()
            #expect(try await world.post("/v1/campaigns/\(ids[1])/pledges", token: friend).status == 200)
            _ = try await world.desk.settleParticipants()
            _ = try await world.desk.deliverOutbox()
            func told(_ headers: HTTPFields) async throws -> Set<String> {
                let heard = try await world.get("/v1/messages", token: shopper, headers: headers)
                return Set(heard.json["items"]?.elements?.compactMap { $0["text"]?.stringValue } ?? [])
            }
            #expect(
                try await told([:]) == [
                    "The offer has ended: Free pastry. There is no coupon this time.",
                    "Enough people have joined: Free pastry. Your coupon is ready.",
                ])
            #expect(
                try await told(Self.russian) == [
                    "Акция закончилась: Free pastry. На этот раз купона нет.",
                    "Участников набралось достаточно: Free pastry. Ваш купон готов.",
                ])
        }
    }
}

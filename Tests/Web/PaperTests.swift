import HTTPTypes
import Printing
import Promotions
import Records
import Testing

@testable import Actions
@testable import Web

@Suite("papers over HTTP")
struct PaperTests {
    @Test("brief, shelf card and poster are drawn, tagged, and known again")
    func papers() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let campaign = try await world.launch()
            let paths = [
                "/v1/campaigns/\(campaign)/brief.pdf?paper=letter", "/v1/campaigns/\(campaign)/brief.pdf?lang=fr",
                "/v1/campaigns/\(campaign)/shelf-card.pdf",
                "/v1/campaigns/\(campaign)/shelf-card.svg?store_id=\(store)",
                "/v1/campaigns/\(campaign)/shelf-card.png?paper=a5&lang=ja", "/v1/stores/\(store)/poster.pdf?lang=ar",
                "/v1/stores/\(store)/poster.png?paper=a3",
            ]
            for path in paths {
                let first = try await world.get(path, token: world.owner)
                #expect(first.status == 200 && first.body.count > 1_000, "\(path) \(first.text.prefix(200))")
                let tag = try #require(first.headers[.eTag])
                var headers: HTTPFields = [:]
                headers[.ifNoneMatch] = tag
                let again = try await world.get(path, token: world.owner, headers: headers)
                #expect(again.status == 304 && again.body.isEmpty)
                #expect(try await world.get(path, token: world.owner).body == first.body)
                #expect(try await world.get(path).status == 401)
            }
            let odd = "/v1/campaigns/\(campaign)/brief.pdf?paper=a3"
            #expect(try await world.get(odd, token: world.owner).code == "invalid")
            let other = try await world.desk.addRetailer("Other").owner.secret
            #expect(try await world.get(paths[0], token: other).status == 404)
            #expect(try await world.get(paths[5], token: other).status == 404)
        }
    }

    @Test("there is no brief where there is no coupon, and no card for a store that takes no part")
    func refused() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            var terms = WebWorld.pastry
            terms["reward"] = ["kind": "points", "points": 20]
            terms["coupon"] = ["headline": "Twenty points", "terms": "One each."]
            let points = try await world.post("/v1/campaigns", .object(terms), token: world.owner).string("id")
            let refused = try await world.get("/v1/campaigns/\(points)/brief.pdf", token: world.owner)
            #expect(refused.code == "wrong_state", "\(refused.text)")
            let card = try await world.get("/v1/campaigns/\(points)/shelf-card.pdf", token: world.owner)
            #expect(card.status == 200, "\(card.text.prefix(200))")
            terms["stores"] = ["tags": ["elsewhere"]]
            let elsewhere = try await world.post("/v1/campaigns", .object(terms), token: world.owner).string("id")
            let path = "/v1/campaigns/\(elsewhere)/shelf-card.pdf?store_id=\(store)"
            #expect(try await world.get(path, token: world.owner).status == 404)
        }
    }

    @Test("a page of codes makes its tills once, and each of its codes enrols one")
    func enrolment() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let path = "/v1/stores/\(store)/enrolment.pdf?paper=letter"
            let names: JSON = ["names": ["Till 1", "Till 2", "Kiosk"]]
            let page = try await world.post(path, names, token: world.owner, key: "page-1")
            #expect(page.status == 201 && page.text.hasPrefix("%PDF-"), "\(page.text.prefix(200))")
            #expect(page.headers[.cacheControl] == "no-store")
            let again = try await world.post(path, names, token: world.owner, key: "page-1")
            #expect(again.status == 201 && again.body == page.body)
            let tills = try await world.get("/v1/tills", token: world.owner)
            #expect(tills.json["items"]?.elements?.map { $0["name"] } == ["Till 1", "Till 2", "Kiosk"])
            for bad: JSON in [
                [:], ["names": []], ["names": ["", "x"]], ["names": .array(Array(repeating: "x", count: 51))],
            ] {
                #expect(try await world.post(path, bad, token: world.owner).code == "invalid", "\(bad.text())")
            }
            #expect(try await world.get("/v1/tills", token: world.owner).json["items"]?.elements?.count == 3)
        }
    }

    @Test("a brief's codes are the campaign's specimens")
    func specimens() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let ref = try #require(Ref<Campaign>(text: try await world.launch()))
            let found = try #require(try await world.desk.database.campaign(ref.id, of: ref.retailer))
            let brief = world.desk.brief(of: found, ref, locale: "fr", brand: Brand())
            #expect(brief.headline == "Viennoiserie offerte" && brief.label == "Pour la caisse")
            let cases = brief.specimens.map {
                world.desk.secrets.specimenCase(of: CouponCode(typed: $0.code)!, at: ref.retailer)
            }
            #expect(cases == SpecimenCase.allCases)
        }
    }

    @Test("colour, contact and logo reach the papers; what cannot be printed is refused")
    func brand() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let poster = "/v1/stores/\(store)/poster.png"
            let plain = try await world.get(poster, token: world.owner)
            #expect(try await world.get("/v1/brand", token: world.owner).json["has_logo"] == false)
            let pale: JSON = ["accent": "#F0E678"]
            #expect(try await world.call(.put, "/v1/brand", pale, token: world.owner).code == "invalid")
            let brand: JSON = ["accent": "#B3261E", "contact": "Kim, +1 415 555 0134"]
            let told = try await world.call(.put, "/v1/brand", brand, token: world.owner)
            #expect(told.json["accent"] == "#b3261e" && told.json["contact"] == "Kim, +1 415 555 0134", "\(told.text)")
            let red = try await world.get(poster, token: world.owner)
            #expect(red.status == 200 && red.body != plain.body)

            #expect(try await world.get("/v1/brand/logo.png", token: world.owner).status == 404)
            // Any PNG does, such as what we have just drawn.
            let kept = try await setLogo(plain.body, "image/png", world)
            #expect(kept.status == 200 && kept.json["has_logo"] == true, "\(kept.text)")
            #expect(kept.json["contact"] == "Kim, +1 415 555 0134")
            let logo = try await world.get("/v1/brand/logo.png", token: world.owner)
            #expect(logo.status == 200 && logo.body.count < plain.body.count)
            #expect(try await world.get(poster, token: world.owner).body != red.body)
            let campaign = try #require(Ref<Campaign>(text: try await world.launch()))
            let found = try #require(try await world.desk.database.campaign(campaign.id, of: campaign.retailer))
            let known = try await world.desk.brand(of: campaign.retailer)
            let brief = world.desk.brief(of: found, campaign, locale: "en", brand: known)
            #expect(brief.contact == "Kim, +1 415 555 0134" && brief.letterhead.logo != nil)

            #expect(try await setLogo(Array("GIF89a".utf8), "image/png", world).code == "invalid")
            #expect(try await setLogo(plain.body, "image/gif", world).status == 415)
            #expect(try await setLogo([UInt8](repeating: 1, count: 2 << 20), "image/png", world).status == 413)
            #expect(try await world.call(.delete, "/v1/brand/logo", token: world.owner).status == 204)
            #expect(try await world.get(poster, token: world.owner).body == red.body)
        }
    }

    private func setLogo(_ file: [UInt8], _ type: String, _ world: WebWorld) async throws -> Heard {
        try await world.send(
            .put, "/v1/brand/logo", file,
            headers: [.contentType: type, .authorization: "Bearer \(world.owner)"])
    }
}

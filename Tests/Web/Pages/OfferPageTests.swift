import Actions
import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("an offer's own page", .serialized)
struct OfferPageTests {
    private static func slug(_ campaign: String) -> String { "anything-\(campaign.dropFirst(4))" }

    @Test("everybody sees what, where and how many, in each language; its button leads into the store with the channel")
    func page() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let slug = Self.slug(try await world.launch())
            _ = try await world.visited()
            try await Browser.with(world) { browser in
                for language in PageLanguage.allCases {
                    try await browser.open("/o/\(slug)?via=news&lang=\(language.rawValue)")
                    try await browser.wait(for: "h1", saying: language == .fr ? "Viennoiserie offerte" : "Free pastry")
                    try await Audit.check(browser, "offer in \(language)")
                    try await browser.open("/embed/\(slug)?lang=\(language.rawValue)")
                    try await browser.wait(for: "main a.button")
                    try await Audit.check(browser, "card in \(language)")
                }
                try await browser.open("/o/\(slug)?via=news%20paper&lang=en")
                try await browser.wait(for: ".taken", saying: "1 person has it already")
                #expect(try await Audit.unreached(browser) == [])
                try await browser.press("a.large")
                try await browser.wait(for: ".store h2", saying: "West Portal")
                let place = try await browser.run("return location.pathname + location.search")
                #expect(place == .string("/s/\(store)?via=news%20paper"))
            }
        }
    }

    @Test("a crowd's page shows its progress, and dates are told before the first day and after the last")
    func standing() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let crowd = try await world.launch(changing: [
                "unlock": ["kind": "crowd", "target": 5_000, "deadline": "2026-07-21T20:00:00Z"],
                "limits": [], "coupon": ["valid": ["for": "PT12H"], "headline": "All win", "terms": "-"],
            ])
            let joined = try await world.post("/v1/campaigns/\(crowd)/pledges", token: try await world.shopper())
            #expect(joined.status == 200, "\(joined.text)")
            let page = try await world.get("/o/\(Self.slug(crowd))?lang=ru")
            #expect(page.text.contains("Участвуют: 1 из 5\u{A0}000 человек"), "\(page.text)")
            #expect(page.text.contains("<progress max=\"5000\" value=\"1\""))
            let later = try await world.launch(changing: ["schedule": ["from": "2026-07-23", "to": "2026-07-24"]])
            let before = try await world.get("/o/\(Self.slug(later))")
            #expect(before.text.contains("Starts Thursday, July 23, 2026"), "\(before.text)")
            world.clock.advance(seconds: 5 * 86_400)
            #expect(try await world.get("/o/\(Self.slug(later))").text.contains("This offer is over."))
        }
    }

    @Test("what is not launched, or not told to everybody, has no page")
    func hidden() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let draft = try await world.post("/v1/campaigns", WebWorld.terms(), token: world.owner).string("id")
            let sale = try await world.launch(changing: ["unlock": ["kind": "code", "codes": [["word": "SUMMER10"]]]])
            for campaign in [draft, sale, "cmp_\(String(repeating: "0", count: 26))", "cmp_x"] {
                for path in [
                    "/o/\(Self.slug(campaign))", "/o/\(Self.slug(campaign))/image.png", "/embed/\(Self.slug(campaign))",
                ] {
                    #expect(try await world.get(path).status == 404, "\(path)")
                }
            }
        }
    }

    @Test("networks find title, picture and card; only the card may be shown inside other pages")
    func sharing() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            let campaign = try await world.launch(changing: [
                "coupon": ["valid": ["for": "PT12H"], "headline": "Free <b>\"pastry\"</b> & more", "terms": "-"]
            ])
            let page = try await world.get("/o/\(Self.slug(campaign))")
            let slug = "free-b-pastry-b-more-\(campaign.dropFirst(4))"
            let url = "http://127.0.0.1:8080/o/\(slug)"
            #expect(page.text.contains("<meta property=\"og:url\" content=\"\(url)\">"))
            #expect(
                page.text.contains("content=\"Free &lt;b&gt;&quot;pastry&quot;&lt;/b&gt; &amp; more\""), "\(page.text)")
            #expect(page.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
            let image = try await world.get("/o/\(slug)/image.png")
            #expect(image.headers[.contentType] == "image/png" && image.body.starts(with: [0x89, 0x50, 0x4E, 0x47]))
            // Width and height stand in the header: 1200 and 630.
            #expect(Array(image.body[16..<24]) == [0, 0, 4, 0xB0, 0, 0, 2, 0x76])
            let tag = try #require(image.headers[.eTag])
            #expect(try await world.get("/o/\(slug)/image.png", headers: [.ifNoneMatch: tag]).status == 304)
            let card = try await world.get("/embed/\(slug)")
            #expect(card.headers[.contentSecurityPolicy]?.contains("frame-ancestors *") == true)
            #expect(
                card.headers[.permissionsPolicy]?.contains("geolocation=()") == true && !card.text.contains("<script"))
            let told = try await world.get("/oembed?url=\(url)%3Fvia%3Dx&maxwidth=300")
            #expect(told.status == 200 && told.json["width"] == 300)
            #expect(try told.string("html").contains("src=\"http://127.0.0.1:8080/embed/\(slug)\""))
            #expect(try await world.get("/oembed?url=https://elsewhere.example/o/\(slug)").status == 404)
            #expect(try await world.get("/oembed").code == "invalid")
            #expect(try await world.get("/oembed?url=\(url)&format=xml").code == "invalid")
        }
    }
}

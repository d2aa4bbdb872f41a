import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("what a till's page is for besides sales", .serialized)
struct TillScreenTests {
    @Test("whoever tries all five practice codes is trained; a code of the five at the counter leads to them")
    func practice() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let token = try await world.till(at: store)
            let codes = try await world.get("/v1/tills/me/specimens", token: token).json["items"]?.elements?
                .compactMap { $0["code"]?.stringValue }
            let first = try #require(codes?.first)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                try await browser.scan(first)
                try await browser.wait(for: "h1", saying: "Practise")
                try await Audit.check(browser, "practice")
                try await browser.press(".card button")
                try await browser.wait(for: "#said", saying: "Type your name first")
                try await browser.type("Kim", into: "input[name=cashier]")
                for (place, tone) in ["footfall", "brick", "brick", "brick", "amber"].enumerated() {
                    try await browser.press(".row.card:nth-child(\(place + 5)) button")
                    try await browser.wait(for: ".answer-screen.\(tone) .sentence", saying: "Practice: ")
                    if place == 4 { try await browser.wait(for: ".answer-screen p", saying: "Kim is trained") }
                    try await Audit.check(browser, "practice \(place)")
                    try await browser.press(".actions button")
                    try await browser.wait(for: "h1", saying: "Practise")
                }
                try await browser.wait(until: "return document.querySelectorAll('.chip.footfall').length === 5")
            }
            let cashiers = try await world.get("/v1/stores/\(store)/cashiers", token: world.owner)
            #expect(cashiers.json["items"]?[0]?["cashier"] == "Kim" && cashiers.json["items"]?[0]?["left"] == [])
        }
    }

    @Test("the coupon of nothing with which a campaign is rehearsed is taken at the counter")
    func rehearsal() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let token = try await world.till(at: store)
            let draft = try await world.draft(changing: ["stores": ["ids": [.string(store)]]])
            let code = try await world.get("/v1/campaigns/\(draft)/rehearsal", token: world.owner).string("code")
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                try await browser.scan(code)
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Rehearsed")
                try await browser.wait(for: ".answer-screen p", saying: "1 of 1 till ready")
                try await Audit.check(browser, "rehearsed")
            }
            #expect(try await world.count("select count(*) from redemptions") == 0)
        }
    }

    @Test("after ten unknown codes the till waits; the store's PIN lets it go on, and the shift report tells of all")
    func shift() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let code = try await world.checkIn(by: world.shopper())
            let token = try await world.till(at: store)
            _ = try await world.call(.put, "/v1/stores/\(store)/pin", ["pin": "4711"], token: world.owner)
            #expect(try await world.take(code, at: token).status == 201)
            var random = SystemRandomNumberGenerator()
            for _ in 0..<10 {
                let unknown: JSON = ["code": .string(CouponCode.random(using: &random).symbols)]
                #expect(try await world.post("/v1/redemptions", unknown, token: token).status >= 400)
            }
            world.clock.advance(seconds: 60)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                try await browser.scan(try #require(code.stringValue))
                try await browser.wait(for: ".answer-screen.amber .sentence", saying: "Too many unknown codes")
                _ = try await browser.complaints()
                try await Audit.check(browser, "too many")
                try await browser.press(".actions button")
                try await browser.type("4711", into: "input[name=pin]")
                try await Audit.check(browser, "unlock")
                try await browser.press("form button")
                try await browser.scan(try #require(code.stringValue))
                try await browser.wait(for: ".answer-screen.brick .sentence", saying: "This one was used")
                try await browser.press(".actions button")
                try await browser.press("nav a[href='#store']")
                try await browser.wait(for: ".menu a")
                try await Audit.check(browser, "store")
                try await browser.press(".menu a")
                try await browser.wait(for: "h2", saying: "1 coupon taken")
                try await browser.wait(for: "p.number", saying: "10 × unknown code")
                try await Audit.check(browser, "shift")
                for screen in [
                    Screen(width: 1024, height: 768, isMobile: false, isDark: true), Screen(width: 360, height: 640),
                ] {
                    try await browser.show(on: screen)
                    try await Audit.check(browser, "shift \(screen)")
                }
            }
        }
    }

    @Test("one offer of several is sold out, the others go on; it is given again by itself")
    func soldOutOffer() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let pastry = try await world.launch()
            _ = try await world.launch(changing: TillOfflineTests.signed)
            let token = try await world.till(at: store)
            _ = try await world.call(.put, "/v1/stores/\(store)/pin", ["pin": "4711"], token: world.owner)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store, screen: "store", language: "fr")
                let tell = { (words: String) in
                    try await browser.wait(for: "select[name=which]")
                    _ = try await browser.run(
                        """
                        const which = document.querySelector('select[name=which]')
                        which.value = arguments[0]
                        which.dispatchEvent(new Event('change'))
                        """, .string(pastry))
                    try await browser.wait(for: "form button", saying: words)
                    try await browser.type("4711", into: "input[name=pin]")
                    try await browser.press("form button")
                    try await browser.wait(for: "#said", saying: "C’est fait")
                }
                try await tell("Épuisé ici")
                try await browser.wait(for: ".notice.amber", saying: "Viennoiserie offerte : n’est plus donné ici")
                try await Audit.check(browser, "one offer is sold out")
                let stock = try await world.get("/v1/tills/me/stock", token: token).json
                #expect(stock["stops"]?.elements?.count == 1 && stock["stops"]?[0]?["campaign_id"] == .string(pastry))
                #expect(try await world.visited().json["coupons"]?.elements?.count == 1)
                try await tell("Donner de nouveau")
                try await browser.wait(until: "return document.querySelector('.notice.amber') === null")
            }
            #expect(try await world.get("/v1/tills/me/stock", token: token).json["stops"] == [])
        }
    }

    @Test("what stands on a slip of paper is reported with its own time, and a second line of it is not taken")
    func slip() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let code = try #require(try await world.checkIn(by: world.shopper()).stringValue)
            let token = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store, screen: "offline")
                try await TillOfflineTests.waitForPack(browser, leases: 0)
                try await browser.press("a[href='#slips']")
                try await browser.type(code, into: "#code")
                try await Audit.check(browser, "slip")
                try await browser.press("form button")
                try await browser.wait(for: ".chip", saying: "Booked")
                try await browser.press("a[href='#slips']")
                try await browser.type(code, into: "#code")
                try await browser.press("form button")
                try await browser.wait(for: "#said", saying: "used at this till already")
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 1)
        }
    }

    @Test("a retailer's own code is looked up as it stands, whatever ours look like")
    func ownCode() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let campaign = try await world.launch(changing: [
                "schedule": ["from": "2026-07-20"], "limits": [],
                "coupon": [
                    "valid": ["for": "P30D"], "headline": "From the leaflet", "terms": "One.", "redeem_at": "any_store",
                ],
            ])
            let file = try await world.send(
                .post, "/v1/campaigns/\(campaign)/batches/import?name=Leaflet", Array("code\nSUMMERLUNCH26\n".utf8),
                headers: [.authorization: "Bearer \(world.owner)", .contentType: "text/csv"])
            #expect(file.status < 300, "\(file.text)")
            let token = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                try await browser.type("SummerLunch-26", into: "#code")
                try await browser.wait(for: "#live", saying: "If it is one of your own")
                try await browser.press("form button")
                try await browser.wait(for: ".answer-screen.footfall p", saying: "From the leaflet")
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen h1", saying: "Redeemed")
            }
        }
    }
}

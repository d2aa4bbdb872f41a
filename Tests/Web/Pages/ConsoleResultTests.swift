import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("Results in the console", .serialized)
struct ConsoleResultTests {
    private static let bytesMax: Int64 = 200_000

    /// Two stores, some visits of several ends, one coupon used, one appeal.
    private func morning(_ world: WebWorld) async throws -> (campaign: String, refused: String) {
        let store = try await world.addStore()
        _ = try await world.post("/v1/stores", WebWorld.far("Hudson"), token: world.owner)
        let limits: JSON = [
            ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 3],
            ["per": "campaign", "period": "campaign", "max": 20],
        ]
        let id = try await world.launch(changing: [
            "limits": limits, "reward": CampaignLifeTests.off(500), "presence": ["too_soon_minutes": 0],
            "schedule": ["from": "2026-07-21"],
        ])
        let till = try await world.till(at: store)
        var code: JSON = .null
        for _ in 0..<4 {
            code = try await world.visited().json["coupons"]?[0]?["code"] ?? code
            world.clock.advance(seconds: 1_800)
        }
        #expect(try await world.take(code, at: till, total: 900).status == 201)
        let shopper = try await world.shopper()
        let away = try await world.post("/v1/check-ins", WebWorld.visit(latitude: 37.7433), token: shopper)
        let refused = try away.string("id")
        let words: JSON = ["message": "I stood at the counter <b>inside</b>."]
        #expect(try await world.post("/v1/check-ins/\(refused)/appeal", words, token: shopper).status == 201)
        world.clock.advance(seconds: 86_400)
        _ = try await world.visited()
        return (id, refused)
    }

    @Test("a campaign's results answer their questions in titles, with the numbers behind each chart")
    func results() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole()
                try await browser.open("/console/results")
                try await browser.wait(for: ".empty h2", saying: "Nothing has run yet")
                try await Audit.check(browser, "results empty")
            }
            let (campaign, _) = try await morning(world)
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole(as: "auditor")
                try await browser.checkEverywhere("results", at: "/console/results", shows: "#books button")
                try await browser.press(".link-cell a")
                try await browser.wait(for: "h1", saying: "Pastry morning")
                try await browser.wait(for: ".figures dd", saying: "$5")
                try await browser.wait(for: ".chart h3", saying: "4 coupons issued, 25% redeemed")
                try await browser.wait(for: ".chart h3", saying: "Most who got nothing")
                try await browser.press(".chart summary")
                try await browser.wait(for: ".chart td.number")
                try await browser.checkEverywhere(
                    "result", at: "/console/results/\(campaign)", shows: ".chart svg", bytesMax: Self.bytesMax)
                let unreached = try await Audit.unreached(browser)
                #expect(unreached == [])
            }
        }
    }

    @Test("check-ins are listed and filtered; a receipt draws the fix on the fence; an appeal is granted there")
    func checkIns() async throws {
        try await WebWorld.with(over: .live) { world in
            let (_, refused) = try await morning(world)
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole()
                try await browser.open("/console/check-ins")
                try await browser.wait(for: "#appeals h2", saying: "1 appeal waits for an answer")
                // What a shopper writes is text.
                try await browser.wait(for: "#appeals p", saying: "<b>inside</b>")
                #expect(try await browser.run("return document.querySelectorAll('#found tbody tr').length") == 6)
                _ = try await browser.run(
                    """
                    const select = document.querySelector('[name=verdict]')
                    select.value = 'refused'
                    select.dispatchEvent(new Event('change', {bubbles: true}))
                    """)
                try await browser.wait(for: "#found tbody tr:only-child", saying: "Outside the fence")
                try await browser.checkEverywhere("check-ins", at: "/console/check-ins", shows: "#appeals article")
                let unreached = try await Audit.unreached(browser)
                #expect(unreached == [])

                try await browser.open("/console/check-ins/\(refused)")
                try await browser.wait(for: ".leaflet-container")
                try await browser.wait(for: "p", saying: "The position is kept until")
                let drawn = try await browser.run(
                    "return document.querySelectorAll('.leaflet-overlay-pane path').length")
                #expect(drawn == 4)
                try await browser.checkEverywhere(
                    "receipt", at: "/console/check-ins/\(refused)", shows: ".leaflet-container", bytesMax: Self.bytesMax
                )
                try await browser.press(".row button:not(.destroys)")
                try await browser.wait(for: "#said", saying: "Granted")
                #expect(try await world.count("select count(*) from appeals where state = 'granted'") == 1)
            }
        }
    }

    @Test("what runs is shown as it happens")
    func live() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let id = try await world.launch(changing: [
                "limits": [["per": "campaign", "period": "campaign", "max": 2]], "presence": ["too_soon_minutes": 0],
            ])
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole()
                try await browser.open("/console/campaigns/\(id)")
                try await browser.wait(for: "#live .chip", saying: "1 store gives")
                try await browser.wait(for: "#live [role=status]", saying: "Live")
                _ = try await world.visited()
                try await browser.wait(for: "#live dd", saying: "1")
                try await browser.wait(for: "#live p", saying: "1 coupon left")
                try await Audit.check(browser, "live running", bytesMax: Self.bytesMax)
                _ = try await world.visited()
                _ = try await world.visited()
                try await browser.wait(for: "#live .chip", saying: "1 sold out")
                try await browser.wait(for: "#live li", saying: "The campaign’s limit was reached")
                try await browser.show(on: .phone)
                try await Audit.check(browser, "live over phone", bytesMax: Self.bytesMax)
                #expect(try await browser.run("return document.querySelectorAll('#live canvas').length") == 1)
                _ = store
            }
        }
    }
}

import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("sales on the till's page", .serialized)
struct TillSaleTests {
    /// A fifth off what is neither a gift card nor on sale.
    private static let fifth: JSONObject = [
        "reward": ["kind": "percent_off", "percent": 20],
        "conditions": ["exclude": ["gift-cards"], "exclude_discounted": true],
        "limits": [["per": "campaign", "period": "campaign", "max": 10]],
        "coupon": ["valid": ["for": "PT3H"], "headline": "A fifth off", "terms": "Once."],
    ]

    @Test("it asks what of the sale counts, says how much to take off, and goods that come back get their share")
    func basket() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch(changing: Self.fifth)
            let code = try #require(try await world.visited().json["coupons"]?[0]?["code"]?.stringValue)
            let token = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                try await browser.type("ten", into: "#total")
                try await browser.scan(code)
                try await browser.wait(for: "#said", saying: "This is no amount")
                _ = try await browser.run("document.querySelector('#total').value = ''")
                try await browser.scan(code)
                try await browser.wait(for: ".answer-screen.amber h1", saying: "How much is the sale?")
                try await browser.press(".actions button")
                try await browser.wait(for: "label", saying: "not gift cards or sale items")
                try await browser.type("50.00", into: "#total")
                try await browser.type("60", into: "#eligible")
                try await browser.press("form button")
                try await browser.wait(for: "#said", saying: "more than the total")
                try await Audit.check(browser, "basket")
                _ = try await browser.run("document.querySelector('#eligible').value = ''")
                try await browser.type("40", into: "#eligible")
                try await browser.type("R-77", into: "input[name=receipt]")
                try await browser.press("form button")
                try await browser.wait(for: ".answer-screen.footfall .sentence", saying: "Take $8.00 off")
                try await Audit.check(browser, "good, with a basket")
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Redeemed")
                try await browser.press(".actions button")

                _ = try await browser.run("location.hash = 'sales'")
                try await browser.type("R-78", into: "#sale-key")
                try await browser.press("form button")
                try await browser.wait(for: ".notice", saying: "No coupon was used with this")
                _ = try await browser.run("document.querySelector('#sale-key').value = ''")
                try await browser.type("R-77", into: "#sale-key")
                try await browser.press("form button")
                try await browser.wait(for: "article dd", saying: "$8.00")
                try await Audit.check(browser, "a sale")
                try await browser.press("article button:last-of-type")
                try await browser.type("10", into: "#goods")
                try await Audit.check(browser, "goods come back")
                try await browser.press("form button")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Give back $8.40")
                try await Audit.check(browser, "given back")
            }
            #expect(try await world.count("select count(*) from redemptions where receipt_number = 'R-77'") == 1)
        }
    }

    @Test("of a sale that was rung up item by item its lines are chosen, as many as there are, and nothing twice")
    func lines() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let token = try await world.till(at: store)
            _ = try await world.launch(changing: ReturnTests.twenty)
            _ = try await ReturnTests.sold(world, at: token)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store, screen: "sales")
                let open = {
                    try await browser.type("R-9", into: "#sale-key")
                    try await browser.press("form button")
                    try await browser.press("article button:last-of-type")
                    try await browser.wait(for: "h1", saying: "Goods come back")
                }
                try await open()
                try await browser.press("button[type=submit]")
                try await browser.wait(for: "#said", saying: "Choose what comes back first")
                for _ in 0..<3 { try await browser.press("[aria-label='One more: socks']") }
                #expect(try await browser.run("return document.querySelector('[name=line-socks]').value") == "2")
                try await browser.press("[aria-label='One less: socks']")
                try await browser.wait(for: "[role=status]", saying: "$2.50")
                #expect(try await Audit.unreached(browser) == [])
                for screen in [Screen.phone, Screen(width: 1024, height: 768, isDark: true)] {
                    try await browser.show(on: screen)
                    try await Audit.check(browser, "lines come back \(screen)")
                }
                try await browser.press("button[type=submit]")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Give back $2.00")
                try await browser.wait(for: ".answer-screen p", saying: "1 × socks: $2.00 back, $0.50 was off")
                try await browser.wait(for: ".answer-screen p", saying: "What stays keeps $2.50 off.")
                try await Audit.check(browser, "lines are back")
                try await browser.press(".actions button")
                _ = try await browser.run("location.hash = 'sales'")
                try await open()
                try await browser.wait(for: ".hint", saying: "1 came back already")
                try await browser.press("form > button.second")
                try await browser.press("button[type=submit]")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Give back $10.00")
                try await browser.press(".actions button")
                _ = try await browser.run("location.hash = 'sales'")
                try await open()
                try await browser.wait(for: ".notice", saying: "has come back already")
            }
            #expect(try await world.count("select refunded from redemptions") == 1_200)
        }
    }

    @Test("a coupon that was used is found by its code and taken back, once")
    func takeBack() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let code = try await world.checkIn(by: world.shopper())
            let token = try await world.till(at: store)
            #expect(try await world.take(code, at: token).status == 201)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store, screen: "sales")
                try await browser.type(try #require(code.stringValue), into: "#sale-key")
                try await browser.press("form button")
                try await browser.wait(for: "article .chip", saying: "Redeemed")
                try await browser.press("article button")
                try await browser.wait(for: ".answer-screen.amber h1", saying: "Taken back")
                try await browser.press(".actions button")
                _ = try await browser.run("location.hash = 'sales'")
                try await browser.type(try #require(code.stringValue), into: "#sale-key")
                try await browser.press("form button")
                try await browser.wait(for: "article .chip", saying: "Taken back")
                #expect(try await browser.run("return document.querySelector('article button') === null") == true)
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'voided'") == 1)
        }
    }

    @Test("while a sale is open its coupon is held, with the time that is left; then it is taken, or let go")
    func hold() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch(changing: Self.fifth)
            let code = try #require(try await world.visited().json["coupons"]?[0]?["code"]?.stringValue)
            let token = try await world.till(at: store)
            let other = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                try await TillOfflineTests.waitForPack(browser, leases: 0)
                let holdIt = {
                    try await browser.scan(code)
                    try await browser.press(".answer-screen.amber .actions button")
                    try await browser.type("20", into: "#total")
                    try await browser.type("20", into: "#eligible")
                    try await browser.press("form button")
                    try await browser.press(".answer-screen.footfall .actions button:nth-child(2)")
                    try await browser.wait(for: "h1", saying: "Held for this sale")
                    try await browser.wait(
                        until: """
                            const left = document.querySelector('[role=timer]').innerText
                            window.before ??= left
                            return /^[0-9]:[0-5][0-9]$/.test(left) && left !== window.before
                            """)
                }
                try await holdIt()
                try await Audit.check(browser, "held")
                let elsewhere = try await world.post("/v1/redemptions", ["code": .string(code)], token: other)
                #expect(elsewhere.code == "reserved_elsewhere")
                try await browser.press("form button.second")
                try await browser.wait(for: ".answer-screen h1", saying: "Free again")
                try await browser.press(".actions button")
                try await holdIt()
                _ = try await browser.run("location.hash = ''")
                try await browser.wait(for: ".notice.sky", saying: "A fifth off")
                try await Audit.check(browser, "a sale is open")
                try await browser.press(".notice.sky a")
                _ = try await browser.run(
                    "for (const id of ['total', 'eligible']) document.getElementById(id).value = ''")
                try await browser.type("30", into: "#total")
                try await browser.type("30", into: "#eligible")
                try await browser.press("form button")
                try await browser.wait(for: ".answer-screen.footfall .sentence", saying: "Take $6.00 off")
                try await browser.press(".actions button")
                #expect(try await browser.run("return document.querySelector('.notice.sky') === null") == true)
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 1)
        }
    }
}

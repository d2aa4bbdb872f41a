import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("who comes to the till's page without a coupon", .serialized)
struct TillPeopleTests {
    @Test("a customer without a phone is checked in; the coupon is printed and taken; the till's day has an end")
    func assisted() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let token = try await world.till(at: store)
            let campaign = try await world.launch(changing: AssistedTests.terms)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                try await browser.press("a[href='#assist']")
                try await browser.wait(for: "label", saying: "3 of 3 left today at this till")
                try await Audit.check(browser, "assisted")
                #expect(try await Audit.unreached(browser) == [])
                try await browser.type("L-1", into: "#loyalty")
                try await browser.press("button[type=submit]")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Checked in")
                try await browser.wait(for: ".answer-screen p", saying: "2 of 3 left today")
                try await Audit.check(browser, "assisted, earned")
                try await browser.recordPrints()
                try await browser.press(".actions button:nth-child(2)")
                try await browser.wait(until: "return window.sheets.length === 1 && window.sheets[0].width === 576")
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Good")
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Redeemed")
                for (number, words) in [("L-1", "has had this offer already"), ("L-4", "as many customers")] {
                    if number == "L-4" {
                        for other in ["L-2", "L-3"] {
                            let body: JSON = ["campaign_id": .string(campaign), "loyalty_number": .string(other)]
                            let heard = try await world.post("/v1/tills/me/check-ins", body, token: token)
                            #expect(heard.status == 201)
                        }
                    }
                    try await browser.press(".actions button")
                    try await browser.press("a[href='#assist']")
                    try await browser.type(number, into: "#loyalty")
                    try await browser.press("button[type=submit]")
                    try await browser.wait(for: ".answer-screen.amber .sentence", saying: words)
                }
                _ = try await browser.complaints()
                try await Audit.check(browser, "assisted, no more")
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 1)
        }
    }

    @Test("without such an offer the counter says nothing of customers without a phone, and the screen says why")
    func notAssisted() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let token = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store, language: "ru")
                try await browser.wait(
                    until: """
                        return performance.getEntriesByType('resource').some(e => e.name.endsWith('/assisted-offers'))
                            && document.querySelector('.assist').children.length === 0
                        """)
                _ = try await browser.run("location.hash = 'assist'")
                try await browser.wait(for: ".notice", saying: "ни одна акция")
                try await Audit.check(browser, "not assisted")
            }
        }
    }

    @Test("appeals are told without a name, with what was in the way; one is granted, one rejected for good")
    func appeals() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let token = try await world.till(at: store)
            for message in ["I stood at the counter, next to the plants.", "Me too."] {
                let shopper = try await world.shopper()
                let away = try await world.post("/v1/check-ins", WebWorld.visit(latitude: 37.7433), token: shopper)
                let appeal = try await world.post(
                    "/v1/check-ins/\(away.string("id"))/appeal", ["message": .string(message)], token: shopper)
                #expect(appeal.status == 201, "\(appeal.text)")
            }
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store, screen: "store")
                try await browser.wait(for: "a[href='#appeals'] .chip", saying: "2 open")
                try await Audit.check(browser, "store with appeals")
                try await browser.press("a[href='#appeals']")
                try await browser.wait(for: "article p", saying: "The phone showed about 320 m away from the store.")
                try await browser.wait(for: "blockquote", saying: "next to the plants")
                for screen in [Screen.phone, Screen(width: 1024, height: 768, isMobile: false, isDark: true)] {
                    try await browser.show(on: screen)
                    try await Audit.check(browser, "appeals \(screen)")
                }
                #expect(try await Audit.unreached(browser) == [])
                try await browser.press("article button")
                try await browser.wait(for: ".answer-screen.footfall .sentence", saying: "on the customer’s phone now")
                try await browser.press(".actions button")
                try await browser.press("article button.second")
                try await browser.wait(for: "h1", saying: "Reject it for good?")
                try await Audit.check(browser, "reject")
                try await browser.press("form a")
                try await browser.press("article button.second")
                try await browser.press("button[type=submit]")
                try await browser.wait(for: ".answer-screen.amber h1", saying: "Rejected")
                try await browser.press(".actions button")
                try await browser.wait(for: ".notice", saying: "Nobody is waiting")
            }
            #expect(try await world.count("select count(*) from appeals where state = 'granted'") == 1)
            #expect(try await world.count("select count(*) from appeals where state = 'rejected'") == 1)
        }
    }

    @Test(
        "every screen has room for longer words, on a phone and on a tablet in the dark", arguments: ["fr", "es", "ru"])
    func languages(_ language: String) async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let token = try await world.till(at: store)
            _ = try await world.launch(changing: AssistedTests.terms)
            let shopper = try await world.shopper()
            let refused = try await world.post("/v1/check-ins", WebWorld.visit(latitude: 37.7433), token: shopper)
            _ = try await world.post("/v1/check-ins/\(refused.string("id"))/appeal", [:], token: shopper)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store, language: language)
                for (screen, sign) in [
                    ("", ".assist a"), ("store", "a[href='#appeals'] .chip"), ("assist", "#loyalty"),
                    ("appeals", "article"), ("staff", ".symbol"), ("leave", "button.destroys"),
                ] {
                    _ = try await browser.run("location.hash = arguments[0]", .string(screen))
                    try await browser.wait(for: sign)
                    for size in [Screen.phone, Screen(width: 1024, height: 768, isMobile: false, isDark: true)] {
                        try await browser.show(on: size)
                        try await Audit.check(browser, "till \(language) \(screen) \(size.width)")
                    }
                }
            }
        }
    }

    @Test("the code for the staff is large, as digits and as a QR that holds what a phone sends")
    func staffCode() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let token = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store, screen: "staff")
                let shown = try await world.get("/v1/tills/me/staff-code", token: token)
                let code = try shown.string("code")
                try await browser.wait(for: ".digits", saying: "\(code.prefix(4)) \(code.suffix(4))")
                let read = try await browser.run(
                    """
                    const { decode } = await import(arguments[0])
                    const symbol = document.querySelector('.symbol')
                    await symbol.decode()
                    const canvas = new OffscreenCanvas(600, 600), paper = canvas.getContext('2d')
                    paper.fillStyle = 'white'
                    paper.fillRect(0, 0, 600, 600)
                    paper.imageSmoothingEnabled = false
                    paper.drawImage(symbol, 40, 40, 520, 520)
                    return decode(paper.getImageData(0, 0, 600, 600))
                    """, .string("\(PageFiles.shared.address)/qr.js"))
                #expect(read == shown.json["staff_code"])
                for screen in [Screen.phone, Screen(width: 1024, height: 768, isMobile: false, isDark: true)] {
                    try await browser.show(on: screen)
                    try await Audit.check(browser, "staff code \(screen)")
                }
            }
        }
    }
}

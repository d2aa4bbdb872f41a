import Actions
import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("the shopper's app", .serialized)
struct ShopperPageTests {
    private static let inside = 37.73988
    private static let outside = 37.7440

    @Test("near me, check in with consent, coupon with a QR that decodes, and all of it in French in the dark")
    func visit() async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            try await Browser.with(world) { browser in
                try await browser.open("/")
                try await browser.wait(for: "h1", saying: "What is on near you")
                try await Audit.check(browser, "start")
                #expect(try await Audit.unreached(browser) == [])
                try await browser.stand(latitude: Self.inside)
                try await browser.press("main button.wide")
                try await browser.wait(for: ".offer h3", saying: "Free pastry")
                try await Audit.check(browser, "offers")
                try await browser.press("#check-in")
                try await browser.wait(for: "dialog h2", saying: "May we see where you are?")
                try await Audit.check(browser, "consent")
                #expect(try await Audit.unreached(browser) == [])
                try await browser.press("dialog button.wide")
                try await browser.wait(for: ".verdict h1", saying: "You’re in")
                try await Audit.check(browser, "verdict")
                try await browser.press("a.coupon")
                try await browser.wait(for: ".paper .typed")
                try await browser.wait(for: "img.qr")
                try await Audit.check(browser, "coupon")
                for language in ["fr", "ru", "es"] {
                    try await browser.show(on: Screen(isDark: true))
                    _ = try await browser.run(
                        "document.cookie = 'lang=' + arguments[0]; location.reload()", .string(language))
                    try await browser.wait(for: ".paper .typed")
                    try await Audit.check(browser, "coupon in \(language)")
                }
            }
            #expect(try await world.count("select count(*) from coupons") == 1)
        }
    }

    @Test("behind nginx with TLS a phone checks in, holds its coupon, and keeps the app for when there is no line")
    func proxy() async throws {
        try await WebWorld.with(WebSettings(trustedProxies: ["127.0.0.1"]), over: .live) { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            try await ReverseProxy.with(upstream: try #require(world.client.port)) { proxy in
                try await Browser.with(world, behind: proxy) { browser in
                    try await browser.stand(latitude: Self.inside)
                    try await browser.open("/")
                    try await browser.press("main button.wide")
                    try await browser.press("#check-in")
                    try await browser.press("dialog button.wide")
                    try await browser.wait(for: ".verdict h1", saying: "You’re in")
                    try await browser.press("a.coupon")
                    try await browser.wait(for: "img.qr")
                    try await browser.wait(until: "return (await navigator.serviceWorker.ready).active !== null")
                    #expect(try await browser.complaints() == [])
                    #expect(
                        try await browser.run("return performance.getEntriesByType('navigation')[0].nextHopProtocol")
                            == "h2")
                }
            }
            #expect(try await world.count("select count(*) from coupons") == 1)
        }
    }

    @Test("too far away says how far; a store's poster opens its store, and its channel goes along")
    func poster() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            try await Browser.with(world) { browser in
                try await browser.stand(latitude: Self.outside)
                try await browser.open("/s/\(store)?via=poster")
                try await browser.wait(for: ".store h2", saying: "West Portal")
                try await browser.press("#check-in")
                try await browser.press("dialog button.wide")
                try await browser.wait(for: ".verdict h1", saying: "Not this time")
                try await browser.wait(for: ".verdict p", saying: "m away. Walk to the store and try again.")
                try await Audit.check(browser, "refused")
                try await browser.open("/s/\(store)?via=poster&lang=ru")
                try await browser.wait(for: ".store h2", saying: "West Portal")
                try await browser.press("#check-in")
                try await browser.wait(for: ".verdict p", saying: "м. Подойдите и попробуйте снова.")
                #expect(try await browser.text(of: "main").contains(#/ (the|you|again) /#) == false)
                try await Audit.check(browser, "refused in ru")
                try await browser.open("/s/\(store)?via=poster&lang=en")
                try await browser.wait(for: ".store h2", saying: "West Portal")
                try await browser.press("#check-in")
                try await browser.wait(for: ".verdict h1", saying: "Not this time")
                try await browser.stand(latitude: Self.inside)
                try await browser.press("main button.wide")
                try await browser.wait(for: ".verdict h1", saying: "You’re in")
            }
            #expect(try await world.count("select count(*) from check_ins where channel = 'poster'") == 4)
        }
    }

    @Test("without a position the code on the store's screen does, and a place finds stores by name")
    func codeAndPlace() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch(changing: ["presence": ["proof": "either"]])
            let till = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.open("/")
                try await browser.type("west portal", into: "input[name=place]")
                try await browser.press("form.search button")
                try await browser.wait(for: ".store h2", saying: "West Portal")
                try await browser.type(" nowhere", into: "input[name=place]")
                try await browser.press("form.search button")
                try await browser.wait(for: ".empty h2", saying: "No store of that name has an offer")
                try await browser.open("/s/\(store)")
                try await browser.press("#check-in")
                try await browser.press("dialog button.second")
                let code = try await world.get("/v1/tills/me/presence-code", token: till).string("code")
                try await browser.type("00000000", into: "#presence-code")
                try await browser.press("form button")
                try await browser.wait(for: "#said, .verdict", saying: "not the code on the screen")
                try await browser.open("/s/\(store)")
                try await browser.press("#check-in")
                try await browser.press("dialog button.second")
                try await browser.type(code, into: "#presence-code")
                try await browser.press("form button")
                try await browser.wait(for: ".verdict h1", saying: "You’re in")
            }
        }
    }

    @Test("a coupon that was opened once opens without a line, also after the app was closed")
    func offline() async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            try await Browser.with(world) { browser in
                try await browser.stand(latitude: Self.inside)
                try await browser.open("/")
                try await browser.press("#check-in")
                try await browser.press("dialog button.wide")
                try await browser.press("a.coupon")
                try await browser.wait(for: "img.qr")
                try await browser.wait(for: "main")
                _ = try await browser.run("return navigator.serviceWorker.ready.then(() => true)")
                // The first visit is over before the worker is there; the second fills what it keeps.
                _ = try await browser.run("location.reload()")
                try await browser.wait(for: "img.qr")
                try await browser.devtools("Network.enable")
                try await browser.devtools(
                    "Network.emulateNetworkConditions",
                    ["offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0])
                _ = try await browser.run("location.reload()")
                try await browser.wait(for: ".paper .typed")
                try await browser.wait(for: "img.qr")
                try await browser.wait(for: ".notice", saying: "You are offline")
            }
        }
    }

    @Test("who moves to a new phone finds the coupons there, and the old code is used up")
    func newPhone() async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let first = try await world.post("/v1/shoppers", ShopperTests.join)
            let code = try first.string("recovery_code")
            _ = try await world.post("/v1/check-ins", WebWorld.visit(), token: first.string("token"))
            _ = try await world.desk.deliverOutbox()
            try await Browser.with(world) { browser in
                try await browser.open("/#me")
                try await browser.wait(for: "h1", saying: "Me")
                try await Audit.check(browser, "me")
                try await browser.press("details summary")
                try await browser.type(code, into: "input[name=move-code]")
                try await browser.press("details form button")
                try await browser.wait(for: "a.coupon h2", saying: "Free pastry")
                try await Audit.check(browser, "coupons")
                try await browser.open("/#messages")
                try await browser.wait(for: ".empty h2", saying: "No messages")
                try await Audit.check(browser, "messages")
            }
            let again = try await world.post("/v1/shoppers/me/recover", ["recovery_code": .string(code)])
            #expect(again.code == "recovery_code_wrong")
        }
    }

    @Test("a party's link brings a friend in")
    func party() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let campaign = try await world.launch(changing: ["unlock": ["kind": "friends", "friends": 2]])
            let friend = try await world.shopper()
            let code = try await world.post("/v1/campaigns/\(campaign)/parties", token: friend).string("code")
            try await Browser.with(world) { browser in
                try await browser.open("/#join/\(campaign)/\(code)")
                try await browser.wait(for: "main p", saying: "2 of 2 friends have joined")
                try await Audit.check(browser, "party")
                try await browser.open("/s/\(store)")
                try await browser.wait(for: ".offer a", saying: "Come with friends")
                try await browser.open("/#join/\(campaign)/WRONG1")
                try await browser.wait(for: ".notice", saying: "This link does not work any more")
            }
        }
    }
}

import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("tills in the console", .serialized)
struct ConsoleTillTests {
    @Test("of two stores of one name a till goes to the one that was chosen, and to neither by the name alone")
    func namesakes() async throws {
        try await WebWorld.with(over: .live) { world in
            var stores: [String: String] = [:]
            for number in ["17", "23"] {
                var store = WebWorld.store("Central").members ?? [:]
                store["external_id"] = .string(number)
                stores[number] = try await world.post("/v1/stores", .object(store), token: world.owner).string("id")
            }
            let manager = try await world.user("mo@larkspur.example", role: "store_manager")
            try await Browser.with(world, .desktop) { browser in
                try await browser.signIn(manager)
                try await browser.open("/console/tills")
                try await browser.press("#new-till")
                try await browser.wait(for: "dialog form")
                try await browser.fill("Central", into: "dialog input[name=store_id]")
                try await browser.type("Till 1", into: "dialog input[name=name]")
                try await browser.press("dialog button[type=submit]")
                try await browser.wait(for: "dialog .wrong", saying: "Several stores are called that")
                try await Audit.check(browser, "namesakes")
                try await browser.fill("Central · 23", into: "dialog input[name=store_id]")
                try await browser.press("dialog button[type=submit]")
                try await browser.wait(for: "dialog img")
            }
            let tills = try await world.get("/v1/tills", token: world.owner).json["items"]?.elements ?? []
            #expect(tills.map { $0["store_id"] } == [.string(try #require(stores["23"]))])
        }
    }

    @Test("a store manager sets a till up with a QR, sees that it waits, looks at its shift, and takes it out of use")
    func tills() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.addStore("A rather long name of a shop in Saint-Germain-en-Laye, second floor")
            let manager = try await world.user("mo@larkspur.example", role: "store_manager")
            try await Browser.with(world, .desktop) { browser in
                try await browser.signIn(manager)
                try await browser.open("/console/tills")
                try await browser.wait(for: "h2", saying: "No tills here")
                try await Audit.check(browser, "no tills")
                try await browser.press("#new-till")
                try await browser.type("Nowhere", into: "dialog input[name=store_id]")
                try await browser.type("Till 1", into: "dialog input[name=name]")
                try await browser.press("dialog button[type=submit]")
                try await browser.wait(for: "dialog .wrong, dialog .problem")
                _ = try await browser.run("document.querySelector('dialog input[name=store_id]').value = ''")
                try await browser.type("West Portal", into: "dialog input[name=store_id]")
                _ = try await browser.complaints()
                try await browser.press("dialog button[type=submit]")
                try await browser.wait(for: "dialog h2", saying: "Till 1 waits for its device")
                try await browser.wait(for: "dialog img")
                try await Audit.check(browser, "till code")
                let code = try await browser.run("return document.querySelector('dialog .copy input').value")
                try await browser.press("dialog > button")
                try await browser.wait(for: ".chip", saying: "waits for its device")
                _ = try await world.post("/v1/tills/enrol", ["code": code])
                _ = try await world.till(at: store)
                _ = try await world.launch()
                try await browser.open("/console/tills?q=west")
                try await browser.wait(for: ".chip.footfall", saying: "enrolled")
                try await browser.wait(for: "section p", saying: "0 of 2 tills ready")
                try await Audit.check(browser, "tills")
                #expect(try await Audit.unreached(browser) == [])
                try await browser.press("#till-list button")
                try await browser.wait(for: "dialog dt", saying: "Redeemed")
                try await Audit.check(browser, "shift")
                try await browser.press("dialog > button")
                try await browser.press("#till-list button:nth-child(2)")
                try await browser.wait(for: "dialog p", saying: "Nobody yet")
                try await browser.press("dialog > button")
                for screen in [Screen.phone, Screen(isDark: true)] {
                    try await browser.show(on: screen)
                    try await Audit.check(browser, "tills \(screen.isDark)")
                }
                try await browser.press("#till-list button:nth-child(3)")
                try await browser.press("dialog button.destroys")
                try await browser.wait(for: "#till-count", saying: "1 till")
            }
            #expect(try await world.count("select count(*) from tills where revoked_at is not null") == 1)
        }
    }
}

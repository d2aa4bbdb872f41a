import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("The console when something goes wrong", .serialized)
struct ConsoleTroubleTests {
    @Test("a file that does not come says why; whose session has ended signs in and is back on the same page")
    func books() async throws {
        try await WebWorld.with(over: .live) { world in
            let owner = try await world.user()
            try await Browser.with(world, .desktop) { browser in
                try await browser.signIn(owner)
                try await browser.open("/console/results?lang=en")
                try await browser.wait(for: "#books button")
                for (answer, said) in [
                    ("new Response('<h1>Too large</h1>', {status: 413})", "too much at once"),
                    ("Promise.reject(new TypeError('cut'))", "no connection"),
                ] {
                    _ = try await browser.run("window.real ??= window.fetch; window.fetch = async () => \(answer)")
                    try await browser.press("#books button")
                    try await browser.wait(for: "#said", saying: said)
                }
                _ = try await browser.run("window.fetch = window.real")
                try await browser.devtools("Network.clearBrowserCookies")
                try await browser.press("#books button")
                try await browser.wait(for: "h1", saying: "Sign in")
                #expect(
                    try await browser.run("return new URLSearchParams(location.search).get('next')")
                        == "/console/results?lang=en")
            }
        }
    }

    @Test("a recall without a reason is refused at its field, in the dialog that is still open")
    func recall() async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            let windows: JSON = [["from": "07:00", "to": "10:30", "days": ["mon", "tue", "wed", "thu", "fri", "sun"]]]
            let id = try await world.launch(changing: ["schedule": ["from": "2026-07-20", "windows": windows]])
            let owner = try await world.user()
            try await Browser.with(world, .desktop) { browser in
                try await browser.signIn(owner)
                try await browser.open("/console/campaigns/\(id)")
                try await browser.wait(for: "dl.sentence dd", saying: "Mon–Fri, Sun: 7:00")
                try await browser.press("#orders button:last-child")
                try await browser.press("dialog button[type=submit]")
                try await browser.wait(for: "dialog .wrong")
                _ = try await browser.complaints()
                try await Audit.check(browser, "recall", bytesMax: 200_000)
                try await browser.type("A wrong price", into: "dialog input[name=reason]")
                try await browser.press("dialog button[type=submit]")
                try await browser.wait(for: "h1 + .row .chip", saying: "Paused")
            }
            #expect(
                try await world.get("/v1/campaigns/\(id)", token: world.owner).json["recall"]?["reason"]
                    == "A wrong price")
        }
    }

    @Test("older entries come once, however often they are asked for")
    func older() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            for turn in 0..<45 {
                _ = try await world.call(
                    .patch, "/v1/stores/\(store)", ["brand": .string("\(turn)")], token: world.owner)
            }
            let owner = try await world.user()
            try await Browser.with(world, .desktop) { browser in
                try await browser.signIn(owner)
                try await browser.open("/console/settings")
                try await browser.wait(for: "#audit > button")
                _ = try await browser.run(
                    "const more = document.querySelector('#audit > button'); more.click(); more.click()")
                try await browser.wait(for: "#audit tbody tr:nth-child(21)")
                try await Task.sleep(for: .milliseconds(500))
                #expect(try await browser.run("return document.querySelectorAll('#audit tbody tr').length") == 40)
            }
        }
    }
}

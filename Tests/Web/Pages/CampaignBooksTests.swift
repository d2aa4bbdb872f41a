import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("A campaign's books in the console", .serialized)
struct CampaignBooksTests {
    @Test("one page says what was issued, used, spent, is out and over the limit, and that all of it agrees")
    func books() async throws {
        try await WebWorld.with(over: .live) { world in
            let morning = try await ScopeTests.morning(world)
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole(as: "auditor")
                try await browser.open("/console/campaigns/\(morning.campaign)")
                try await browser.press("a[href$='/books']")
                try await browser.wait(for: "#verdict strong", saying: "everything agrees")
                let figures = try await browser.run(
                    "return [...document.querySelectorAll('.figures dd')].map((one) => one.textContent)")
                #expect(figures == ["4", "1", "$5.00", "3", "0"])
                try await browser.checkEverywhere(
                    "books", at: "/console/campaigns/\(morning.campaign)/books", shows: "#verdict strong")
                let unreached = try await Audit.unreached(browser)
                #expect(unreached == [])
            }
        }
    }

    @Test("a rejected appeal is asked for its reason, which the receipt keeps")
    func reason() async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await ScopeTests.morning(world)
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole()
                try await browser.open("/console/check-ins")
                try await browser.wait(for: "#appeals article")
                try await browser.press("#appeals button.destroys")
                try await browser.wait(for: "dialog textarea")
                try await Audit.check(browser, "reject dialog")
                try await browser.type("We were closed.", into: "dialog textarea")
                try await browser.press("dialog button[type=submit]")
                try await browser.wait(for: "#said", saying: "Rejected")
                #expect(
                    try await world.count("select count(*) from appeals where reason = 'We were closed.'") == 1)
            }
        }
    }
}

import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("campaigns in the console", .serialized)
struct ConsoleCampaignTests {
    @Test(
        "a marketer drafts a campaign, sees its coupon while typing, mends what preflight finds, launches and pauses it"
    )
    func launch() async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            let marketer = try await world.user("mia@larkspur.example", role: "marketer")
            try await Browser.with(world, .desktop) { browser in
                try await browser.signIn(marketer)
                try await browser.open("/console")
                try await browser.wait(for: "h2", saying: "No campaigns yet")
                try await Audit.check(browser, "no campaigns")
                try await browser.press("main .button")
                try await browser.wait(for: "#undrawn", saying: "Write a headline")
                try await browser.type("Pastry morning", into: "#f-name")
                _ = try await browser.run("document.querySelector('#f-reward').value = 'free_item'")
                _ = try await browser.run(
                    "document.querySelector('#f-reward').dispatchEvent(new Event('change', {bubbles: true}))")
                try await browser.type("Pastry", into: "#f-item")
                try await browser.type("A free pastry with your coffee", into: "#f-headline")
                try await browser.type("One for each customer, while they last.", into: "#f-terms")
                try await browser.wait(for: "#drawn")
                // What was not whole yet while it was typed was refused.
                _ = try await browser.complaints()
                try await Audit.check(browser, "editor")
                let unreached = try await Audit.unreached(browser)
                #expect(unreached == [])
                try await browser.press("form button[type=submit]")
                try await browser.wait(for: "#findings h3")
                try await Audit.check(browser, "findings")
                _ = try await browser.run("document.querySelector('#f-from').value = '2026-07-21'")
                _ = try await browser.run("document.querySelector('#f-to').value = '2026-07-21'")
                try await browser.press("#add-window")
                try await browser.type("1", into: "#f-each")
                try await browser.type("75", into: "#f-store-day")
                try await browser.press("form button[type=submit]")
                try await browser.wait(for: "#saved", saying: "Saved.")
                try await browser.wait(for: "#findings h3", saying: "Ready to launch")
                // Each change drew the coupon again; what the page itself weighs was seen above.
                _ = try await browser.run("performance.clearResourceTimings()")
                for screen in [Screen.phone, Screen(width: 1280, height: 800, isMobile: false, isDark: true)] {
                    try await browser.show(on: screen)
                    try await Audit.check(browser, "editor \(screen.width) \(screen.isDark)")
                }
                try await browser.show(on: .desktop)
                try await browser.open("/console/campaigns")
                try await browser.press(".campaigns a")
                try await browser.wait(for: "#drawn")
                try await Audit.check(browser, "draft")
                try await browser.press("#orders button")
                try await browser.press("dialog button")
                try await browser.wait(for: "h1 + .row .chip", saying: "Running")
                try await browser.wait(for: "#orders button", saying: "Pause")
                try await browser.wait(for: "#drawn")
                for screen in [Screen.desktop, .phone] {
                    try await browser.show(on: screen)
                    try await Audit.check(browser, "running \(screen.width)", bytesMax: 200_000)
                }
                try await browser.press("#orders button")
                try await browser.wait(for: "h1 + .row .chip", saying: "Paused")
                try await look(browser, in: ["fr", "ru"])
            }
            let campaign = try await world.get("/v1/campaigns", token: world.owner).json["items"]?[0]
            #expect(campaign?["state"] == "paused")
            #expect(campaign?["schedule"]?["to"] == "2026-07-22")
            #expect(
                campaign?["limits"] == [
                    ["per": "shopper", "period": "campaign", "max": 1], ["per": "store", "period": "day", "max": 75],
                ])
        }
    }

    private func look(_ browser: Browser, in languages: [String]) async throws {
        for language in languages {
            try await browser.open("/console/campaigns?lang=\(language)")
            try await browser.wait(for: ".campaigns a")
            try await Audit.check(browser, "campaigns \(language)")
            try await browser.press(".campaigns a")
            try await browser.wait(for: "#drawn")
            try await Audit.check(browser, "campaign \(language)", bytesMax: 200_000)
        }
    }

    @Test("in French and Russian the editor says its findings in French and Russian")
    func findings() async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            let terms = WebWorld.terms(changing: [
                "reward": [
                    "kind": "percent_off", "percent": 12.5, "max_discount": ["amount": 1_250, "currency": "EUR"],
                ],
                "budget": ["amount": 100_000, "currency": "EUR", "cover": 0.5],
                "limits": [
                    ["per": "shopper", "period": "week", "max": 2],
                    ["per": "campaign", "period": "campaign", "max": 900],
                    ["per": "channel", "period": "day", "max": 5, "channels": ["twitter"]],
                ],
                "unlock": ["kind": "nth_visit", "n": 3, "within_days": 30, "per": "store"],
                "conditions": ["min_spend": ["amount": 550, "currency": "EUR"], "include": ["bakery"]],
                "presence": ["max_accuracy_meters": 60],
            ])
            let drafted = try await world.post("/v1/campaigns", terms, token: world.owner)
            #expect(drafted.status == 201, "\(drafted.text)")
            let id = try drafted.string("id")
            let before = try await world.get("/v1/campaigns/\(id)", token: world.owner).json
            let owner = try await world.user()
            try await Browser.with(world, .desktop) { browser in
                try await browser.signIn(owner)
                try await browser.open("/console/campaigns/\(id)/edit")
                try await browser.wait(for: "#findings h3")
                try await browser.press("form button[type=submit]")
                try await browser.wait(for: "#saved", saying: "Saved.")
                for (language, said) in [("fr", "Le budget de"), ("ru", "Бюджет")] {
                    for screen in [Screen.phone, .desktop] {
                        try await browser.show(on: screen)
                        try await browser.open("/console/campaigns/\(id)/edit?lang=\(language)")
                        try await browser.wait(for: "#findings", saying: said)
                        let found = try await browser.text(of: "#findings")
                        #expect(!found.contains(#/ (the|of|is|are|has|have|must) /#), "\(found)")
                        try await Audit.check(browser, "findings \(language) \(screen.width)", bytesMax: 200_000)
                    }
                }
            }
            let after = try await world.get("/v1/campaigns/\(id)", token: world.owner).json
            for (name, value) in before.members ?? [:] { #expect(after[name] == value, "\(name)") }
        }
    }
}

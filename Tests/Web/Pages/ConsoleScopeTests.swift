import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("The console of somebody who looks after some stores", .serialized)
struct ConsoleScopeTests {
    @Test("every page shows what is theirs, says so, and leads nowhere that is not")
    func pages() async throws {
        try await WebWorld.with(over: .live) { world in
            let morning = try await ScopeTests.morning(world)
            try await Browser.with(world, .desktop) { browser in
                try await browser.enter(morning.mo)
                try await browser.open("/console/campaigns/\(morning.campaign)")
                try await browser.wait(for: "#live .chip", saying: "Your store")
                try await browser.wait(for: "#live dd", saying: "3")
                try await browser.wait(for: "#live p", saying: "Everything is given out")
                for (name, path, shown) in [
                    ("campaigns", "/console/campaigns", ".campaigns li"),
                    ("campaign", "/console/campaigns/\(morning.campaign)", "#live dd"),
                    ("results", "/console/results", "#books button"),
                    ("result", "/console/results/\(morning.campaign)", ".chart svg"),
                    ("check-ins", "/console/check-ins", "#found tbody tr"),
                    ("stores", "/console/stores", ".leaflet-container"),
                    ("store", "/console/stores/\(morning.here)", ".leaflet-container"),
                    ("tills", "/console/tills", "main h1"),
                    ("settings", "/console/settings", "#me form"),
                ] {
                    try await browser.checkEverywhere("scoped \(name)", at: path, shows: shown, bytesMax: 250_000)
                    try await browser.expectNoDeadLinks(on: name)
                }
            }
        }
    }

    @Test("who looks after all stores is told of none in particular")
    func everything() async throws {
        try await WebWorld.with(over: .live) { world in
            let morning = try await ScopeTests.morning(world)
            let ann = try await world.user()
            for path in ["campaigns", "results", "results/\(morning.campaign)", "campaigns/\(morning.campaign)"] {
                #expect(try await !ann.call(.get, "/console/\(path)").text.contains("Your store"), "\(path)")
                #expect(try await morning.mo.call(.get, "/console/\(path)").text.contains("Your store"), "\(path)")
            }
        }
    }
}

extension Browser {
    /// Comes in as somebody who is signed in.
    func enter(_ user: SignedInBrowser) async throws {
        try await devtools(
            "Network.setCookie",
            ["name": "footfall_session", "value": .string(user.cookie), "url": .string(origin), "httpOnly": true])
    }

    /// Asks for whatever the page's links and forms lead to.
    func expectNoDeadLinks(on name: String) async throws {
        let dead = try await run(
            """
            const links = [...new Set([...document.querySelectorAll('main a[href]')].map((a) => a.href.split('#')[0]))]
            const answers = await Promise.all(links.filter((href) => href.startsWith(location.origin))
              .map(async (href) => ({ href, status: (await fetch(href)).status })))
            return answers.filter(({ status }) => status >= 400).map(({ href, status }) => `${status} ${href}`)
            """)
        #expect(dead == [], "\(name)")
    }

    /// The button that says so.
    func pressButton(_ text: String) async throws {
        let found = try await run(
            """
            const button = [...document.querySelectorAll('button')].find((one) => one.textContent === arguments[0] && !one.hidden)
            button?.click()
            return Boolean(button)
            """, .string(text))
        #expect(found == true, "no button \(text)")
    }
}

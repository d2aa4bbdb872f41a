import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("The campaign editor", .serialized)
struct CampaignEditorTests {
    /// Terms of which the form shows only a part.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let changes: @Sendable (_ store: JSON) -> JSONObject

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "what has no field at all") { _ in
            [
                "reward": [
                    "kind": "percent_off", "percent": 12.5, "max_discount": ["amount": 1_250, "currency": "EUR"],
                ],
                "budget": ["amount": 100_000, "currency": "EUR", "cover": 0.5],
                "unlock": ["kind": "nth_visit", "n": 3, "within_days": 30, "per": "store"],
                "conditions": ["min_spend": ["amount": 550, "currency": "EUR"], "include": ["bakery"]],
                "presence": ["max_accuracy_meters": 60],
            ]
        },
        Case(name: "limits of other periods, and per channel") { _ in
            [
                "limits": [
                    ["per": "shopper", "period": "week", "max": 2],
                    ["per": "campaign", "period": "campaign", "max": 900],
                    ["per": "channel", "period": "day", "max": 5, "channels": ["twitter"]],
                ]
            ]
        },
        Case(name: "two limits per shopper") { _ in
            [
                "limits": [
                    ["per": "shopper", "period": "day", "max": 1], ["per": "shopper", "period": "campaign", "max": 5],
                    ["per": "store", "period": "day", "max": 75],
                ]
            ]
        },
        Case(name: "stores by name, tag and brand") { store in
            ["stores": ["ids": [store], "tags": ["airport"], "brands": ["Larkspur"], "participation": "all"]]
        },
        Case(name: "a life of three quarters of an hour") { _ in ["coupon": coupon(["valid": ["for": "PT45M"]])] },
        Case(name: "a life of two weeks") { _ in ["coupon": coupon(["valid": ["for": "P2W"]])] },
        Case(name: "traditional Chinese") { _ in ["coupon": coupon(["language": "zh-Hant"])] },
        Case(name: "French of Canada") { _ in ["coupon": coupon(["language": "fr-CA"])] },
        Case(name: "a target with a deadline to the second") { _ in
            ["unlock": ["kind": "crowd", "target": 40, "deadline": "2026-07-21T18:30:15Z"]]
        },
    ]

    private static func coupon(_ changes: JSONObject) -> JSON {
        var coupon = WebWorld.pastry["coupon"]?.members ?? [:]
        for change in changes { coupon[change.name] = change.value }
        return .object(coupon)
    }

    @Test("what it does not show stays as it is", arguments: cases)
    func keeps(_ kept: Case) async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            try await edit(world, kept.changes(.string(store))) { browser, before in
                try await browser.fill("Renamed", into: "#f-name")
                let after = try await save(browser, before)
                #expect(after["name"] == "Renamed")
                for (name, value) in before.members ?? [:] where !["name", "revision"].contains(name) {
                    #expect(after[name] == value, "\(name)")
                }
            }
        }
    }

    @Test(
        "whole numbers are read as the page's language writes them",
        arguments: [
            ("en", "10,000", 10_000), ("fr", "10\u{202F}000", 10_000),

            ("es", "1.234.567", 1_234_567), ("ru", "10\u{A0}000", 10_000),
        ])
    func wholeNumbers(_ language: String, _ typed: String, _ number: Int64) async throws {
        try await WebWorld.with(over: .live) { world in
            try await edit(world, in: language) { browser, before in
                try await browser.fill(typed, into: "#f-all")
                let limits = try await save(browser, before)["limits"]?.elements ?? []
                #expect(limits.first { $0["per"] == "campaign" }?["max"] == .int(number), "\(limits)")
            }
        }
    }

    @Test(
        "a gift to a charity and points are drafted too, though they have no coupon", arguments: ["donation", "points"])
    func withoutCoupon(_ kind: String) async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            let owner = try await world.user()
            try await Browser.with(world, .desktop) { browser in
                try await browser.signIn(owner)
                try await browser.open("/console/campaigns/new")
                try await browser.wait(for: "#undrawn")
                try await browser.fill("Spring", into: "#f-name")
                try await browser.fill(kind, into: "#f-reward")
                if kind == "points" {
                    try await browser.fill("50", into: "#f-points")
                } else {
                    try await browser.fill("2.50", into: "#f-amount")
                    try await browser.fill("City Food Bank", into: "#f-charity")
                    try await browser.fill("1000", into: "#f-budget")
                }
                try await browser.fill("For each visit", into: "#f-headline")
                try await browser.fill("Once a day.", into: "#f-terms")
                try await browser.press("form button[type=submit]")
                try await browser.wait(for: "#findings h3")
            }
            let made = try await world.get("/v1/campaigns", token: world.owner).json["items"]?[0]
            #expect(made?["reward"]?["kind"] == .string(kind))
        }
    }

    @Test("a campaign that needs no till without a line any more loses its lease")
    func noLease() async throws {
        try await WebWorld.with(over: .live) { world in
            let coupon = Self.coupon(["offline": true, "offline_lease": 7])
            try await edit(world, ["coupon": coupon]) { browser, before in
                try await browser.press("[name='coupon.offline']")
                let after = try await save(browser, before)
                #expect(after["coupon"]?["offline"] == false)
            }
        }
    }

    @Test("what is no whole number is refused at its field", arguments: ["10.5", "1,00"])
    func noWholeNumber(_ typed: String) async throws {
        try await WebWorld.with(over: .live) { world in
            try await edit(world) { browser, _ in
                try await browser.fill(typed, into: "#f-all")
                try await browser.press("form button[type=submit]")
                try await browser.wait(for: "form .wrong, form .problem")
                #expect(try await browser.text(of: "#saved") == "")
            }
        }
    }

    @Test("what is wrong with a window is said at that window, also after one above it was removed")
    func windows() async throws {
        try await WebWorld.with(over: .live) { world in
            let windows: JSON = [["from": "07:00", "to": "10:30"], ["from": "15:00", "to": "17:00", "days": ["fri"]]]
            try await edit(world, ["schedule": ["from": "2026-07-21", "windows": windows]]) { browser, before in
                try await browser.press("[data-window] button")
                try await browser.press("[data-window] input[value=fri]")
                try await browser.press("form button[type=submit]")
                try await browser.wait(for: "[data-window] .wrong")
                _ = try await browser.complaints()
                try await browser.press("[data-window] input[value=mon]")
                let kept = try await save(browser, before)["schedule"]?["windows"]
                #expect(kept == [["days": ["mon"], "from": "15:00", "to": "17:00"]])
            }
        }
    }

    @Test("a time within which visits count can be taken away again, and a coupon's life changed")
    func cleared() async throws {
        try await WebWorld.with(over: .live) { world in
            let changes: JSONObject = [
                "unlock": ["kind": "nth_visit", "n": 3, "within_days": 30],
                "coupon": Self.coupon(["valid": ["for": "PT45M"]]),
            ]
            try await edit(world, changes) { browser, before in
                try await browser.fill("", into: "#f-within")
                try await browser.fill("1.5", into: "#f-hours")
                let after = try await save(browser, before)
                #expect(after["unlock"]?["within_days"] == .null && after["unlock"]?["n"] == 3)
                #expect(after["coupon"]?["valid"] == ["for": "PT90M"])
            }
        }
    }

    @Test("what somebody changes just after one has saved is not written over")
    func meanwhile() async throws {
        try await WebWorld.with(over: .live) { world in
            try await edit(world) { browser, before in
                _ = try await browser.run(
                    """
                    const real = window.fetch
                    window.fetch = async (path, request) => {
                      const answer = await real(path, request)
                      if (request?.method !== 'PATCH') return answer
                      window.fetch = real
                      const headers = { ...request.headers, 'Idempotency-Key': crypto.randomUUID() }
                      delete headers['If-Match']
                      await real(path, { method: 'PATCH', headers, body: JSON.stringify({ name: 'Theirs' }) })
                      return answer
                    }
                    """)
                try await browser.fill("Ours", into: "#f-name")
                #expect(try await save(browser, before)["name"] == "Theirs")
                try await browser.press("form button[type=submit]")
                try await browser.wait(for: "form .problem")
            }
        }
    }

    /// Opens the editor on a draft with those terms.
    private func edit(
        _ world: WebWorld, _ changes: JSONObject = [:], in language: String = "en",
        _ body: (Browser, _ before: JSON) async throws -> Void
    ) async throws {
        let drafted = try await world.post("/v1/campaigns", WebWorld.terms(changing: changes), token: world.owner)
        #expect(drafted.status == 201, "\(drafted.text)")
        let id = try drafted.string("id")
        let owner = try await world.user()
        try await Browser.with(world, .desktop) { browser in
            try await browser.signIn(owner)
            try await browser.open("/console/campaigns/\(id)/edit?lang=\(language)")
            try await browser.wait(for: "#findings h3")
            try await body(browser, world.get("/v1/campaigns/\(id)", token: world.owner).json)
        }
    }

    private func save(_ browser: Browser, _ before: JSON) async throws -> JSON {
        try await browser.press("form button[type=submit]")
        try await browser.wait(for: "#saved", saying: ".")
        let id = try #require(before["id"]?.stringValue)
        return try await browser.world.get("/v1/campaigns/\(id)", token: browser.world.owner).json
    }
}

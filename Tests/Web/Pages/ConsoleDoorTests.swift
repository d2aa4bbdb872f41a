import Actions
import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("the console's doors and settings", .serialized)
struct ConsoleDoorTests {
    @Test("who has to sign in comes back to the page as it was asked for")
    func back() async throws {
        try await WebWorld.with { world in
            let heard = try await world.get("/console/check-ins?campaign=cmp_1&x=%2F")
            #expect(
                heard.headers[.location]
                    == "/console/sign-in?next=%2Fconsole%2Fcheck-ins%3Fcampaign%3Dcmp_1%26x%3D%252F")
        }
    }

    @Test(
        "an owner opens the link, sets a password, invites somebody, makes a key and sees it in the audit; signs out and in"
    )
    func settings() async throws {
        try await WebWorld.with(over: .live) { world in
            let invited = try await world.post(
                "/v1/users", ["email": "ann@larkspur.example", "name": "Ann Ascher", "role": "owner"],
                token: world.owner)
            let token = try invited.string("invitation_link").split(separator: "#").last.map(String.init) ?? ""
            try await Browser.with(world, .desktop) { browser in
                try await browser.open("/console/settings")
                try await browser.wait(for: "h1", saying: "Sign in")
                try await Audit.check(browser, "sign in")
                try await browser.open("/console/join#\(token)")
                try await browser.type("short", into: "input[name=password]")
                try await browser.press("form button")
                try await browser.wait(for: ".wrong", saying: "12 to 128 characters")
                // The refusal itself is on the browser's list.
                _ = try await browser.complaints()
                try await Audit.check(browser, "join")
                try await browser.type(" and then rather longer", into: "input[name=password]")
                try await browser.press("form button")
                try await browser.wait(for: "h1", saying: "Campaigns")
                try await browser.open("/console/settings")
                try await browser.wait(for: "#audit td")
                try await Audit.check(browser, "settings")
                #expect(try await Audit.unreached(browser) == [])

                try await browser.press("#team .row button")
                try await browser.type("mo@larkspur.example", into: "dialog input[name=email]")
                try await browser.type("Mo", into: "dialog input[name=name]")
                try await browser.press("dialog button[type=submit]")
                try await browser.wait(for: "dialog h2", saying: "Link for Mo")
                try await Audit.check(browser, "link")
                try await browser.press("dialog > button")
                try await browser.wait(for: "#team td", saying: "mo@larkspur.example")
                try await browser.press("#keys .row button")
                try await browser.type("web shop", into: "dialog input[name=name]")
                try await browser.press("dialog button[type=submit]")
                try await browser.wait(for: "dialog h2", saying: "Key “web shop”")
                try await browser.press("dialog > button")
                for screen in [
                    Screen.phone, Screen(isDark: true), Screen(width: 1280, height: 800, isMobile: false, isDark: true),
                ] {
                    try await browser.show(on: screen)
                    try await Audit.check(browser, "settings \(screen)")
                }
                try await browser.show(on: .desktop)
                try await browser.press("#sign-out")
                try await browser.wait(for: "h1", saying: "Sign in")
                try await browser.type("ann@larkspur.example", into: "input[name=email]")
                try await browser.type("not this one, no", into: "input[name=password]")
                try await browser.press("form button")
                try await browser.wait(for: ".problem", saying: "do not fit together")
                _ = try await browser.complaints()
                _ = try await browser.run("document.querySelector('input[name=password]').value = ''")
                try await browser.type("short and then rather longer", into: "input[name=password]")
                try await browser.press("form button")
                try await browser.wait(for: "nav a[aria-current=page]")
            }
            #expect(try await world.count("select count(*) from users") == 2)
            #expect(try await world.count("select count(*) from api_keys where name = 'web shop'") == 1)
            #expect(try await world.count("select count(*) from audit_entries") == 4)
        }
    }

    @Test(
        "the button of an OpenID Connect provider leads through its page into the console, and says who was not invited"
    )
    func provider() async throws {
        try await FakeOpenIDProvider.with { fake in
            try await WebWorld.with(over: .live, signingOnBy: [SignOnProvider(try fake.provider())]) { world in
                try await Browser.with(world, .phone) { browser in
                    fake.lead(to: browser.origin)
                    try await browser.checkEverywhere("sign in with", at: "/console/sign-in", shows: "form")
                    try await browser.press("a.button.second")
                    try await browser.wait(for: ".notice", saying: "Nobody was invited")
                    // The status itself is on the browser's list.
                    _ = try await browser.complaints()
                    try await Audit.check(browser, "not invited")
                    _ = try await world.post(
                        "/v1/users", ["email": "ann@larkspur.example", "name": "Ann", "role": "marketer"],
                        token: world.owner)
                    try await browser.press("a.button.second")
                    try await browser.wait(for: "h1", saying: "Campaigns")
                }
            }
        }
    }
}

extension Browser {
    /// As somebody who has signed in on this window.
    func signIn(_ signedIn: SignedInBrowser) async throws {
        try await open("/console/sign-in")
        try await devtools(
            "Network.setCookie",
            ["name": "footfall_session", "value": .string(signedIn.cookie), "url": .string(origin), "httpOnly": true])
    }
}

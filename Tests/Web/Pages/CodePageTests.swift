import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("pages that answer in one word", .serialized)
struct CodePageTests {
    private static let screens = [
        Screen.phone, Screen(isDark: true), Screen.desktop,
        Screen(width: 1280, height: 800, isMobile: false, isDark: true),
    ]

    @Test("what a coupon's code opens can be read by everybody, in each language, light and dark")
    func everybody() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world) { browser in
                for screen in Self.screens {
                    try await browser.show(on: screen)
                    for language in PageLanguage.allCases {
                        try await browser.open("/K/A.B?lang=\(language.rawValue)")
                        #expect(
                            try await browser.run("return document.documentElement.lang") == .string(language.rawValue))
                        try await Audit.check(browser, "\(language) \(screen)")
                    }
                }
                #expect(try await Audit.unreached(browser) == [])
            }
        }
    }

    @Test("a choice of language stays; without one the browser's first language that we speak counts")
    func languages() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world) { browser in
                try await browser.open("/K/A.B")
                try await browser.press("a[hreflang=ru]")
                try await browser.wait(for: "h1", saying: "Покажите на кассе")
                try await browser.open("/K/C.D")
                try await browser.wait(for: "h1", saying: "Покажите на кассе")
            }
            let chosen: [(HTTPFields, String)] = [
                ([:], "en"), ([.acceptLanguage: "de, fr-CA;q=0.8, es;q=0.9"], "es"),
                ([.acceptLanguage: "pt-BR, *;q=0.1"], "en"), ([.acceptLanguage: "fr;q=0, en;q=0.1"], "en"),
                ([.acceptLanguage: "es", .cookie: "a=b; lang=fr"], "fr"), ([.cookie: "lang=xx"], "en"),
            ]
            for (headers, language) in chosen {
                let page = try await world.get("/K/A.B", headers: headers)
                #expect(page.text.contains("<html lang=\"\(language)\""), "\(headers)")
                #expect(page.headers[.setCookie] == nil)
            }
        }
    }

    @Test("going back to a language whose page the browser has already changes the language too")
    func languageOfKnownPage() async throws {
        try await WebWorld.with { world in
            let first = try await world.get("/console/sign-in?lang=fr")
            let tag = try #require(first.headers[.eTag])
            let again = try await world.get(
                "/console/sign-in?lang=fr", headers: [.ifNoneMatch: tag, .cookie: "lang=ru"])
            #expect(again.status == 304)
            #expect(again.headers[.setCookie]?.hasPrefix("lang=fr;") == true)
        }
    }

    @Test("browsers get a page where something is missing; programs get the problem")
    func errors() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world) { browser in
                try await browser.open("/nowhere?lang=fr")
                try await browser.wait(for: "h1", saying: "Il n’y a rien ici")
                // The browser itself says that the page was not found.
                _ = try await browser.complaints()
                try await Audit.check(browser, "missing")
            }
            #expect(try await world.get("/nowhere").code == "not_found")
            let api = try await world.get("/v1/nowhere", headers: [.accept: "text/html"])
            #expect(api.code == "not_found")
            let page = try await world.get("/nowhere", headers: [.accept: "text/html"])
            #expect(page.status == 404 && page.headers[.cacheControl] == "no-store")
        }
    }
}

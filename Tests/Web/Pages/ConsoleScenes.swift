import Promotions
import Testing

@testable import Web

extension Browser {
    /// Signs somebody in who was invited for this; the doors themselves have a test of their own.
    func enterConsole(as role: String = "owner") async throws {
        let user = try await world.user("\(role)@larkspur.example", role: role)
        try await devtools(
            "Network.setCookie",
            ["name": "footfall_session", "value": .string(user.cookie), "url": .string(origin), "httpOnly": true])
    }

    /// Looks at the page on a phone and a desk, in light and dark, in French and Russian too.
    /// - Parameter path: where it is; the language is asked for there.
    func checkEverywhere(
        _ name: String, at path: String, shows selector: String, bytesMax: Int64 = Audit.bytesMax
    ) async throws {
        let dark = Screen(width: 1280, height: 800, isMobile: false, isDark: true)
        for (language, screen, look) in [
            ("en", Screen.desktop, "desk"), ("en", dark, "dark desk"), ("fr", .phone, "phone"),
            ("ru", .phone, "phone"), ("ru", .desktop, "desk"), ("en", Screen(isDark: true), "dark phone"),
        ] {
            try await show(on: screen)
            try await open(path + "?lang=\(language)")
            try await wait(for: selector)
            try await Audit.check(self, "\(name) \(language) \(look)", bytesMax: bytesMax)
        }
        try await open(path + "?lang=en")
        try await wait(for: selector)
    }
}

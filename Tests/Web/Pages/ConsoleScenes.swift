import Promotions
import Testing

@testable import Web

extension Browser {
    /// Signs somebody in who was invited for this.
    func enterConsole(as role: String = "owner") async throws {
        let invited = try await world.post(
            "/v1/users",
            ["email": .string("\(role)@larkspur.example"), "name": "Ann Ascher", "role": .string(role)],
            token: world.owner)
        let token = try invited.string("invitation_link").split(separator: "#").last.map(String.init) ?? ""
        try await open("/console/join#\(token)")
        try await type("a long enough sentence", into: "input[name=password]")
        try await press("form button")
        try await wait(for: "nav a[aria-current=page]")
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

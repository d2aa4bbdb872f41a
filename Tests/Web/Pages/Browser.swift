import Foundation
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

/// What a screen is like.
struct Screen: Sendable {
    var width = 390
    var height = 844
    var isMobile = true
    var isDark = false
    var isCalm = false

    static let phone = Screen()
    static let desktop = Screen(width: 1280, height: 800, isMobile: false)
}

/// Each window is a browser of its own: more of them at once only wait for one another, and tests run out of patience.
private actor Windows {
    static let shared = Windows()

    private var free = 3
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func open() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func close() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

/// One window of a real Chromium, at the pages of a world.
struct Browser: Sendable {
    /// Seconds. Long, because a test that passes does not wait for it and CI's machine may be slow.
    private static let patience = 60.0

    let world: WebWorld
    let origin: String
    private let driver: Driver
    private let session: String

    /// Opens a window of its own, without anything kept from before, and closes it.
    /// - Parameters:
    ///   - film: a file with what its camera sees, instead of a moving picture of Chromium's own.
    ///   - proxy: through which the pages come.
    static func with(
        _ world: WebWorld, _ screen: Screen = .phone, film: String? = nil, behind proxy: ReverseProxy? = nil,
        _ body: (Browser) async throws -> Void
    ) async throws {
        await Windows.shared.open()
        do {
            try await opened(world, screen, film, proxy, body)
            await Windows.shared.close()
        } catch {
            await Windows.shared.close()
            throw error
        }
    }

    private static func opened(
        _ world: WebWorld, _ screen: Screen, _ film: String?, _ proxy: ReverseProxy?,
        _ body: (Browser) async throws -> Void
    ) async throws {
        var more: [JSON] = film.map { [.string("--use-file-for-fake-video-capture=\($0)")] } ?? []
        if proxy != nil {
            more += [
                .string("--host-resolver-rules=MAP \(ReverseProxy.host) 127.0.0.1"), "--ignore-certificate-errors",
            ]
        }
        let driver = try Driver.shared.get()
        let session = try await driver.call(
            "POST", "/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "browserName": "chrome", "goog:loggingPrefs": ["browser": "ALL"],
                        "goog:chromeOptions": [
                            "args": .array(
                                [
                                    // Root has no sandbox; the pages are ours.
                                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                                    "--no-first-run", "--disable-background-networking", "--hide-scrollbars",
                                    // A camera that shows a moving picture, for scans.
                                    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
                                ] + more)
                        ],
                    ]
                ]
            ])
        let id = try #require(session["sessionId"]?.stringValue)
        let port = try #require(world.client.port)
        let browser = Browser(
            world: world, origin: proxy?.origin ?? "http://127.0.0.1:\(port)", driver: driver, session: id)
        do {
            try await browser.show(on: screen)
            try await body(browser)
            _ = try await driver.call("DELETE", "/session/\(id)")
        } catch {
            _ = try? await driver.call("DELETE", "/session/\(id)")
            throw error
        }
    }

    func show(on screen: Screen) async throws {
        try await devtools(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .int(Int64(screen.width)), "height": .int(Int64(screen.height)), "deviceScaleFactor": 1,
                "mobile": .bool(screen.isMobile),
            ])
        try await devtools(
            "Emulation.setEmulatedMedia",
            [
                "features": [
                    ["name": "prefers-color-scheme", "value": screen.isDark ? "dark" : "light"],
                    ["name": "prefers-reduced-motion", "value": screen.isCalm ? "reduce" : "no-preference"],
                ]
            ])
    }

    /// Where the phone says it is, and that it may say so.
    func stand(latitude: Double, longitude: Double = -122.4673, accuracy: Double = 15) async throws {
        try await devtools("Browser.grantPermissions", ["origin": .string(origin), "permissions": ["geolocation"]])
        try await devtools(
            "Emulation.setGeolocationOverride",
            ["latitude": .double(latitude), "longitude": .double(longitude), "accuracy": .double(accuracy)])
    }

    func open(_ path: String) async throws {
        _ = try await call("POST", "/url", ["url": .string(origin + path)])
    }

    /// - Parameter script: the body of a function; a promise that it returns is awaited.
    func run(_ script: String, _ arguments: JSON...) async throws -> JSON {
        try await call("POST", "/execute/sync", ["script": .string(script), "args": .array(arguments)])
    }

    /// Waits until something that can be seen matches the selector, and has the text if one is named.
    func wait(for selector: String, saying text: String? = nil, sourceLocation: SourceLocation = #_sourceLocation)
        async throws
    {
        let script = """
            return [...document.querySelectorAll(arguments[0])].some(e =>
                e.checkVisibility() && (arguments[1] === null || e.innerText.includes(arguments[1])))
            """
        if try await comes({ try await run(script, .string(selector), JSON(text)) == true }) { return }
        let shown = try await run("return document.body.innerText").stringValue ?? ""
        let complaints = try await complaints()
        Issue.record(
            "no \(selector) saying \(text ?? "anything"); there is: \(shown) \(complaints)",
            sourceLocation: sourceLocation)
        throw Driver.Failed(why: "no \(selector)")
    }

    /// Waits until the page's script comes to true; a promise that it returns is awaited.
    func wait(until script: String, _ arguments: JSON..., sourceLocation: SourceLocation = #_sourceLocation)
        async throws
    {
        let body: JSON = ["script": .string(script), "args": .array(arguments)]
        try await wait(script, sourceLocation: sourceLocation) {
            try await call("POST", "/execute/sync", body) == true
        }
    }

    /// - Parameter what: that which is waited for, in words.
    func wait(
        _ what: String, sourceLocation: SourceLocation = #_sourceLocation, until isThere: () async throws -> Bool
    ) async throws {
        if try await comes(isThere) { return }
        Issue.record("not in time: \(what)", sourceLocation: sourceLocation)
        throw Driver.Failed(why: "not in time: \(what)")
    }

    private func comes(_ isThere: () async throws -> Bool) async throws -> Bool {
        let deadline = Date(timeIntervalSinceNow: Self.patience)
        while Date() < deadline {
            if try await isThere() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// As a finger or a mouse would: what something else covers cannot be pressed.
    func press(_ selector: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await wait(for: selector, sourceLocation: sourceLocation)
        _ = try await call("POST", "/element/\(element(selector))/click")
    }

    /// Takes hold of something in the middle, and lets it go so many pixels further.
    func drag(_ selector: String, by: (x: Double, y: Double)) async throws {
        try await wait(for: selector)
        let box = try await run(
            "const b = document.querySelector(arguments[0]).getBoundingClientRect(); "
                + "return [b.x + b.width / 2, b.y + b.height / 2]", .string(selector))
        let (x, y) = (try #require(box[0]?.numberValue), try #require(box[1]?.numberValue))
        for (type, share, buttons) in [
            ("mouseMoved", 0, 0), ("mousePressed", 0, 1), ("mouseMoved", 0.5, 1), ("mouseMoved", 1, 1),
            ("mouseReleased", 1, 0),
        ] as [(String, Double, Int64)] {
            try await devtools(
                "Input.dispatchMouseEvent",
                [
                    "type": .string(type), "x": .double(x + by.x * share), "y": .double(y + by.y * share),
                    "button": type == "mouseMoved" && buttons == 0 ? "none" : "left", "buttons": .int(buttons),
                    "clickCount": type == "mouseMoved" ? 0 : 1,
                ])
        }
    }

    func type(_ text: String, into selector: String) async throws {
        try await wait(for: selector)
        _ = try await call("POST", "/element/\(element(selector))/value", ["text": .string(text)])
    }

    /// As a keyboard or a scanner does, wherever the focus is; a line feed is the Enter key.
    func typeAnywhere(_ text: String) async throws {
        for character in text {
            let key: JSONObject =
                character == "\n"
                ? ["key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13]
                : ["key": .string(String(character)), "text": .string(String(character))]
            for type in ["keyDown", "keyUp"] {
                var event = key
                event["type"] = .string(type)
                if type == "keyUp" { event["text"] = nil }
                try await devtools("Input.dispatchKeyEvent", .object(event))
            }
        }
    }

    func text(of selector: String) async throws -> String {
        try await run("return document.querySelector(arguments[0])?.innerText ?? ''", .string(selector))
            .stringValue ?? ""
    }

    /// What the console has said since it was last asked: warnings and errors.
    func complaints() async throws -> [String] {
        try await call("POST", "/se/log", ["type": "browser"]).elements?
            .filter { $0["level"] != "INFO" && $0["level"] != "DEBUG" }
            .compactMap { $0["message"]?.stringValue }
            // Chromium's own way to find out where it is, before a test says so.
            .filter { !$0.contains("Network location provider") }
            // A line that a test has cut.
            .filter { !$0.contains("ERR_INTERNET_DISCONNECTED") } ?? []
    }

    /// With `FOOTFALL_PICTURES=DIR` every page that is audited leaves a picture there, for somebody to look at.
    /// - Parameter isWhole: also what would have to be scrolled to.
    func keepPicture(_ name: String, isWhole: Bool = true) async throws {
        guard let folder = ProcessInfo.processInfo.environment["FOOTFALL_PICTURES"] else { return }
        let height = isWhole ? "Math.min(document.documentElement.scrollHeight, 4000)" : "innerHeight"
        let size = try await run("return [innerWidth, \(height)]")
        let area: JSON = ["x": 0, "y": 0, "width": size[0] ?? 0, "height": size[1] ?? 0, "scale": 1]
        let taken = try await call(
            "POST", "/goog/cdp/execute",
            [
                "cmd": "Page.captureScreenshot",
                "params": ["format": "png", "captureBeyondViewport": .bool(isWhole), "clip": area],
            ])
        let bytes = Data(base64Encoded: taken["data"]?.stringValue ?? "") ?? Data()
        let plain = name.map { $0.isLetter || $0.isNumber ? $0 : "-" }
        try bytes.write(to: URL(fileURLWithPath: folder).appendingPathComponent("\(String(plain.prefix(80))).png"))
    }

    func devtools(_ command: String, _ parameters: JSON = [:]) async throws {
        _ = try await call("POST", "/goog/cdp/execute", ["cmd": .string(command), "params": parameters])
    }

    private func element(_ selector: String) async throws -> String {
        let found = try await call("POST", "/element", ["using": "css selector", "value": .string(selector)])
        return try #require(found.members?.first { _ in true }?.value.stringValue)
    }

    func call(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        try await driver.call(method, "/session/\(session)\(path)", body)
    }
}

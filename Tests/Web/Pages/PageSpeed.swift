import Foundation
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

/// What `scripts/bench pages` runs: how soon pages can be used on a slow phone. It prints what it saw and judges nothing.
@Suite(
    "how soon pages can be used", .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["FOOTFALL_PAGE_SPEED"] != nil))
struct PageSpeed {
    /// A line as Chrome's developer tools and Lighthouse throttle it: https://github.com/GoogleChrome/lighthouse, docs/throttling.md.
    private struct Line {
        let name: String
        let latencyMilliseconds: Int64
        let bytesPerSecond: Double
    }

    private static let lines = [
        Line(name: "wifi", latencyMilliseconds: 10, bytesPerSecond: 30e6 / 8),
        Line(name: "4G", latencyMilliseconds: 60, bytesPerSecond: 9e6 / 8),
        Line(name: "slow 4G", latencyMilliseconds: 150, bytesPerSecond: 1.6e6 / 8),
    ]
    private static let tries = 5

    @Test(
        "pages with a processor four times slower, on three lines, the first time and again, over HTTP/1.1 and through nginx"
    )
    func pages() async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            let campaign = try await world.launch()
            let owner = try await world.user()
            print("| page | line | protocol | first visit, ms | again, ms |\n| --- | --- | --- | ---: | ---: |")
            try await ReverseProxy.with(upstream: try #require(world.client.port)) { nginx in
                for (path, ready) in [
                    ("/", "main button.wide"), ("/o/\(campaign.split(separator: "_").last ?? "")", "h1"),
                    ("/till", "form input"), ("/console/campaigns", "main h1"),
                    ("/console/campaigns/\(campaign)", "h1"),
                ] {
                    for line in Self.lines {
                        for (proxy, name) in [(nil, "HTTP/1.1"), (nginx, "HTTP/2, TLS")] as [(ReverseProxy?, String)] {
                            let (first, again) = try await Self.visits(world, proxy, owner, line, path, ready)
                            let page = path.hasPrefix("/o/") ? "/o/..." : path.replacing(campaign, with: "...")
                            print("| \(page) | \(line.name) | \(name) | \(first) | \(again) |")
                        }
                    }
                }
            }
        }
    }

    /// - Returns: the medians of some first and second visits, in milliseconds.
    private static func visits(
        _ world: WebWorld, _ proxy: ReverseProxy?, _ owner: SignedInBrowser, _ line: Line, _ path: String,
        _ ready: String
    ) async throws -> (first: Int64, again: Int64) {
        var first: [Int64] = []
        var again: [Int64] = []
        for _ in 0..<tries {
            try await Browser.with(world, behind: proxy) { browser in
                if path.hasPrefix("/console") { try await browser.signIn(owner) }
                try await browser.slow(line.latencyMilliseconds, line.bytesPerSecond)
                first.append(try await browser.milliseconds(until: ready, at: path))
                again.append(try await browser.milliseconds(until: ready, at: path))
            }
        }
        return (first.sorted()[tries / 2], again.sorted()[tries / 2])
    }
}

extension Browser {
    fileprivate func slow(_ latency: Int64, _ bytesPerSecond: Double) async throws {
        try await devtools("Emulation.setCPUThrottlingRate", ["rate": 4])
        try await devtools("Network.enable", [:])
        try await devtools(
            "Network.emulateNetworkConditions",
            [
                "offline": false, "latency": .int(latency), "downloadThroughput": .double(bytesPerSecond),
                "uploadThroughput": .double(bytesPerSecond / 2),
            ])
    }

    /// From the click that leads to a page until what one uses there can be seen and the page has nothing more to run.
    fileprivate func milliseconds(until selector: String, at path: String) async throws -> Int64 {
        try await devtools("Page.navigate", ["url": "about:blank"])
        try await devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            [
                "source": .string(
                    """
                    (function look() {
                        const seen = document.querySelector(\(JSON.string(selector).text()))
                        if (seen?.checkVisibility()) requestIdleCallback(() => { window.usableAt ??= performance.now() })
                        else requestAnimationFrame(look)
                    })()
                    """)
            ])
        try await open(path)
        try await wait(for: selector)
        while true {
            let at = try await run("return window.usableAt ? Math.round(window.usableAt) : null")
            if let at = at.integerValue { return at }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

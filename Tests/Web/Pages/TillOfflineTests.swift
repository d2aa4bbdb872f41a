import Foundation
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("the till's page without a line", .serialized)
struct TillOfflineTests {
    private static let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/offline-vectors.json")

    /// A coupon that any till of its store can check by itself.
    static let signed: JSONObject = [
        "reward": ["kind": "amount_off", "amount": ["amount": 300, "currency": "USD"]],
        "coupon": [
            "valid": ["for": "PT3H"], "headline": "Three dollars off", "terms": "One.", "offline": true,
            "offline_lease": 4,
        ],
    ]

    @Test("says of every vector what the file says, by the browser's Ed25519 and by our own")
    func vectors() async throws {
        let document = try JSON(parsing: [UInt8](Data(contentsOf: Self.file)))
        let count = try #require(document["vectors"]?.elements?.count)
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world) { browser in
                try await browser.open("/till")
                let heard = try await browser.run(
                    """
                    const [{ pack, vectors }, assets] = arguments
                    const { judge } = await import(`${assets}/offline-rules.js`)
                    const ways = [await import(`${assets}/signature.js`), await import(`${assets}/ed25519.js`)]
                    const wrong = []
                    let count = 0
                    for (const { verify } of ways)
                        for (const vector of vectors) {
                            const before = vector.accepted_before
                            const memory = {
                                root: null, lastSeenMs: Date.parse(vector.last_seen),
                                hasTaken: (code) => before.some((one) => one.code === code),
                                inUse: (campaign) => before.filter((one) => one.campaign_id === campaign).length,
                            }
                            const now = Date.parse(vector.now)
                            const { word, reason } = await judge(vector.scanned, pack, memory, now, verify)
                            if (word !== vector.verdict || reason !== vector.reason) wrong.push([vector.name, word, reason])
                            const other = await judge(vector.scanned, pack, { ...memory, root: pack.spent.padEnd(52, '0') },
                                now, verify)
                            if (vector.verdict === 'accept' && other.reason !== 'untrusted_keys') wrong.push(vector.name)
                            count++
                        }
                    return { count, wrong }
                    """, document, .string(PageFiles.shared.address))
                #expect(heard["wrong"] == [] && heard["count"] == .int(Int64(2 * count)), "\(heard.text())")
            }
        }
    }

    @Test("our own Ed25519 agrees with the browser's on good, changed and made-up signatures")
    func ed25519() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world) { browser in
                try await browser.open("/till")
                let heard = try await browser.run(
                    """
                    const { verify } = await import(`${arguments[0]}/ed25519.js`)
                    const order = [0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14]
                    const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
                    const key = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
                    const results = []
                    for (let turn = 0; turn < 40; turn++) {
                        const message = crypto.getRandomValues(new Uint8Array(turn * 3))
                        const sign = new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, message))
                        if (turn % 4 === 1) sign[turn * 7 % 64] ^= 1 << turn % 8
                        if (turn % 4 === 2 && message.length) message[0] ^= 128
                        // The same scalar once round the order.
                        if (turn % 4 === 3) {
                            let carry = 0
                            for (let at = 0; at < 32; at++) {
                                const sum = sign[32 + at] + (order[at] ?? (at === 31 ? 16 : 0)) + carry
                                sign[32 + at] = sum & 255
                                carry = sum >> 8
                            }
                        }
                        const [ours, theirs] = [await verify(sign, message, key),
                            await crypto.subtle.verify('Ed25519', pair.publicKey, sign, message)]
                        results.push(ours === theirs && ours === (turn % 4 === 0))
                    }
                    return results
                    """, .string(PageFiles.shared.address))
                #expect(
                    heard.elements?.count == 40 && heard.elements?.allSatisfy { $0 == true } == true, "\(heard.text())")
            }
        }
    }

    @Test("with the line down it takes a coupon once, refuses it the second time, and reports it when the line is back")
    func day() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch(changing: Self.signed)
            let coupon = try #require(try await world.visited().json["coupons"]?[0])
            let code = try #require(coupon["code"]?.stringValue)
            let token = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                let text = try await browser.scanned(coupon)
                #expect(text.split(separator: "/").last?.count == SignedCoupon.textLength)
                try await Self.waitForPack(browser)
                // Also without ever having been opened twice.
                try await browser.wait(
                    until: """
                        await navigator.serviceWorker.ready
                        return Boolean(await caches.match('/till') && await caches.match(`${arguments[0]}/ed25519.js`))
                        """, .string(PageFiles.shared.address))
                try await browser.line(isUp: false)
                try await browser.scan(code)
                try await browser.wait(for: ".answer-screen.amber .sentence", saying: "A typed code needs the line")
                try await Audit.check(browser, "a typed code without a line")
                try await browser.press(".actions button:last-child")
                try await browser.wait(for: "#line", saying: "No line")
                try await browser.scan(text)
                try await browser.wait(for: ".answer-screen.footfall .sentence", saying: "at most $3.00")
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Redeemed")
                try await browser.press(".actions button")
                // What was accepted is on the disk: it is there when the page comes back.
                _ = try await browser.run("location.reload()")
                try await browser.wait(for: "#line", saying: "1 to report")
                try await browser.scan(text)
                try await browser.wait(for: ".answer-screen.brick .sentence", saying: "used at this till already")
                try await Audit.check(browser, "used already")
                try await browser.press(".actions button")
                #expect(try await world.count("select count(*) from redemptions") == 0)
                try await browser.line(isUp: true)
                try await browser.wait(for: ".notice", saying: "is reported")
                try await Audit.check(browser, "reported")
                #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 1)
                try await browser.press(".notice a")
                try await browser.wait(for: ".chip", saying: "Booked")
                try await Audit.check(browser, "without a line")
                _ = try await browser.run("location.hash = ''")
                try await browser.scan(code)
                try await browser.wait(for: ".answer-screen.brick .sentence", saying: "This one was used today at 9:0")
            }
            #expect(try await world.count("select count(*) from redemptions") == 1)
        }
    }

    @Test(
        "where the line goes down in the middle of a redemption, the same question is asked again before anything is reported"
    )
    func lostAnswer() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let campaign = try await world.launch(changing: Self.signed)
            let coupon = try #require(try await world.visited().json["coupons"]?[0])
            let token = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                let text = try await browser.scanned(coupon)
                try await Self.waitForPack(browser)
                try await browser.scan(text)
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Good")
                try await browser.line(isUp: false)
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen.amber h1", saying: "No answer yet")
                try await Audit.check(browser, "no answer")
                try await browser.press(".actions button:nth-child(2)")
                try await browser.wait(for: ".answer-screen p", saying: "from its own list")
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Redeemed")
                try await browser.press(".actions button")
                try await browser.line(isUp: true)
                try await browser.wait(for: ".notice", saying: "1 coupon that was taken without the line is reported.")
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 1)
            let stats = try await world.get("/v1/campaigns/\(campaign)/stats", token: world.owner)
            #expect(stats.json["offline"]?["accepted"]?.elements?.isEmpty == true, "\(stats.text)")
        }
    }

    @Test("two windows of one till take a coupon once, and what the cashier takes back unheard is good again")
    func twoWindows() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch(changing: Self.signed)
            let coupon = try #require(try await world.visited().json["coupons"]?[0])
            let token = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                let text = try await browser.scanned(coupon)
                try await Self.waitForPack(browser)
                let first = try await browser.call("GET", "/window")
                let second = try #require(try await browser.call("POST", "/window/new", ["type": "tab"])["handle"])
                try await browser.call(to: second)
                try await browser.open("/till")
                try await browser.wait(for: "#code")
                let script = """
                    const [assets, text, at] = arguments
                    const { accept } = await import(`${assets}/offline.js`)
                    window.heard = (async () => {
                        while (Date.now() < at) {}
                        return (await accept(text, {})).word
                    })()
                    """
                let now = try #require(try await browser.run("return Date.now()").integerValue)
                let arguments: [JSON] = [.string(PageFiles.shared.address), .string(text), .int(now + 1500)]
                _ = try await browser.run(script, arguments[0], arguments[1], arguments[2])
                try await browser.call(to: first)
                _ = try await browser.run(script, arguments[0], arguments[1], arguments[2])
                var words = [try await browser.run("return window.heard")]
                try await browser.call(to: second)
                words.append(try await browser.run("return window.heard"))
                #expect(Set(words) == ["accept", "refuse"])
                let undone = try await browser.run(
                    """
                    const [assets, text, code] = arguments
                    const [{ accept }, { undo }] =
                        [await import(`${assets}/offline.js`), await import(`${assets}/till-memory.js`)]
                    return [await undo(code), (await accept(text, {})).word, await undo(code), await undo(code)]
                    """, arguments[0], arguments[1],
                    coupon["code"].map { .string($0.stringValue?.filter { $0 != "-" } ?? "") } ?? .null)
                #expect(undone == [true, "accept", true, false])
            }
        }
    }

    @Test(
        "a second use is charged or lost and says so, and nothing that was noted beside a coupon keeps it from being reported"
    )
    func reported() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch(changing: Self.signed)
            let coupons = [
                try #require(try await world.visited().json["coupons"]?[0]),
                try #require(try await world.visited().json["coupons"]?[0]),
            ]
            let token = try await world.till(at: store)
            let other = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                try await Self.waitForPack(browser)
                var texts: [JSON] = []
                for coupon in coupons { texts.append(.string(try await browser.scanned(coupon))) }
                #expect(try await world.take(coupons[0]["code"] ?? .null, at: other).status == 201)
                let words = try await browser.run(
                    """
                    const [assets, first, second] = arguments
                    const { accept, keepUpNow } = await import(`${assets}/offline.js`)
                    const entry = { basket: { currency: 'USD', total: -5 }, receipt_number: 'x'.repeat(200) }
                    const words = [(await accept(first, {})).word, (await accept(second, entry)).word]
                    await keepUpNow()
                    return words
                    """, .string(PageFiles.shared.address), texts[0], texts[1])
                #expect(words == ["accept", "accept"])
                try await browser.wait(
                    for: ".notice.amber",
                    saying: "2 coupons that were taken without the line are reported. 1 of them was")
                // The first report could not be read, as it should.
                _ = try await browser.complaints()
                try await browser.press(".notice a")
                try await browser.wait(for: ".chip.amber", saying: "Used elsewhere too, covered")
                try await browser.wait(for: ".chip.footfall", saying: "Booked")
                try await Audit.check(browser, "charged")
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 2)
        }
    }

    static func waitForPack(_ browser: Browser, leases: Int = 1) async throws {
        try await browser.wait(
            until: """
                const { held } = await import(`${arguments[0]}/till-memory.js`)
                return (await held())?.pack.leases.length >= arguments[1]
                """, .string(PageFiles.shared.address), .int(Int64(leases)))
    }
}

extension Browser {
    /// To another window of this device.
    fileprivate func call(to window: JSON) async throws {
        _ = try await call("POST", "/window", ["handle": window])
    }
}

import Actions
import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("the till's page", .serialized)
struct TillPageTests {
    @Test("a code makes the device a till; a typed code is checked live, looked up, taken once and taken back")
    func counter() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let code = try await world.visited().json["coupons"]?[0]?["code"]?.stringValue ?? ""
            let new = try await world.post(
                "/v1/tills", ["store_id": .string(store), "name": "Till 1"], token: world.owner)
            try await Browser.with(world) { browser in
                try await browser.open("/till")
                try await browser.wait(for: "h1", saying: "Make this device a till")
                try await Audit.check(browser, "enrolment")
                try await browser.type("WRONG", into: "input[name=enrolment]")
                try await browser.press("form button")
                try await browser.wait(for: "#said", saying: "This enrolment code")
                _ = try await browser.complaints()
                try await browser.open("/till#enrol/\(new.string("enrolment_code"))")
                _ = try await browser.run("location.reload()")
                try await browser.press("form button")
                try await browser.wait(for: "#live", saying: "Scan, or type what is below the QR.")
                try await Audit.check(browser, "counter")
                #expect(try await Audit.unreached(browser) == [])
                try await browser.type("5G7V", into: "#code")
                try await browser.wait(for: "#live", saying: "4 characters of 12")
                _ = try await browser.run("document.querySelector('#code').value = ''")
                try await browser.type(code.lowercased(), into: "#code")
                try await browser.wait(for: "#live", saying: "Typed right")
                try await browser.press("form button")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Good")
                try await Audit.check(browser, "good")
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Redeemed")
                try await Audit.check(browser, "redeemed")
                try await browser.press(".actions button:last-child")
                try await browser.wait(for: ".answer-screen.amber h1", saying: "Taken back")
                try await browser.press(".actions button")
                try await browser.type(code, into: "#code")
                try await browser.press("form button")
                try await browser.wait(for: ".answer-screen h1", saying: "Good")
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen h1", saying: "Redeemed")
                try await browser.press(".actions button")
                try await browser.type(code, into: "#code")
                try await browser.press("form button")
                try await browser.wait(for: ".answer-screen.brick .sentence", saying: "This one was used")
                for screen in [Screen(isDark: true), Screen.desktop] {
                    try await browser.show(on: screen)
                    try await Audit.check(browser, "refused \(screen)")
                }
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 1)
        }
    }

    @Test("every code that the server takes is right here, every mistyped one wrong: one rule on both sides")
    func check() async throws {
        var random = SystemRandomNumberGenerator()
        let codes = (0..<300).map { _ in
            CouponCode.random(CouponCode.Profile.allCases.randomElement() ?? .standard, using: &random)
        }
        let typed =
            codes.flatMap { code -> [String] in
                var symbols = Array(code.symbols)
                let place = symbols.indices.randomElement() ?? 0
                symbols[place] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".randomElement() ?? "0"
                let lost = String(code.symbols.dropLast())
                return [code.grouped, code.symbols.lowercased(), " \(code.grouped) ", String(symbols), lost]
            } + ["5g7v qndh", "HTTP://X/K/0000000000002.\(codes[0].symbols)", "O0IL1UV-", "ｋ７", "no code!", ""]
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world) { browser in
                try await browser.open("/till")
                let states = try await browser.run(
                    "const { check } = await import(arguments[1]); return arguments[0].map((text) => check(text).state)",
                    .array(typed.map { .string($0) }), .string("\(PageFiles.shared.address)/code.js"))
                for (text, state) in zip(typed, states.elements ?? []) {
                    let part = text.split(separator: ".").last.map(String.init) ?? text
                    switch CouponCode.parse(text.hasPrefix("HTTP") ? part : text) {
                    case .code: #expect(state == "right", "\(text)")
                    case .badCheckSymbol: #expect(state == "wrong", "\(text)")
                    case .malformed: #expect(["typing", "own", "odd"].contains(state), "\(text)")
                    }
                }
            }
        }
    }

    @Test("our own reader reads a coupon's QR turned, tilted, blurred, small, and in little light with noise")
    func reader() async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let coupon = try #require(try await world.visited().json["coupons"]?[0])
            let address = WebWorld.path(of: try #require(coupon["links"]?["qr"]?.stringValue))
            let link = try #require(coupon["links"]?["page"]?.stringValue)
            let seed = Int64.random(in: 1...1_000_000)
            try await Browser.with(world) { browser in
                try await browser.open("/till")
                let read = try await browser.run(
                    QRScenes.script, .string(address), .string("\(PageFiles.shared.address)/qr.js"), .int(seed))
                for (kind, texts) in zip(QRScenes.kinds, read.elements ?? []) {
                    let count = texts.elements?.count { $0 == .string(link) } ?? 0
                    // Nobody scans with a single frame; what is read must be right.
                    #expect(count >= QRScenes.each - 1, "seed \(seed) \(kind): \(texts.text())")
                    #expect(texts.elements?.allSatisfy { $0 == .string(link) || $0 == .null } == true, "seed \(seed)")
                }
                #expect(read.elements?.count == QRScenes.kinds.count)
            }
        }
    }

    @Test("a scanner that types, a basket that is needed, and the camera with our own reader")
    func wedge() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch(changing: [
                "reward": ["kind": "percent_off", "percent": 20],
                "conditions": ["min_spend": ["amount": 2_000, "currency": "USD"]],
            ])
            let coupon = try #require(try await world.visited().json["coupons"]?[0])
            let link = try #require(coupon["links"]?["page"]?.stringValue)
            let token = try await world.till(at: store)
            try await Browser.with(world, .desktop) { browser in
                try await browser.open("/till")
                _ = try await browser.run(
                    """
                    localStorage.setItem('footfall.till', JSON.stringify({token: arguments[0], store_id: arguments[1]}))
                    location.reload()
                    """, .string(token), .string(store))
                try await browser.wait(for: "#store-name")
                try await browser.press("main")
                _ = try await browser.run("document.activeElement.blur()")
                try await browser.typeAnywhere(link + "\n")
                try await browser.wait(for: ".answer-screen.amber h1", saying: "How much is the sale?")
                try await browser.press(".actions button")
                try await browser.type("19.99", into: "#total")
                try await browser.press("form button")
                try await browser.wait(for: ".answer-screen.amber .sentence", saying: "$0.01 is missing")
                try await browser.press(".actions button")
                _ = try await browser.run("document.querySelector('#total').value = ''")
                try await browser.type("50", into: "#total")
                try await browser.press("form button")
                try await browser.wait(for: ".answer-screen.footfall .sentence", saying: "Take $10.00 off")
                try await browser.press(".actions button:last-child")
                try await browser.press(".camera button")
                try await browser.wait(for: ".camera.on video")
                #expect(try await browser.run("return document.querySelector('video').videoWidth > 0") == true)
                try await Audit.check(browser, "camera")
            }
        }
    }

    @Test("a coupon that is scanned while an answer stands is looked up next; the scanner's Enter presses no button")
    func nextScan() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let first = try #require(try await world.checkIn(by: world.shopper()).stringValue)
            let second = try #require(try await world.checkIn(by: world.shopper()).stringValue)
            let token = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                try await browser.scan(first)
                try await browser.wait(for: ".answer-screen.footfall p", saying: first)
                try await browser.typeAnywhere(second + "\n")
                try await browser.wait(for: ".answer-screen.footfall p", saying: second)
                #expect(try await world.count("select count(*) from redemptions") == 0)
                try await browser.typeAnywhere("\n")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Redeemed")
                try await browser.press(".actions button")
                _ = try await browser.run("location.hash = 'sales'")
                try await browser.type(second, into: "#sale-key")
                try await browser.press("form button")
                try await browser.wait(for: "article button")
                _ = try await browser.run("document.querySelector('article button').focus()")
                try await browser.typeAnywhere(first + "\n")
                try await browser.wait(for: "article .chip", saying: "Redeemed")
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 1)
        }
    }

    @Test("the screen shows the code that check-ins take, and the store says sold out with its PIN")
    func screens() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            let token = try await world.till(at: store)
            _ = try await world.call(.put, "/v1/stores/\(store)/pin", ["pin": "4711"], token: world.owner)
            try await Browser.with(world, .desktop) { browser in
                try await browser.open("/till?lang=fr")
                _ = try await browser.run(
                    """
                    localStorage.setItem('footfall.till', JSON.stringify({token: arguments[0], store_id: arguments[1]}))
                    location.hash = 'screen'
                    location.reload()
                    """, .string(token), .string(store))
                let code = try await world.get("/v1/tills/me/presence-code", token: token).string("code")
                try await browser.wait(for: ".digits", saying: "\(code.prefix(4)) \(code.suffix(4))")
                try await Audit.check(browser, "screen")
                world.clock.advance(seconds: 30)
                let next = try await world.get("/v1/tills/me/presence-code", token: token).string("code")
                try await browser.wait(for: ".digits", saying: "\(next.prefix(4)) \(next.suffix(4))")
                _ = try await browser.run("location.hash = 'store'")
                try await browser.type("0000", into: "input[name=pin]")
                try await browser.press("form button")
                try await browser.wait(for: "#said", saying: "pas le code PIN")
                _ = try await browser.complaints()
                _ = try await browser.run("document.querySelector('input[name=pin]').value = ''")
                try await browser.type("4711", into: "input[name=pin]")
                try await browser.press("form button")
                try await browser.wait(for: ".notice", saying: "ne donne rien jusqu’à")
                try await Audit.check(browser, "store")
            }
            let stock = try await world.get("/v1/tills/me/stock", token: token)
            #expect(stock.json["stops"]?[0]?["kind"] == "sold_out")
        }
    }
}

import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("what a till's device does besides", .serialized)
struct TillDeviceTests {
    @Test("a shopper sends a coupon to the store's printer; the till that prints fetches it, prints it, and says so")
    func prints() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let token = try await world.till(at: store)
            let shopper = try await world.shopper()
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            let coupon = try #require(visit.json["coupons"]?[0]?["id"]?.stringValue)
            try await Browser.with(world) { phone in
                try await phone.beShopper(shopper, screen: "coupon/\(coupon)")
                try await phone.wait(for: "button", saying: "Print in the store")
                try await Audit.check(phone, "coupon with a printer")
                #expect(try await Audit.unreached(phone) == [])
                // From under the bar below.
                _ = try await phone.run("scrollTo(0, document.body.scrollHeight)")
                try await phone.press("article > .stack button")
                try await phone.wait(for: ".notice.sky", saying: "Sent to West Portal")
                try await Audit.check(phone, "coupon sent to print")
                try await Browser.with(world, Screen(width: 1024, height: 768, isMobile: false)) { till in
                    try await till.beTill(token, at: store, screen: "store")
                    try await till.wait(for: "input[name=prints]")
                    try await till.recordPrints()
                    try await till.press("input[name=prints]")
                    try await till.wait(for: "#said", saying: "went to the printer")
                    try await Audit.check(till, "a till that prints")
                    let sheets = try await till.run("return window.sheets")
                    #expect(sheets == [["width": 576, "paper": "sheet paper-80mm"]], "\(sheets.text())")
                    #expect(try await till.run("return document.querySelector('.sheet') === null") == true)
                    // The next window of this device goes on printing by itself.
                    _ = try await till.run("location.hash = ''; location.reload()")
                    try await till.wait(for: "#code")
                    try await till.recordPrints()
                    _ = try await world.post("/v1/coupons/\(coupon)/print", ["paper": "a4"], token: shopper)
                    try await till.wait(until: "return window.sheets[0]?.paper === 'sheet paper-a4'")
                }
                try await phone.wait(
                    for: ".notice.footfall", saying: "It is printed. Fetch it at the till in West Portal.")
            }
            #expect(try await world.count("select count(*) from print_jobs where state = 'printed'") == 2)
        }
    }

    @Test("on paper there is the coupon alone, as wide as the page; the till's page is back afterwards")
    func sheet() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let token = try await world.till(at: store)
            let visit = try await world.visited()
            let picture = WebWorld.path(of: try #require(visit.json["coupons"]?[0]?["links"]?["png"]?.stringValue))
            // 80 mm at 96 dots an inch.
            try await Browser.with(world, Screen(width: 302, height: 832, isDark: true)) { browser in
                try await browser.beTill(token, at: store)
                _ = try await browser.run(
                    """
                    window.print = () => {}
                    const { print } = await import(arguments[0])
                    window.printing = print(arguments[1] + '&paper=80mm', '80mm')
                    """, .string("\(PageFiles.shared.address)/sheet.js"), .string(picture))
                try await browser.wait(until: "return document.body.classList.contains('printing')")
                try await browser.devtools("Emulation.setEmulatedMedia", ["media": "print"])
                let seen = try await browser.run(
                    """
                    const image = document.querySelector('.sheet img').getBoundingClientRect()
                    return [[...document.body.children].filter((e) => e.checkVisibility()).map((e) => e.className),
                        Math.round(image.width), Math.round(image.x), Math.round(image.y)]
                    """)
                #expect(seen == [["sheet paper-80mm"], 302, 0, 0], "\(seen.text())")
                try await browser.keepPicture("sheet")
                try await browser.devtools("Emulation.setEmulatedMedia", ["media": ""])
                _ = try await browser.run("dispatchEvent(new Event('afterprint')); await window.printing")
                try await browser.wait(for: "#code")
                #expect(try await browser.run("return document.querySelector('.sheet') === null") == true)
            }
        }
    }

    @Test("where no till is there to print, the phone says so, and the coupon stays on it")
    func noPrinter() async throws {
        try await WebWorld.with(over: .live) { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            let visit = try await world.post("/v1/check-ins", WebWorld.visit(), token: shopper)
            let coupon = try #require(visit.json["coupons"]?[0]?["id"]?.stringValue)
            try await Browser.with(world, Screen(isDark: true)) { phone in
                try await phone.beShopper(shopper, screen: "coupon/\(coupon)", language: "ru")
                try await phone.wait(for: "img.qr")
                // From under the bar below.
                _ = try await phone.run("scrollTo(0, document.body.scrollHeight)")
                try await phone.press("article > .stack button")
                try await phone.wait(for: ".notice.amber", saying: "нет кассы, которая печатает")
                _ = try await phone.complaints()
                try await Audit.check(phone, "no printer")
            }
        }
    }

    @Test("a till is not handed back while the line is down; with it, sales are reported and its leases go back")
    func handBack() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch(changing: TillOfflineTests.signed)
            let coupon = try #require(try await world.visited().json["coupons"]?[0])
            let token = try await world.till(at: store)
            try await Browser.with(world) { browser in
                try await browser.beTill(token, at: store)
                try await TillOfflineTests.waitForPack(browser)
                let scanned = try await browser.scanned(coupon)
                // Kept by the page's worker before the line goes.
                _ = try await browser.run(
                    "return import(arguments[0]).then(() => 1)", .string("\(PageFiles.shared.address)/leave.js"))
                try await browser.line(isUp: false)
                try await browser.wait(for: "#line", saying: "No line")
                try await browser.scan(scanned)
                try await browser.press(".actions button")
                try await browser.wait(for: "#line", saying: "1 to report")
                try await browser.press(".actions button")
                _ = try await browser.run("location.hash = 'leave'")
                try await browser.wait(for: ".notice", saying: "sales wait to be reported")
                #expect(try await browser.run("return document.querySelector('button.destroys') === null") == true)
                try await Audit.check(browser, "not handed back")
                try await browser.line(isUp: true)
                _ = try await browser.run("location.hash = ''; dispatchEvent(new Event('online'))")
                try await browser.wait(until: "return document.querySelector('#line').hidden")
                _ = try await browser.run("location.hash = 'leave'")
                try await browser.wait(for: "button.destroys", saying: "Hand it back")
                try await Audit.check(browser, "hand back")
                #expect(try await Audit.unreached(browser) == [])
                let other = try await browser.call("POST", "/window/new", ["type": "tab"])["handle"] ?? .null
                let own = try await browser.call("GET", "/window")
                _ = try await browser.call("POST", "/window", ["handle": other])
                try await browser.open("/till")
                try await browser.wait(for: "#code")
                _ = try await browser.call("POST", "/window", ["handle": own])
                try await browser.press("button.destroys")
                try await browser.wait(for: "h1", saying: "Make this device a till")
                _ = try await browser.call("POST", "/window", ["handle": other])
                try await browser.wait(for: "h1", saying: "Make this device a till")
                let left = try await browser.run(
                    """
                    const memory = await import(arguments[0])
                    return [await memory.held(), (await memory.all()).length,
                        Object.keys(localStorage).filter((name) => name.startsWith('footfall.'))]
                    """, .string("\(PageFiles.shared.address)/till-memory.js"))
                #expect(left == [.null, 0, []], "\(left.text())")
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 1)
            #expect(try await world.count("select count(*) from offline_leases where closed_at is null") == 0)
        }
    }
}

extension Browser {
    /// Opens a view of the shopper's app on a phone that has an account.
    fileprivate func beShopper(_ token: String, screen: String, language: String = "en") async throws {
        try await open("/?lang=\(language)")
        _ = try await run(
            """
            const expires_at = new Date(arguments[1]).toISOString()
            localStorage.setItem('footfall.shopper', JSON.stringify({ token: arguments[0], expires_at }))
            localStorage.setItem('footfall.clock', arguments[3] * 1000 - Date.now())
            location.hash = arguments[2]
            location.reload()
            """, .string(token), "2099-01-01T00:00:00Z", .string(screen),
            .int(Int64(WebWorld.nine.seconds)))
    }
}

import Foundation
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("the till's camera", .serialized)
struct TillCameraTests {
    /// Draws the symbol at an address as a till's camera sees a phone, and gives the lightness of each pixel.
    private static let picture = """
        const symbol = new Image()
        symbol.src = URL.createObjectURL(await (await fetch(arguments[0])).blob())
        await symbol.decode()
        const canvas = new OffscreenCanvas(640, 480), paper = canvas.getContext('2d')
        paper.fillStyle = '#777'
        paper.fillRect(0, 0, 640, 480)
        paper.filter = 'blur(0.6px)'
        paper.translate(320, 240)
        paper.rotate(0.12)
        paper.fillStyle = '#fff'
        paper.fillRect(-180, -180, 360, 360)
        paper.drawImage(symbol, -150, -150, 300, 300)
        const { data } = paper.getImageData(0, 0, 640, 480)
        let text = ''
        for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(data[at])
        return btoa(text)
        """

    /// YUV4MPEG2: a head, then frames of lightness and two quarters of colour, here without any.
    private static func film(of lightness: Data) -> Data {
        let frame = Data("FRAME\n".utf8) + lightness + Data(repeating: 128, count: 640 * 480 / 2)
        return Data("YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420jpeg\n".utf8) + frame + frame
    }

    @Test(
        "a coupon's QR held before the camera is good once; the next time it is scanned the cashier hears where and when"
    )
    func story() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = try await world.addStore()
            _ = try await world.launch()
            let coupon = try #require(try await world.visited().json["coupons"]?[0])
            let address = WebWorld.path(of: try #require(coupon["links"]?["qr"]?.stringValue))
            let token = try await world.till(at: store)
            let file = FileManager.default.temporaryDirectory.appending(path: "coupon-\(UUID()).y4m")
            defer { try? FileManager.default.removeItem(at: file) }
            try await Browser.with(world) { browser in
                try await browser.open("/till")
                let text = try await browser.run(Self.picture, .string(address)).stringValue
                let lightness = try #require(text.flatMap { Data(base64Encoded: $0) })
                #expect(lightness.count == 640 * 480)
                try Self.film(of: lightness).write(to: file)
            }
            try await Browser.with(world, film: file.path) { browser in
                try await browser.beTill(token, at: store)
                try await browser.press(".camera button")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Good")
                try await browser.wait(for: ".answer-screen p", saying: "Free pastry")
                try await browser.press(".actions button")
                try await browser.wait(for: ".answer-screen.footfall h1", saying: "Redeemed")
                try await Audit.check(browser, "redeemed by camera")
                // The camera is on for the next customer, who holds up the same coupon.
                try await browser.press(".actions button")
                try await browser.wait(
                    for: ".answer-screen.brick .sentence", saying: "This one was used today at 9:00 at West Portal.")
                try await Audit.check(browser, "used already, by camera")
            }
            #expect(try await world.count("select count(*) from redemptions where state = 'redeemed'") == 1)
        }
    }
}

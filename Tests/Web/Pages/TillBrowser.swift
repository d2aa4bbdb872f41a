import Promotions
import Testing

@testable import Web

/// What tests of the till's page do in a browser.
extension Browser {
    /// Opens a screen of the page on a device that is a till already.
    func beTill(_ token: String, at store: String, screen: String = "", language: String = "en") async throws {
        try await open("/till?lang=\(language)")
        _ = try await run(
            """
            localStorage.setItem('footfall.till', JSON.stringify({token: arguments[0], store_id: arguments[1]}))
            location.hash = arguments[2]
            location.reload()
            """, .string(token), .string(store), .string(screen))
        try await wait(for: ".till-bar nav")
    }

    /// The page's server cannot be reached any more, as if somebody had pulled the cable; or it can again.
    func line(isUp: Bool) async throws {
        try await devtools("Network.enable")
        try await devtools(
            "Network.emulateNetworkConditions",
            [
                "offline": .bool(!isUp), "latency": 0, "downloadThroughput": .int(isUp ? -1 : 0),
                "uploadThroughput": .int(isUp ? -1 : 0),
            ])
    }

    /// What a camera would read in a coupon's QR.
    func scanned(_ coupon: JSON) async throws -> String {
        let address = WebWorld.path(of: try #require(coupon["links"]?["qr"]?.stringValue))
        let text = try await run(
            """
            const [address, module] = arguments
            const { decode } = await import(module)
            const symbol = new Image()
            symbol.src = URL.createObjectURL(await (await fetch(address)).blob())
            await symbol.decode()
            const canvas = new OffscreenCanvas(600, 600), paper = canvas.getContext('2d')
            paper.fillStyle = 'white'
            paper.fillRect(0, 0, 600, 600)
            paper.imageSmoothingEnabled = false
            paper.drawImage(symbol, 40, 40, 520, 520)
            return decode(paper.getImageData(0, 0, 600, 600))
            """, .string(address), .string("\(PageFiles.shared.address)/qr.js"))
        return try #require(text.stringValue)
    }

    /// As a scanner that acts as a keyboard sends it.
    func scan(_ text: String) async throws {
        try await wait(for: "#code")
        _ = try await run("document.querySelector('#code').value = ''; document.activeElement.blur()")
        try await typeAnywhere(text + "\n")
    }

    /// From now on what the page prints is written down in `window.sheets`, with nobody to press anything.
    func recordPrints() async throws {
        _ = try await run(
            """
            window.sheets = []
            window.print = () => {
                const picture = document.querySelector('.printing > .sheet img')
                window.sheets.push({ width: picture?.naturalWidth, paper: picture?.parentElement.className })
                setTimeout(() => dispatchEvent(new Event('afterprint')))
            }
            """)
    }
}

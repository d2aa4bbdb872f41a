import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("Maps on pages", .serialized)
struct MapTests {
    private static let words =
        "{map: 'Stores', zoomIn: 'Closer', zoomOut: 'Further', pin: 'Pin', radius: 'Radius', corner: 'Corner {number}', newCorner: 'New corner {number}'}"

    /// Opens a page of ours and puts a map with so many stores in its main part.
    private func openMap(_ browser: Browser, stores: Int, _ more: String = "") async throws -> JSON {
        try await browser.open("/")
        try await browser.wait(for: "h1")
        return try await browser.run(
            """
            const assets = document.documentElement.dataset.assets
            const sheet = document.createElement('link')
            Object.assign(sheet, {rel: 'stylesheet', href: assets + '/map.css'})
            document.head.append(sheet)
            await new Promise(done => sheet.onload = done)
            const place = document.createElement('div')
            const title = document.createElement('h1')
            title.textContent = 'Map'
            document.querySelector('main').replaceChildren(title, place)
            const {openMap} = await import(assets + '/map.js')
            const map = window.map = await openMap(place, {words: \(Self.words)})
            if (!map) return null
            const stores = Array.from({length: \(stores)}, (_, i) => ({
                id: 's' + i, name: 'Store ' + i, latitude: 33 + (i % 51) * .1, longitude: -122 + Math.floor(i / 51) * .1,
                radius_meters: 75}))
            if (stores.length) map.showStores(stores, store => window.picked = store.name)
            \(more)
            return stores.length
            """)
    }

    @Test("a fence that is drawn again and again leaves nothing behind")
    func redrawn() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world, .desktop) { browser in
                let kept = """
                    const {FenceEditor} = await import(assets + '/map-fence.js')
                    const editor = new FenceEditor(map, \(Self.words), () => {})
                    const store = {location: {latitude: 37.7, longitude: -122.4}, fence: {type: 'circle', radius_meters: 75}}
                    const sizes = []
                    for (let turn = 0; turn < 5; turn++) {
                        editor.set(store)
                        sizes.push(map.styled.size)
                    }
                    return sizes.join()
                    """
                let sizes = try await openMap(browser, stores: 0, kept)
                #expect(sizes == "1,1,1,1,1")
            }
        }
    }

    @Test("without its package there is no map, and nobody stumbles")
    func missing() async throws {
        var settings = WebSettings()
        settings.maps.leafletDirectory = "/nowhere"
        try await WebWorld.with(settings, over: .live) { world in
            #expect(try await world.get("/assets/x/leaflet/leaflet.js").status == 404)
            try await Browser.with(world) { browser in
                let map = try await openMap(browser, stores: 1)
                #expect(map == .null)
            }
        }
    }

    @Test("files come pressed where that is understood, and nothing else of the folder comes")
    func files() async throws {
        try await WebWorld.with { world in
            let plain = try await world.get("/assets/x/leaflet/leaflet.js")
            let pressed = try await world.get("/assets/x/leaflet/leaflet.js", headers: [.acceptEncoding: "gzip, br"])
            #expect(plain.status == 200 && plain.headers[.contentType] == "text/javascript; charset=utf-8")
            #expect(pressed.headers[.contentEncoding] == "gzip" && pressed.body.count * 2 < plain.body.count)
            #expect(try await world.get("/assets/x/leaflet/images").status == 404)
            #expect(try await world.get("/assets/x/leaflet/..%2Fleaflet.css").status == 404)
        }
    }

    @Test("only the tile server that was named may send pictures, and only to a page with a map")
    func tiles() {
        let maps = MapSettings(tiles: "https://tiles.example.com:8443/a/{z}/{x}/{y}.png")
        let policy = PageFrame.map(maps).headers[.contentSecurityPolicy] ?? ""
        #expect(policy.contains("img-src 'self' blob: https://tiles.example.com:8443;"))
        #expect(PageFrame.ours.headers[.contentSecurityPolicy]?.contains("example") == false)
        for odd in [
            "tiles.example.com/{z}/{x}/{y}", "https://a.example/{z}/{x}.png", "ftp://a/{z}{x}{y}",
            "https://u@a/{z}{x}{y}",
        ] {
            #expect(MapSettings.host(ofTiles: odd) == nil, "\(odd)")
        }
    }

    @Test(
        "2,558 stores are drawn on one canvas, one can be picked, fences show when one is near, and nothing complains")
    func many() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world, .desktop) { browser in
                #expect(try await openMap(browser, stores: 2_558) == 2_558)
                try await Audit.check(browser, "map", bytesMax: 250_000)
                let unreached = try await Audit.unreached(browser)
                #expect(unreached == [])
                // One canvas draws them: an element for each would be slow on every phone.
                let elements = try await browser.run("return map.map.getContainer().querySelectorAll('*').length")
                #expect((elements.integerValue ?? .max) < 100)
                let picked = try await browser.run(
                    """
                    map.map.setView([33, -122], 15, {animate: false})
                    await new Promise(requestAnimationFrame)
                    const at = map.map.latLngToContainerPoint([33, -122]), box = map.map.getContainer().getBoundingClientRect()
                    const canvas = map.map.getContainer().querySelector('canvas')
                    const where = {clientX: box.x + at.x, clientY: box.y + at.y, bubbles: true}
                    for (const kind of ['mousemove', 'mousedown', 'mouseup', 'click'])
                        canvas.dispatchEvent(new MouseEvent(kind, where))
                    return [window.picked, map.fences.getLayers().length]
                    """)
                #expect(picked == ["Store 0", 1])
                #expect(try await browser.complaints() == [])
            }
        }
    }

    @Test("a fence is moved, widened and drawn with mouse and with keys, and says what it has become")
    func editing() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world, .desktop) { browser in
                _ = try await openMap(
                    browser, stores: 0,
                    """
                    const {FenceEditor} = await import(assets + '/map-fence.js')
                    window.told = []
                    window.editor = new FenceEditor(map, \(Self.words), value => told.push(value))
                    editor.set({location: {latitude: 37.7397, longitude: -122.4673}, fence: {type: 'circle', radius_meters: 75}})
                    """)
                try await browser.drag(".map-pin", by: (40, 0))
                let moved = try await browser.run("return told.at(-1)")
                #expect(moved["location"]?["longitude"]?.numberValue ?? -200 > -122.4673, "\(moved.text())")
                #expect(moved["fence"]?["radius_meters"] == 75)
                try await browser.drag(".map-handle", by: (60, 0))
                let wide = try await browser.run("return told.at(-1).fence.radius_meters")
                #expect(wide.numberValue ?? 0 > 80, "\(wide.text())")

                _ = try await browser.run("editor.become('Polygon')")
                let drawn = try await browser.run("return told.at(-1).fence.coordinates[0].length")
                #expect(drawn == 9)
                try await browser.drag(".map-handle.new", by: (0, -30))
                #expect(try await browser.run("return told.at(-1).fence.coordinates[0].length") == 10)
                // The fourth kind of help is none: keys alone do the same.
                let keyed = try await browser.run(
                    """
                    const corner = document.querySelector('.map-handle:not(.new)'), before = JSON.stringify(told.at(-1))
                    corner.focus()
                    corner.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft', bubbles: true, cancelable: true}))
                    const moved = JSON.stringify(told.at(-1)) !== before
                    corner.dispatchEvent(new KeyboardEvent('keydown', {key: 'Delete', bubbles: true, cancelable: true}))
                    return [moved, told.at(-1).fence.coordinates[0].length]
                    """)
                #expect(keyed == [true, 9])
                #expect(try await browser.complaints() == [])
            }
        }
    }

    @Test("the pin goes to the median of five fixes")
    func median() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world) { browser in
                try await browser.stand(latitude: 37.7397)
                try await browser.open("/")
                let found = try await browser.run(
                    """
                    const fixes = [1, 2, 100, 3, 4].map(n => ({latitude: 37 + n / 1e4, longitude: -122, accuracy: n}))
                    navigator.geolocation.getCurrentPosition = done => setTimeout(() => done({coords: fixes.shift()}))
                    const {pinHere} = await import(document.documentElement.dataset.assets + '/pin-here.js')
                    return await pinHere()
                    """)
                #expect(found["latitude"] == 37.0003 && found["accuracy_meters"] == 3 && found["fixes"] == 5)
            }
        }
    }
}

import HTTPTypes
import HummingbirdTesting
import Promotions
import Testing

@testable import Web

@Suite("Stores in the console", .serialized)
struct ConsoleStoreTests {
    /// With the map's library.
    private static let bytesMax: Int64 = 200_000

    @Test("without a store the page teaches the next step; a store is put on the map, changed, fenced and archived")
    func life() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole()
                try await browser.open("/console/stores")
                try await browser.wait(for: ".empty h2", saying: "Your first store")
                try await Audit.check(browser, "stores empty", bytesMax: Self.bytesMax)
                try await browser.press(".empty a.button")
                try await browser.wait(for: ".leaflet-container")
                try await Audit.check(browser, "store new", bytesMax: Self.bytesMax)

                // What cannot be kept is said beside its field.
                try await browser.type("West Portal", into: "[name=name]")
                try await browser.fill("Mars/Olympus", into: "[name=time_zone]")
                try await browser.fill("37.7397", into: "[name=latitude]")
                try await browser.fill("-122.4673", into: "[name=longitude]")
                try await browser.press("button[type=submit]")
                try await browser.wait(for: ".wrong", saying: "IANA time zone")
                _ = try await browser.complaints()
                try await browser.fill("America/Los_Angeles", into: "[name=time_zone]")
                try await browser.press("[name=has_hours]")
                try await browser.type("7-10:30, 12:00-21:00", into: "[name='hours.mon']")
                try await browser.press("button[type=submit]")
                try await browser.wait(for: "h1", saying: "West Portal")
                let stores = try await world.get("/v1/stores", token: world.owner)
                let made = try #require(stores.json["items"]?[0])
                #expect(made["hours"]?["mon"]?[0] == ["from": "07:00", "to": "10:30"], "\(made.text())")
                #expect(made["hours"]?["tue"] == [])
                let id = try #require(made["id"]?.stringValue)

                try await browser.wait(for: ".map-pin")
                try await browser.drag(".map-handle", by: (30, 0))
                try await browser.save()
                let wider = try await world.get("/v1/stores/\(id)", token: world.owner)
                #expect(wider.json["fence"]?["radius_meters"]?.numberValue ?? 0 > 76, "\(wider.text)")

                try await browser.press("[name=fence_type][value=Polygon]")
                try await browser.wait(for: "textarea[name=corners]")
                try await Audit.check(browser, "store polygon", bytesMax: Self.bytesMax)
                try await browser.save()
                let drawn = try await world.get("/v1/stores/\(id)", token: world.owner)
                #expect(drawn.json["fence"]?["coordinates"]?[0]?.elements?.count == 9, "\(drawn.text)")

                // Somebody else changed it meanwhile: nothing is written over.
                _ = try await world.call(.patch, "/v1/stores/\(id)", ["brand": "Larkspur"], token: world.owner)
                try await browser.press("button[type=submit]")
                try await browser.wait(for: ".problem")
                _ = try await browser.complaints()
                try await browser.checkEverywhere(
                    "store", at: "/console/stores/\(id)", shows: ".map-pin", bytesMax: Self.bytesMax)
                try await browser.show(on: .desktop)
                let unreached = try await Audit.unreached(browser)
                #expect(unreached == [])

                try await browser.press("form .row button.destroys")
                try await browser.press("dialog button.destroys")
                try await browser.wait(for: ".empty h2", saying: "Your first store")
            }
        }
    }

    @Test("of two who edit a store or a campaign the second is asked whose stays")
    func together() async throws {
        try await WebWorld.with(over: .live) { world in
            let store = "/v1/stores/\(try await world.addStore())"
            let draft = try await world.post("/v1/campaigns", WebWorld.terms(), token: world.owner).string("id")
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole()
                for (path, page, theirs) in [
                    (store, store.replacing("/v1", with: "/console"), "Theirs"),
                    ("/v1/campaigns/\(draft)", "/console/campaigns/\(draft)/edit", "Their morning"),
                ] {
                    try await browser.open(page)
                    try await browser.wait(for: "[name=name]")
                    for (button, kept) in [("button:not(.second)", "Mine"), ("button.second", theirs)] {
                        _ = try await world.call(.patch, path, ["name": .string(theirs)], token: world.owner)
                        try await browser.fill("Mine", into: "[name=name]")
                        try await browser.press("main form button[type=submit]")
                        try await browser.wait(for: ".problem strong", saying: "Somebody else saved this")
                        _ = try await browser.complaints()
                        try await Audit.check(browser, "two edit \(page)", bytesMax: 250_000)
                        try await browser.press(".problem \(button)")
                        try await browser.wait("\(page) keeps \(kept)") { try await world.name(at: path) == kept }
                        try await browser.wait(for: "[name=name]")
                    }
                    try await browser.wait(
                        until: "return document.querySelector('[name=name]')?.value === arguments[0]", .string(theirs))
                }
            }
        }
    }

    @Test("a hole is cut into a drawn fence, dragged, moved by keyboard, typed and taken away")
    func holes() async throws {
        try await WebWorld.with(over: .live) { world in
            let id = try await world.addStore()
            func rings() async throws -> [JSON] {
                try await world.get("/v1/stores/\(id)", token: world.owner).json["fence"]?["coordinates"]?.elements
                    ?? []
            }
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole()
                try await browser.open("/console/stores/\(id)")
                try await browser.wait(for: ".map-pin")
                try await browser.press("[name=fence_type][value=Polygon]")
                try await browser.pressButton("Cut a hole")
                try await browser.wait(for: "[aria-label='Hole 1, corner 1']")
                try await browser.save()
                let cut = try await rings()
                #expect(cut.count == 2 && cut[1].elements?.count == 5, "\(cut)")
                // By keyboard, as the outline is.
                _ = try await browser.run(
                    """
                    const handle = document.querySelector("[aria-label='Hole 1, corner 2']")
                    handle.focus()
                    handle.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}))
                    """)
                try await browser.save()
                let moved = try await rings()
                #expect(moved[0] == cut[0] && moved[1] != cut[1])
                _ = try await browser.run("document.querySelector('.leaflet-container').scrollIntoView()")
                try await browser.drag("[aria-label='Hole 1: new corner after 1']", by: (3, 24))
                try await browser.save()
                #expect(try await rings()[1].elements?.count == 6)
                try await Audit.check(browser, "fence with a hole", bytesMax: Self.bytesMax)
                let unreached = try await Audit.unreached(browser)
                #expect(unreached == [])
                try await browser.show(on: .phone)
                try await Audit.check(browser, "fence with a hole phone", bytesMax: Self.bytesMax)
                try await browser.show(on: .desktop)
                try await browser.pressButton("Remove hole 1")
                try await browser.save()
                #expect(try await rings().count == 1)
                // Where there is no map it is typed.
                _ = try await browser.run(
                    """
                    const corners = document.querySelector('[name=corners]')
                    corners.value += '\\n\\n37.7397, -122.4674\\n37.7397, -122.4672\\n37.7398, -122.4673'
                    corners.dispatchEvent(new Event('change', {bubbles: true}))
                    """)
                try await browser.wait(for: "[aria-label='Hole 1, corner 3']")
                try await browser.save()
                #expect(try await rings().count == 2)
            }
        }
    }

    @Test("the pin is set from where a phone stands")
    func pinHere() async throws {
        try await WebWorld.with(over: .live) { world in
            let id = try await world.addStore()
            try await Browser.with(world) { browser in
                try await browser.enterConsole(as: "store_manager")
                try await browser.stand(latitude: 37.7400)
                try await browser.open("/console/stores/\(id)")
                try await browser.wait(for: ".map-pin")
                try await browser.reveal("section button.second:has(svg)")
                try await browser.press("section button.second:has(svg)")
                try await browser.wait(for: "#said", saying: "The pin stands here now")
                #expect(try await browser.run("return document.querySelector('[name=latitude]').value") == "37.74")
                try await browser.save()
                let store = try await world.get("/v1/stores/\(id)", token: world.owner)
                #expect(store.json["location"]?["latitude"]?.numberValue == 37.74)
            }
        }
    }

    @Test("who only reads sees the store and can change nothing")
    func auditor() async throws {
        try await WebWorld.with(over: .live) { world in
            let id = try await world.addStore()
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole(as: "auditor")
                try await browser.open("/console/stores/\(id)")
                try await browser.wait(for: ".leaflet-container")
                let enabled = try await browser.run(
                    "return document.querySelectorAll('form input:enabled, form button[type=submit]').length")
                #expect(enabled == 0)
                #expect(try await browser.run("return document.querySelectorAll('.map-pin').length") == 0)
                try await Audit.check(browser, "store read", bytesMax: Self.bytesMax)
            }
        }
    }

    @Test("a file is looked at first, line by line, and then taken in; 2,558 stores are found by name")
    func imported() async throws {
        try await WebWorld.with(over: .live) { world in
            try await Browser.with(world, .desktop) { browser in
                try await browser.enterConsole()
                try await browser.open("/console/stores/import")
                try await browser.wait(for: "form button[type=submit]")
                try await browser.press("form button[type=submit]")
                try await browser.wait(for: ".wrong", saying: "choose a file first")
                try await Audit.check(browser, "import", bytesMax: Self.bytesMax)
                // A made-up state full of shops, one of them on no Earth.
                _ = try await browser.run(
                    """
                    const lines = ['external_id,name,latitude,longitude,time_zone']
                    for (let i = 0; i < 2558; i++)
                        lines.push(`N${i},${['Elm', 'Oak', 'Fir'][i % 3]} Street ${i},${(33 + (i % 51) * .15).toFixed(4)},${(-122 + Math.floor(i / 51) * .15).toFixed(4)},America/Los_Angeles`)
                    lines.push('X1,Nowhere,97,-122,America/Los_Angeles')
                    const data = new DataTransfer()
                    data.items.add(new File([lines.join('\\n')], 'stores.csv', {type: 'text/csv'}))
                    document.querySelector('[name=file]').files = data.files
                    """)
                try await browser.press("form button[type=submit]")
                try await browser.wait(for: "summary", saying: "1 line is left out")
                try await browser.wait(for: ".leaflet-container canvas")
                try await Audit.check(browser, "import preview", bytesMax: 1_500_000)
                #expect(try await world.count("select count(*) from stores") == 0)
                try await browser.press("[role=status] p > button")
                try await browser.wait(for: ".notice.footfall", saying: "2,558 stores are imported.")
                #expect(try await world.count("select count(*) from stores") == 2_558)
                try await browser.checkEverywhere(
                    "stores", at: "/console/stores", shows: ".leaflet-container canvas", bytesMax: 1_000_000)
                try await browser.type("oak 1000", into: "[type=search]")
                try await browser.wait(for: "[role=status]", saying: "1 store")
                #expect(try await browser.text(of: ".store-list").contains("Oak Street 1000"))
            }
        }
    }
}

extension Browser {
    fileprivate func save() async throws {
        _ = try await run("document.querySelector('#said').textContent = ''")
        try await reveal("button[type=submit]")
        try await press("button[type=submit]")
        try await wait(for: "#said", saying: "Saved")
    }

    /// From under the rail at the foot of a phone's screen.
    fileprivate func reveal(_ selector: String) async throws {
        try await wait(for: selector)
        _ = try await run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", .string(selector))
    }

    /// Puts a value where another stands, as a person who selects it first.
    func fill(_ text: String, into selector: String) async throws {
        _ = try await run(
            """
            const input = document.querySelector(arguments[0])
            input.value = arguments[1]
            input.dispatchEvent(new Event('change', {bubbles: true}))
            """, .string(selector), .string(text))
    }
}

extension WebWorld {
    fileprivate func name(at path: String) async throws -> String? {
        try await get(path, token: owner).json["name"]?.stringValue
    }
}

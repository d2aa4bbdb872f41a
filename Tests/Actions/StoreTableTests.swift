import Geofence
import Promotions
import Support
import Testing

@testable import Actions

@Suite("Stores in a hundred bytes each")
struct StoreTableTests {
    /// Random stores with few distinct zones and hours, as a retailer has them, and every field in all its forms.
    private struct Shops {
        var random = SeededRandom()
        let zones: [Zone]
        let weeks: [OpeningHours]

        init() throws {
            zones = try ["UTC", "Europe/Paris", "Pacific/Auckland"].map { try #require(Zone(identifier: $0)) }
            let texts = [
                #"{"mon": [{"from": "05:00", "to": "21:00"}]}"#,
                #"{"tue": [{"from": "22:00", "to": "02:00"}, {"from": "10:00", "to": "12:30"}]}"#,
                #"{"sun": "closed", "exceptions": {"2026-12-25": [], "2026-12-31": [{"from": "08:00", "to": "24:00"}]}}"#,
            ]
            weeks = try texts.map { try OpeningHours(reading: Fields(JSON(parsing: $0))) } + [.always]
        }

        private mutating func text(_ choices: [String]) -> String? {
            Bool.random(using: &random) ? choices.randomElement(using: &random) : nil
        }

        private mutating func position() throws -> Position {
            let corners: [Double] = [-180, -0.0, 0, 180]
            let isCorner = Int.random(in: 0..<8, using: &random) == 0
            let longitude =
                isCorner
                ? corners[Int.random(in: 0..<4, using: &random)] : Double.random(in: -179...179, using: &random)
            let latitude = Double.random(in: -80...80, using: &random)
            return try #require(Position(latitude: latitude, longitude: longitude))
        }

        private mutating func fence(at location: Position) throws -> Fence {
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                let ring = try [(0.0, 0.0), (0.01, 0.0), (0.01, 0.02)].map { north, east in
                    try #require(
                        Position(latitude: location.latitude + north, longitude: location.longitude * 0.99 + east))
                }
                return .polygon(try Polygon(rings: [ring]))
            case 1: return .circle(center: try position(), radiusMeters: .random(in: 10...50_000, using: &random))
            default: return .circle(center: location, radiusMeters: 75)
            }
        }

        mutating func store(_ id: Int64) throws -> Store {
            let location = try position()
            let names = ["Café Łódź", "株式会社 銀座店", "", "Quay", String(repeating: "long ☕️ ", count: 40), "\u{0}\u{7F}é"]
            let tags = (0..<Int.random(in: 0...3, using: &random)).map { "tag \($0) ✓" }
            return Store(
                id: ID(id), externalID: text(["7", "", "A-\(id)"]), name: names.randomElement(using: &random) ?? "",
                brand: text(["Larkspur", "", "Brand \(id)"]),
                owner: Bool.random(using: &random) ? .company : .franchise,
                region: text(["North", "Sud-Ouest"]), address: text(["\(id) Market Street", ""]),
                zone: zones.randomElement(using: &random) ?? .utc, location: location, fence: try fence(at: location),
                hours: Int.random(in: 0..<5, using: &random) == 0 ? nil : weeks.randomElement(using: &random),
                tags: tags,
                archivedAt: Int.random(in: 0..<5, using: &random) == 0
                    ? Instant(microseconds: .random(in: -1_000_000...Int64.max / 2, using: &random)) : nil)
        }
    }

    /// Equal values may be spelled differently: 0 and -0, 180 and -180.
    private func spelled(_ position: Position) -> [UInt64] {
        [position.latitude.bitPattern, position.longitude.bitPattern]
    }

    @Test("every field of a store comes back as it was", arguments: [(16_384, 16_384), (3, 1), (0, 0)])
    func roundTrip(textsMax: Int, hoursMax: Int) throws {
        var shops = try Shops()
        let stores = try (1...1_000).map { try shops.store(Int64($0) * 3) }
        var builder = StoreTable.Builder(words: StoreWords(textsMax: textsMax, hoursMax: hoursMax))
        for store in stores { builder.append(store) }
        let table = builder.table()
        #expect(table.count == stores.count)
        #expect(Array(table.values) == stores, "\(shops.random)")
        for store in stores {
            let kept = try #require(table[store.id])
            #expect(kept == store, "\(shops.random)")
            #expect(spelled(kept.location) == spelled(store.location), "\(shops.random)")
            #expect(spelled(kept.fence.center) == spelled(store.fence.center), "\(shops.random)")
            #expect(table[ID(store.id.rawValue + 1)] == nil)
        }
        #expect(table[ID(0)] == nil)
        var fences: [Int64: Fence] = [:]
        table.forEachFence { fences[$0] = $1 }
        let open = stores.filter { $0.archivedAt == nil }
        #expect(fences == Dictionary(uniqueKeysWithValues: open.map { ($0.id.rawValue, $0.fence) }), "\(shops.random)")
    }

    @Test("after any changes the table says what a dictionary says, and the old one what it said")
    func changes() throws {
        var shops = try Shops()
        var table = StoreTable()
        var plain: [ID<Store>: Store] = [:]
        var versions: [(StoreTable, [ID<Store>: Store])] = []
        for round in 0..<60 {
            let count = [0, 1, 3, 40, 700].randomElement(using: &shops.random) ?? 1
            let stores = try (0..<count).map { _ in
                // In the midst of the others, and mostly after them, as new ones come.
                try shops.store(.random(in: 1...Int64(1 + round * 60), using: &shops.random))
            }
            table = table.changing(stores)
            for store in stores { plain[store.id] = store }
            versions.append((table, plain))
        }
        for (table, plain) in versions {
            #expect(table.count == plain.count, "\(shops.random)")
            #expect(Array(table.values) == plain.values.sorted { $0.id < $1.id }, "\(shops.random)")
            let asked = (0..<300).map { _ in ID<Store>(.random(in: 0...4_000, using: &shops.random)) }
            #expect(asked.allSatisfy { table[$0] == plain[$0] }, "\(shops.random)")
        }
    }

    @Test("a store that was asked for is the changed one after the change")
    func recent() throws {
        var shops = try Shops()
        let table = StoreTable().changing(try (1...10).map { try shops.store($0) })
        var store = try #require(table[ID(5)])
        store.name = "Renamed"
        let next = table.changing([store])
        #expect(next[ID(5)]?.name == "Renamed")
        #expect(table[ID(5)]?.name != "Renamed")
    }

    @Test("a hundred thousand ordinary stores take less than a hundred bytes each")
    func size() throws {
        var builder = StoreTable.Builder()
        for number in 1...100_000 {
            let spot = try #require(Position(latitude: 26 + Double(number) / 5_000, longitude: -100))
            builder.append(
                Store(
                    id: ID(Int64(number) << 22), externalID: "\(number)", name: "Store \(number)", brand: "Benchmark",
                    address: "\(number) Market Street", zone: .utc, location: spot,
                    fence: .circle(center: spot, radiusMeters: 75), hours: .always, tags: ["all"]))
        }
        let table = builder.table()
        #expect(table.byteCount < 100 * table.count)
    }

    @Test("every store finds its retailer, in whatever order they come")
    func owners() {
        var random = SeededRandom()
        var owners = StoreOwners()
        var plain: [Int64: ID<Retailer>] = [:]
        for _ in 0..<80 {
            let start = Int64.random(in: 1...3_000, using: &random)
            let step = Int64.random(in: 1...3, using: &random)
            var added: [(id: Int64, owner: ID<Retailer>)] = []
            for number in 0..<Int64.random(in: 1...40, using: &random) {
                let id = start + number * step
                let owner = plain[id] ?? ID(Int64.random(in: 1...3, using: &random))
                added.append((id, owner))
                plain[id] = owner
            }
            owners.add(added.shuffled(using: &random))
            #expect(plain.allSatisfy { owners[$0.key] == $0.value }, "\(random)")
        }
        #expect(owners[0] == nil)
    }

    @Test("an import of one retailer takes one entry, whatever its number of stores")
    func runs() {
        var owners = StoreOwners()
        owners.add((1...10_000).map { ($0 * 2, ID(1)) })
        owners.add((20_000...30_000).map { ($0 * 2, ID(2)) })
        #expect(owners.runCount == 2)
        owners.add([(101, ID(2))])
        #expect(owners.runCount == 4)
        #expect([100, 101, 102, 60_000].map { owners[$0]?.rawValue } == [1, 2, 1, 2])
    }
}

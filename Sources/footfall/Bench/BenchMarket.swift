import Actions
import Geofence
import Promotions
import Records

/// The retailers of a benchmark, with stores on a lattice over North America and campaigns that are on.
struct BenchMarket {
    let desk: Desk
    let campaignsMax: Int
    let campaignMax: Int
    let storeDayMax: Int?

    /// Rows of one statement: a million at once would need a gigabyte on either side.
    private static let pageMax = 5_000
    static let radiusMeters = 75.0
    private static let south = 26.0
    private static let north = 49.0
    private static let west = -124.0
    private static let east = -67.0

    /// - Returns: where the stores stand.
    func open(retailers: Int, stores: Int) async throws -> [Position] {
        guard let zone = Zone(identifier: "America/Los_Angeles") else {
            throw Complaint(.configuration, "The time zones are missing. Install tzdata.")
        }
        let spots = Self.lattice(stores)
        for number in 0..<retailers {
            let campaigns = (campaignsMax + retailers - 1 - number) / retailers
            let added = try await desk.addRetailer("Benchmark \(number + 1)")
            let retailer = added.retailer.id
            let own = stride(from: number, to: spots.count, by: retailers).enumerated().map { place, spot in
                store(spot, at: spots[spot], zone: zone, tag: campaigns > 1 ? "\(place % campaigns)" : nil)
            }
            try await save(own, of: retailer)
            for campaign in 0..<campaigns {
                try await launch(
                    campaign, tag: campaigns > 1 ? "\(campaign)" : nil, of: retailer, by: added.owner.key.actor)
            }
        }
        return spots
    }

    /// Kilometers apart even if there are a million: no fix lies in two of them.
    private static func lattice(_ count: Int) -> [Position] {
        let columns = Int(Double(count).squareRoot().rounded(.up))
        let rows = (count + columns - 1) / columns
        return (0..<count).compactMap { place in
            let row = Double(place / columns) + .random(in: 0.3...0.7)
            let column = Double(place % columns) + .random(in: 0.3...0.7)
            return Position(
                latitude: south + (north - south) * row / Double(rows),
                longitude: west + (east - west) * column / Double(columns))
        }
    }

    private func store(_ number: Int, at spot: Position, zone: Zone, tag: String?) -> Store {
        Store(
            id: desk.ids.next(), externalID: "\(number + 1)", name: "Store \(number + 1)", brand: "Benchmark",
            address: "\(number + 1) Market Street", zone: zone, location: spot,
            fence: .circle(center: spot, radiusMeters: Self.radiusMeters), hours: .always, tags: tag.map { [$0] } ?? [])
    }

    private func save(_ stores: [Store], of retailer: ID<Retailer>) async throws {
        for start in stride(from: 0, to: stores.count, by: Self.pageMax) {
            let page = Array(stores[start..<min(start + Self.pageMax, stores.count)])
            try await desk.database.transaction { database in
                let version = try await database.raiseVersion(of: retailer) ?? 0
                try await database.save(page, of: retailer, version: version, at: desk.clock.now())
            }
        }
    }

    private func launch(_ number: Int, tag: String?, of retailer: ID<Retailer>, by key: ID<Actor>) async throws {
        let document = document(number, tag: tag)
        _ = try await desk.once(nil, of: retailer) { desk in
            let draft = try await desk.createCampaign(document, of: retailer, by: key).get()
            _ = try await desk.order(.launch, Ref(retailer, draft.id)).get()
            return KeptAnswer(status: 200, body: [])
        }.get()
    }

    /// The README's pastry morning, with money on it.
    private func document(_ number: Int, tag: String?) -> JSON {
        let pastryCents = 450
        var limits: [JSON] = [
            ["per": "shopper", "period": "campaign", "max": 1],
            ["per": "campaign", "period": "campaign", "max": .int(Int64(campaignMax))],
        ]
        if let storeDayMax { limits.append(["per": "store", "period": "day", "max": .int(Int64(storeDayMax))]) }
        return [
            "name": .string("Pastry morning \(number + 1)"),
            "stores": ["tags": .array(tag.map { [.string($0)] } ?? [])],
            "schedule": [
                "from": "2026-07-21", "to": "2026-07-22", "windows": [["from": "07:00", "to": "10:30"]],
            ],
            "unlock": ["kind": "every_visit"],
            "reward": [
                "kind": "free_item", "item": "Pastry", "with_purchase": true,
                "value": ["amount": .int(Int64(pastryCents)), "currency": "USD"],
            ],
            "limits": .array(limits),
            "budget": ["amount": .int(Int64(pastryCents * campaignMax)), "currency": "USD"],
            "coupon": [
                "valid": ["until": "end_of_window"], "headline": "A free pastry with your coffee",
                "terms": "One for each customer, with any purchase, while they last.",
            ],
        ]
    }
}

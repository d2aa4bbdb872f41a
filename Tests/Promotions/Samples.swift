import Geofence
import Promotions
import Testing

/// Small true-to-life values that tests of rules start from.
enum Samples {
    static let retailer = ID<Retailer>(7)

    static func instant(_ text: String) throws -> Instant {
        try #require(Instant(rfc3339: text))
    }

    static func zone(_ identifier: String) throws -> Zone {
        try #require(Zone(identifier: identifier))
    }

    /// Market Street, San Francisco: every degree of latitude north is 111 km.
    static func position(northMeters: Double = 0) throws -> Position {
        try #require(Position(latitude: 37.7936 + northMeters / 111_000, longitude: -122.3965))
    }

    static func fix(northMeters: Double = 0, accuracyMeters: Double = 15) throws -> Fix {
        try #require(Fix(position: position(northMeters: northMeters), accuracyMeters: accuracyMeters))
    }

    static func store(
        _ number: Int64 = 1, zone: String = "America/Los_Angeles", northMeters: Double = 0, radiusMeters: Double = 100,
        hours: String? = nil, tags: [String] = [], brand: String? = nil
    ) throws -> Store {
        let center = try position(northMeters: northMeters)
        let opening = try hours.map { try OpeningHours(reading: Fields(JSON(parsing: $0))) }
        return Store(
            id: ID(number), externalID: nil, name: "Store \(number)", brand: brand, zone: try self.zone(zone),
            location: center, fence: .circle(center: center, radiusMeters: radiusMeters), hours: opening, tags: tags)
    }

    /// The smallest document that reads; `changes` replace or add top-level members, null takes one out.
    static func document(_ changes: String = "{}") throws -> JSON {
        let base = """
            {"name": "Pastry day", "reward": {"kind": "free_item", "item": "pastry"},
             "coupon": {"valid": {"for": "PT12H"}, "headline": "A pastry on us", "terms": "One each."}}
            """
        var members = try #require(try JSON(parsing: base).members)
        for member in try #require(try JSON(parsing: changes).members) { members[member.name] = member.value }
        return .object(members)
    }

    static func terms(_ changes: String = "{}") throws -> Terms {
        try Terms(reading: document(changes), retailer: retailer)
    }

    static func life(_ text: String) throws -> CouponTerms.Life {
        try CouponTerms.Life(reading: JSON(parsing: text), at: "valid")
    }

    static func campaign(_ number: Int64 = 1, revision: Int = 1, _ changes: String = "{}") throws -> Campaign {
        Campaign(
            id: ID(number), state: .enabled, revision: revision, terms: try terms(changes),
            createdAt: Instant(seconds: 0))
    }

    /// Nothing counted yet for any of them.
    static func tally(_ campaigns: [Campaign]) -> Tally {
        let totals = campaigns.map { campaign in
            (campaign.id, Tally.Total(state: campaign.state, revision: campaign.revision, coupons: 0, exposure: 0))
        }
        return Tally(used: [:], totals: Dictionary(uniqueKeysWithValues: totals))
    }

    /// What is wrong with a document, as `field: reason`.
    static func problems(_ read: () throws -> Void) -> [String] {
        do {
            try read()
            return []
        } catch let invalid as Invalid {
            return invalid.problems.map { "\($0.field): \($0.reason)" }
        } catch {
            return ["\(error)"]
        }
    }
}

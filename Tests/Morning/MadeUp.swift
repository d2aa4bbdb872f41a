import Geofence
import Promotions
import Testing

@testable import footfall

/// Places that nobody knows.
enum MadeUp {
    /// So many kilometers apart, on a line to the north.
    static func places(_ count: Int, kilometersApart: Double = 30) throws -> SimulatedPlaces {
        let zone = try #require(Zone(identifier: "America/Los_Angeles"))
        return SimulatedPlaces(
            try (0..<count).map { number in
                let latitude = 33 + Double(number) * kilometersApart / 111
                return SimulatedPlace(
                    id: "sto_\(number)", position: try #require(Position(latitude: latitude, longitude: -120)),
                    radiusMeters: 75, zone: zone)
            })
    }

    static func arrivals(seed: UInt64, shoppers: Int, places: Int = 40) throws -> ArrivalMaker {
        ArrivalMaker(
            MorningPlan(seed: seed, shoppers: shoppers, storeDayMax: 10), try Self.places(places), servers: 2)
    }
}

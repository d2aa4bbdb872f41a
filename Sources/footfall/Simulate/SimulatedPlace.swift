import Foundation
import Geofence
import Promotions

/// A store as the simulation sees it: what the API tells of it.
struct SimulatedPlace: Hashable, Sendable {
    let id: String
    let position: Position
    let radiusMeters: Double
    let zone: Zone

    init(id: String, position: Position, radiusMeters: Double, zone: Zone) {
        self.id = id
        self.position = position
        self.radiusMeters = radiusMeters
        self.zone = zone
    }

    /// Nil without what a simulated shopper needs; a polygon counts as small as it may be.
    init?(_ store: JSON) {
        guard let id = store["id"]?.stringValue,
            let latitude = store["location"]?["latitude"]?.numberValue,
            let longitude = store["location"]?["longitude"]?.numberValue,
            let position = Position(latitude: latitude, longitude: longitude),
            let zone = store["time_zone"]?.stringValue.flatMap({ Zone(identifier: $0) })
        else { return nil }
        let radius = store["fence"]?["radius_meters"]?.numberValue ?? 30
        self.init(id: id, position: position, radiusMeters: radius, zone: zone)
    }
}

/// All places, and which of them are near a point.
struct SimulatedPlaces: Sendable {
    let all: [SimulatedPlace]
    /// By latitude.
    private let sorted: [(latitude: Double, place: Int)]
    private let radiusMax: Double
    private static let metersPerDegree = 111_000.0

    init(_ all: [SimulatedPlace]) {
        self.all = all
        radiusMax = all.map(\.radiusMeters).max() ?? 0
        sorted = all.enumerated().map { ($0.element.position.latitude, $0.offset) }.sorted { $0 < $1 }
    }

    /// Whether a fix there, give or take so many meters, could touch a fence.
    func isNear(_ position: Position, withinMeters slack: Double) -> Bool {
        let reach = (slack + radiusMax) / Self.metersPerDegree
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].latitude < position.latitude - reach { low = middle + 1 } else { high = middle }
        }
        while low < sorted.count, sorted[low].latitude <= position.latitude + reach {
            let place = all[sorted[low].place]
            if place.position.distanceMeters(to: position) < place.radiusMeters + slack { return true }
            low += 1
        }
        return false
    }

    /// The zone of most of them.
    var zone: Zone {
        let counts = Dictionary(grouping: all, by: \.zone).mapValues(\.count)
        return counts.max { ($0.value, $1.key.identifier) < ($1.value, $0.key.identifier) }?.key ?? .utc
    }

    /// So far from a place, in that direction (radians from north, clockwise).
    static func position(_ meters: Double, from start: Position, bearing: Double) -> Position? {
        let latitude = start.latitude + meters * cos(bearing) / metersPerDegree
        let scale = metersPerDegree * cos(start.latitude * .pi / 180)
        return Position(latitude: latitude, longitude: start.longitude + meters * sin(bearing) / scale)
    }
}

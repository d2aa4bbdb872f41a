import Actions
import Foundation
import Geofence
import Promotions

/// Writes the requests that wrk sends: each with a token and a fix of its own.
struct BenchRequests {
    let desk: Desk
    let spots: [Position]

    /// How far from the pin shoppers stand at most; with any accuracy below, surely inside.
    private static let strayMeters = 35.0
    private static let accuracies = 5.0...30.0
    private static let metersPerDegree = 111_320.0

    /// - Returns: how many lines all files have together.
    func write(_ counts: [Int], into directory: String) throws -> Int {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let total = counts.reduce(0, +)
        let shoppers: [ID<Shopper>] = (0..<total).map { _ in desk.ids.next() }
        try BenchFile.write("\(directory)/shoppers", lines: shoppers.lazy.map { "\($0.rawValue)" })
        // People do not come in the order in which they once joined, and an index notices.
        var arriving = shoppers.shuffled()[...]
        let expiresAt = desk.clock.now().adding(seconds: ShopperToken.lifeSeconds)
        for (place, count) in counts.enumerated() {
            let lines = arriving.prefix(count).lazy.map { line($0, expiresAt: expiresAt) }
            try BenchFile.write("\(directory)/requests.\(place + 1)", lines: lines)
            arriving = arriving.dropFirst(count)
        }
        return total
    }

    private func line(_ shopper: ID<Shopper>, expiresAt: Instant) -> String {
        let token = ShopperToken(
            shopper: shopper, session: desk.ids.next(), generation: 1, expiresAt: expiresAt, assurance: .claimed,
            consents: Shopper.Consents(location: true, marketing: false), isGuest: false)
        return "\(desk.secrets.text(token)) \(body())"
    }

    private func body() -> String {
        let spot = spots[Int.random(in: 0..<spots.count)]
        // The square root spreads them evenly over the disc.
        let distance = Self.strayMeters * Double.random(in: 0...1).squareRoot()
        let bearing = Double.random(in: 0..<2 * .pi)
        let latitude = spot.latitude + distance * cos(bearing) / Self.metersPerDegree
        let longitude =
            spot.longitude + distance * sin(bearing) / (Self.metersPerDegree * cos(spot.latitude * .pi / 180))
        return """
            {"position":{"latitude":\(rounded(latitude, 1e7)),"longitude":\(rounded(longitude, 1e7)),\
            "accuracy_meters":\(rounded(.random(in: Self.accuracies), 1e3)),"age_ms":\(Int.random(in: 0...3_000))}}
            """
    }

    private func rounded(_ number: Double, _ scale: Double) -> Double {
        (number * scale).rounded() / scale
    }
}

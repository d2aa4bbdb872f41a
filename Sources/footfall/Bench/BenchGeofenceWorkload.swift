import Foundation
import Geofence
import Glibc

/// Shops and the fixes of people about them, the same for the same numbers: 5,000 cities whose sizes follow Zipf's law,
/// 20 of them astride the antimeridian; in them hot spots of about a dozen shops.
struct BenchGeofenceWorkload {
    /// Keys count from 1.
    let fences: [(key: Int64, fence: Fence)]
    /// 70 % near a shop, 20 % in a city, 10 % anywhere.
    let fixes: [Position]

    private struct Generator {
        private var state: UInt64
        private(set) var cities: [Position] = []
        private var cumulativeWeights: [Double] = []

        init(seed: UInt64) {
            state = seed
            var sum = 0.0
            for rank in 1...5000 {
                sum += pow(Double(rank), -0.8)
                cumulativeWeights.append(sum)
                let longitude = rank % 250 == 0 ? 180 : number(-180..<180)
                cities.append(Self.place(number(-55..<65), longitude))
            }
        }

        private static func place(_ latitude: Double, _ longitude: Double) -> Position {
            let turned = longitude.remainder(dividingBy: 360)
            guard let position = Position(latitude: min(90, max(-90, latitude)), longitude: turned) else {
                preconditionFailure("no position: \(latitude), \(longitude)")
            }
            return position
        }

        /// SplitMix64.
        mutating func bits() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        mutating func number(_ range: Range<Double>) -> Double {
            range.lowerBound + Double(bits() >> 11) * 0x1p-53 * (range.upperBound - range.lowerBound)
        }

        /// Normally scattered; metres along each axis.
        mutating func scattered(_ origin: Position, meters: Double) -> Position {
            let radius = meters * (-2 * log(number(1e-300..<1))).squareRoot()
            return offset(origin, meters: radius, angle: number(0..<(2 * .pi)))
        }

        func offset(_ origin: Position, meters: Double, angle: Double) -> Position {
            let perRadian = 6_371_000.0
            let latitude = origin.latitude + meters * cos(angle) / perRadian * 180 / .pi
            let across = meters * sin(angle) / perRadian * 180 / .pi / cos(origin.latitude * .pi / 180)
            return Self.place(latitude, origin.longitude + across)
        }

        mutating func city() -> Position {
            let wanted = number(0..<cumulativeWeights[cumulativeWeights.count - 1])
            var low = 0
            var high = cumulativeWeights.count - 1
            while low < high {
                let middle = (low + high) / 2
                if cumulativeWeights[middle] < wanted { low = middle + 1 } else { high = middle }
            }
            return cities[low]
        }

        mutating func anywhere() -> Position {
            Self.place(asin(number(-1..<1)) * 180 / .pi, number(-180..<180))
        }
    }

    private static let cityMeters = 12_000.0
    private static let hotSpotMeters = 250.0

    /// Circles of 50 to 300 m.
    init(circles count: Int, fixes fixCount: Int, seed: UInt64) {
        self.init(count, fixCount, seed) { generator, center in
            .circle(center: center, radiusMeters: generator.number(50..<300))
        }
    }

    /// Star-shaped polygons of 20 to 200 vertices, every tenth with a hole; none crosses the antimeridian, since not all
    /// contestants can say so.
    init(polygons count: Int, fixes fixCount: Int, seed: UInt64) {
        self.init(count, fixCount, seed) { generator, center in
            guard abs(center.longitude) < 179.9 else { return nil }
            let corners = Int(generator.number(20..<201))
            let size = generator.number(80..<300)
            var rings = [Self.star(center, corners: corners, meters: 0.6 * size..<size, &generator)]
            if generator.number(0..<1) < 0.1 {
                rings.append(Self.star(center, corners: 12, meters: 0.2 * size..<0.4 * size, &generator))
            }
            return (try? Polygon(rings: rings)).map { .polygon($0) }
        }
    }

    private init(_ count: Int, _ fixCount: Int, _ seed: UInt64, _ fence: (inout Generator, Position) -> Fence?) {
        var generator = Generator(seed: seed)
        var fences: [(key: Int64, fence: Fence)] = []
        fences.reserveCapacity(count)
        while fences.count < count {
            let hotSpot = generator.scattered(generator.city(), meters: Self.cityMeters)
            let shops = Int(generator.number(6..<19))
            for _ in 0..<min(shops, count - fences.count) {
                let center = generator.scattered(hotSpot, meters: Self.hotSpotMeters)
                if let made = fence(&generator, center) { fences.append((Int64(fences.count + 1), made)) }
            }
        }
        self.fences = fences
        fixes = (0..<fixCount).map { _ in
            switch generator.number(0..<1) {
            case ..<0.7:
                let shop = fences[Int(generator.bits() % UInt64(fences.count))].fence
                return generator.scattered(shop.center, meters: 150)
            case ..<0.9: return generator.scattered(generator.city(), meters: Self.cityMeters)
            default: return generator.anywhere()
            }
        }
    }

    private static func star(
        _ center: Position, corners: Int, meters: Range<Double>, _ generator: inout Generator
    ) -> [Position] {
        (0..<corners).map { corner in
            generator.offset(
                center, meters: generator.number(meters), angle: 2 * .pi * Double(corner) / Double(corners))
        }
    }

    /// `fences.tsv` (key, then latitude, longitude and radius in metres, or the polygon in WKT) and `fixes.tsv` (number
    /// from 1, latitude, longitude), for other programs.
    func write(to directory: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var text = ""
        for (key, fence) in fences {
            switch fence {
            case .circle(let center, let radius):
                text += "\(key)\t\(center.latitude)\t\(center.longitude)\t\(radius)\n"
            case .polygon(let polygon):
                let rings = polygon.rings.map { ring in
                    "(" + ring.map { "\($0.longitude) \($0.latitude)" }.joined(separator: ",") + ")"
                }
                text += "\(key)\tPOLYGON(\(rings.joined(separator: ",")))\n"
            }
        }
        try Data(text.utf8).write(to: URL(filePath: directory + "/fences.tsv"))
        text = ""
        for (number, fix) in fixes.enumerated() { text += "\(number + 1)\t\(fix.latitude)\t\(fix.longitude)\n" }
        try Data(text.utf8).write(to: URL(filePath: directory + "/fixes.tsv"))
    }
}

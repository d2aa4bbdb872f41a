import Length
import Testing

@testable import Geofence

/// A neighbourhood that an index must get right.
enum Landscape: String, CaseIterable, Sendable {
    case random, antimeridian, northPole, southPole, crowded

    func position(_ random: inout Seeded) -> Position {
        switch self {
        case .random: at(random.number(-90..<90), random.number(-180..<180))
        case .antimeridian: random.position(near: at(random.number(-70..<70), 180), meters: random.number(0..<9000))
        case .northPole: random.position(near: at(90, 0), meters: random.number(0..<40_000))
        case .southPole: random.position(near: at(-90, 0), meters: random.number(0..<40_000))
        case .crowded: random.position(near: at(34.05, -118.25), meters: random.number(0..<3000))
        }
    }

    func fences(_ count: Int, _ random: inout Seeded) -> [(key: Int64, fence: Fence)] {
        (0..<count).map { index in
            let key = Int64(count - index) * 7
            let center = position(&random)
            if index.isMultiple(of: 3), abs(center.latitude) < 89.9 {
                let ring = star(around: center, size: random.number(50..<2000), corners: 9, &random)
                if let polygon = try? Polygon(rings: [ring]) { return (key, .polygon(polygon)) }
            }
            let radius = index.isMultiple(of: 10) ? random.number(1000..<50_000) : random.number(10..<500)
            return (key, .circle(center: center, radiusMeters: radius))
        }
    }
}

@Suite struct FenceIndexTests {
    private let seed: UInt64 = 2026

    /// Half the probes lie at a fence, where the answers are not empty.
    private func probe(_ landscape: Landscape, _ fences: [(key: Int64, fence: Fence)], _ random: inout Seeded)
        -> Position
    {
        guard random.next() % 2 == 0, let near = fences.randomElement(using: &random) else {
            return landscape.position(&random)
        }
        return random.position(near: near.fence.center, meters: random.number(0..<600))
    }

    @Test("the fences holding a position are those that brute force finds", arguments: Landscape.allCases)
    func holding(_ landscape: Landscape) {
        var random = Seeded(seed)
        let fences = landscape.fences(700, &random)
        let index = FenceIndex(fences)
        #expect(index.count == 700)
        var hits = 0
        for _ in 0..<rounds(1500) {
            let position = probe(landscape, fences, &random)
            let expected = fences.filter { $0.fence.contains(position) }.map(\.key).sorted()
            hits += expected.count
            #expect(index.holding(position) == expected, "seed \(seed) \(position)")
        }
        #expect(hits > 300)
    }

    @Test("with a margin they are those no farther than it", arguments: Landscape.allCases)
    func margin(_ landscape: Landscape) {
        var random = Seeded(seed + 1)
        let fences = landscape.fences(300, &random)
        let index = FenceIndex(fences)
        for round in 0..<rounds(150) {
            let position = probe(landscape, fences, &random)
            let margin = round.isMultiple(of: 3) ? 100_000 : random.number(0..<2000)
            let expected = fences.filter { $0.fence.distanceMeters(from: position) <= margin }.map(\.key).sorted()
            #expect(index.holding(position, marginMeters: margin) == expected, "seed \(seed + 1) \(position) \(margin)")
        }
    }

    @Test(
        "within a radius and the nearest come in order of distance, as brute force has them",
        arguments: Landscape.allCases)
    func nearest(_ landscape: Landscape) {
        var random = Seeded(seed + 2)
        let fences = landscape.fences(300, &random)
        let index = FenceIndex(fences)
        for round in 0..<rounds(100) {
            let position = probe(landscape, fences, &random)
            let radius = [500.0, 20_000, 3_000_000, .infinity][round % 4]
            let expected = fences.map { (key: $0.key, distance: $0.fence.distanceMeters(from: position)) }
                .filter { $0.distance <= radius }.sorted { ($0.distance, $0.key) < ($1.distance, $1.key) }
            let within = index.within(radiusMeters: radius, of: position)
            #expect(within.map(\.key) == expected.map(\.key), "seed \(seed + 2) \(position) \(radius)")
            #expect(within.map(\.distanceMeters) == expected.map(\.distance))
            let nearest = index.nearest(5, to: position, withinMeters: radius)
            #expect(nearest.map(\.key) == expected.prefix(5).map(\.key), "seed \(seed + 2) \(position) \(radius)")
            #expect(nearest.map(\.distanceMeters) == expected.prefix(5).map(\.distance))
        }
    }

    @Test("an index of any size from none to a few levels answers, and gives back what it was given")
    func sizes() {
        var random = Seeded(seed + 3)
        for count in [0, 1, 2, 15, 16, 17, 255, 256, 257, 4097] {
            let fences = Landscape.random.fences(count, &random)
            let index = FenceIndex(fences)
            #expect(index.count == count)
            #expect(index.nearest(count, to: at(0, 0), withinMeters: .infinity).count == count)
            for (key, fence) in fences.prefix(40) {
                #expect(index.fence(key) == fence)
                if case .circle(let center, _) = fence { #expect(index.holding(center).contains(key)) }
            }
            #expect(index.fence(3) == nil)
        }
    }

    @Test("the antimeridian is no seam: the nodes above fences on both its sides stay narrow, and 180 is -180")
    func seam() {
        let fences = (0..<400).map { number in
            let longitude = number % 2 == 0 ? 180 - Double(number) / 1e5 : Double(number) / 1e5 - 180
            return (key: Int64(number), fence: Fence.circle(center: at(-16.8, longitude), radiusMeters: 100))
        }
        let tree = PackedTree(fences)
        #expect(tree.boxes.allSatisfy { Double($0.width) < 0.02 / 360 * LatticePoint.stepsPerTurn })
        let index = FenceIndex(fences)
        #expect(!index.holding(at(-16.8, 180)).isEmpty)
        #expect(index.holding(at(-16.8, 180)) == index.holding(at(-16.8, -180)))
        #expect(index.within(radiusMeters: 500, of: at(-16.8, 180)).map(\.key).contains { $0 % 2 == 1 })
        #expect(index.within(radiusMeters: 500, of: at(-16.8, -180)).map(\.key).contains { $0 % 2 == 0 })
    }

    @Test("at a pole every longitude finds the same fences", arguments: [90.0, -90])
    func pole(latitude: Double) {
        let fences = (0..<40).map { number in
            let center = at(latitude * (1 - Double(number) / 9000), Double(number * 9 - 180))
            return (key: Int64(number), fence: Fence.circle(center: center, radiusMeters: 20_000))
        }
        let index = FenceIndex(fences)
        let expected = fences.filter { $0.fence.contains(at(latitude, 0)) }.map(\.key)
        #expect(expected.count > 10 && expected.count < 30)
        for longitude in stride(from: -180.0, through: 180, by: 30) {
            #expect(index.holding(at(latitude, longitude)) == expected)
            #expect(index.nearest(40, to: at(latitude, longitude), withinMeters: 0).map(\.key) == expected)
        }
    }

    @Test("the coarse boxes decide nothing: positions in one of their steps are told apart by the exact record")
    func exactRecord() {
        // At 180 degrees a Float32 steps by 1.7 m, and the boxes by 1 cm.
        for longitude in [0.0, 179.999_999, 180, -180] {
            let fence = Fence.circle(center: at(0.1, longitude), radiusMeters: 100.123_456_789)
            let index = FenceIndex([(1, fence)])
            #expect(index.fence(1) == fence)
            let inside = place(at(0.1, longitude), east: 100.1225, north: 0)
            let outside = place(at(0.1, longitude), east: 100.1235, north: 0)
            #expect(LatticePoint(inside).x == LatticePoint(outside).x)
            #expect(index.holding(inside) == [1] && index.holding(outside).isEmpty)
        }
    }

    @Test("of two fences with one key the last counts")
    func sameKey() {
        let old = Fence.circle(center: at(1, 1), radiusMeters: 100)
        let new = Fence.circle(center: at(2, 2), radiusMeters: 100)
        let index = FenceIndex([(7, old), (8, old), (7, new)])
        #expect(index.count == 2)
        #expect(index.fence(7) == new)
        #expect(index.holding(at(1, 1)) == [8])
    }

    @Test("many fences on one point are all found, by key when equally near")
    func stacked() {
        var random = Seeded(seed + 4)
        let fences = (-50...50).shuffled(using: &random).map { number in
            (key: Int64(number), fence: Fence.circle(center: at(5, 5), radiusMeters: 100))
        }
        let index = FenceIndex(fences)
        #expect(index.holding(at(5, 5)) == (-50...50).map { Int64($0) })
        #expect(index.nearest(30, to: at(5, 5), withinMeters: 1).map(\.key) == (-50 ... -21).map { Int64($0) })
    }

    @Test("questions with a senseless radius have no answer, and a negative margin counts as none")
    func senseless() {
        let index = FenceIndex([(1, .circle(center: at(5, 5), radiusMeters: 100))])
        #expect(index.within(radiusMeters: -1, of: at(5, 5)).isEmpty)
        #expect(index.within(radiusMeters: .nan, of: at(5, 5)).isEmpty)
        #expect(index.nearest(3, to: at(5, 5), withinMeters: .nan).isEmpty)
        #expect(index.nearest(0, to: at(5, 5), withinMeters: 10).isEmpty)
        #expect(index.nearest(-1, to: at(5, 5), withinMeters: 10).isEmpty)
        #expect(index.holding(at(5, 5), marginMeters: -50) == [1])
        #expect(index.holding(at(5, 5), marginMeters: .nan) == [1])
    }

    @Test("a million circles fit in 64 bytes each")
    func bytes() {
        let index = FenceIndex(
            (0..<4096).map { (Int64($0), .circle(center: at(0, Double($0) / 30), radiusMeters: 100)) })
        #expect(index.byteCount > 4096 * 50 && index.byteCount < 4096 * 64)
        let one: [(key: Int64, fence: Fence)] = [(1, .circle(center: at(0, 0), radiusMeters: 50))]
        #expect(index.changing(one).byteCount > index.byteCount)
    }
}

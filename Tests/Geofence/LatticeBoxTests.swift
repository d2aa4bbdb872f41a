import Glibc
import Length
import Testing

@testable import Geofence

@Suite struct LatticeBoxTests {
    @Test("a box round a position holds everything within its radius on the ellipsoid")
    func conservative() {
        let seed: UInt64 = 6_335_439
        var random = Seeded(seed)
        for round in 0..<rounds(40_000) {
            let center = at(
                round.isMultiple(of: 3) ? random.number(89..<90) : random.number(-90..<90),
                round.isMultiple(of: 2) ? random.number(179.9..<180) : random.number(-180..<180))
            let radius = random.number(1..<60_000)
            let there = random.position(near: center, meters: radius)
            // Moving over the tangent plane may overshoot the radius.
            guard center.distanceMeters(to: there) <= radius else { continue }
            #expect(
                LatticeBox(around: center, meters: radius).contains(LatticePoint(there)),
                "seed \(seed) \(center) \(radius) \(there)")
        }
    }

    @Test("latitude counts by the smallest meridian radius: due north at the equator is still inside")
    func meridian() {
        let box = LatticeBox(around: at(0, 0), meters: 50_000)
        #expect(box.contains(LatticePoint(at(50_000 / 110_574.39, 0))))
        #expect(!box.contains(LatticePoint(at(0.46, 0))))
    }

    @Test("near a pole the width comes from the tangent meridian, and past it covers every longitude")
    func poles() {
        let beside = LatticeBox(around: at(89.8, 0), meters: 20_000)
        #expect(beside.contains(LatticePoint(at(89.9, 60))))
        #expect(!beside.contains(LatticePoint(at(89.9, 100))))
        let over = LatticeBox(around: at(89.9, 0), meters: 20_000)
        #expect(over.contains(LatticePoint(at(89.95, 180))))
        #expect(over.contains(LatticePoint(at(90, 77))))
    }

    @Test("a box across the antimeridian is narrow, and so is the union of two beside it")
    func antimeridian() {
        for (one, other) in [(179.999, -179.999), (-179.999, 179.999)] {
            var box = LatticeBox(around: at(0, one), meters: 50)
            box.form(unionWith: LatticeBox(around: at(0, other), meters: 50))
            #expect(box.contains(LatticePoint(at(0, 180))) && box.contains(LatticePoint(at(0, -180))))
            #expect(!box.contains(LatticePoint(at(0, 0))) && !box.contains(LatticePoint(at(0, 179))))
            #expect(box.width < UInt32(0.004 / 360 * 4_294_967_296.0))
        }
    }

    @Test("a union holds both its parts")
    func union() {
        let seed: UInt64 = 11
        var random = Seeded(seed)
        for _ in 0..<rounds(5000) {
            let centers = (0..<3).map { _ in at(random.number(-90..<90), random.number(-180..<180)) }
            let radius = random.number(1..<8_000_000)
            var box = LatticeBox(around: centers[0], meters: radius)
            for center in centers.dropFirst() { box.form(unionWith: LatticeBox(around: center, meters: radius)) }
            for center in centers {
                #expect(box.contains(LatticePoint(center)), "seed \(seed) \(centers)")
                #expect(box.overlaps(LatticeBox(around: center, meters: 10)), "seed \(seed) \(centers)")
            }
        }
    }

    @Test("no position in a box is nearer than the box's lower bound")
    func lowerBound() {
        let seed: UInt64 = 99
        var random = Seeded(seed)
        for _ in 0..<rounds(20_000) {
            let center = at(random.number(-90..<90), random.number(-180..<180))
            let size = random.number(1..<200_000)
            let inside = random.position(near: center, meters: size * 0.7)
            let here = at(random.number(-90..<90), random.number(-180..<180))
            let box = LatticeBox(around: center, meters: size)
            guard box.contains(LatticePoint(inside)) else { continue }
            let bound = box.leastDistance(to: LatticePoint(here), cosine: cos(here.latitude * .pi / 180))
            #expect(bound <= here.distanceMeters(to: inside), "seed \(seed) \(here) \(inside)")
        }
    }

    @Test("the curve visits neighbouring cells one after the other")
    func hilbert() {
        var cells: [UInt64: (x: Int, y: Int)] = [:]
        for x in 0..<64 {
            for y in 0..<64 { cells[HilbertOrder.place(x: UInt32(x) << 26, y: UInt32(y) << 26) >> 36] = (x, y) }
        }
        #expect(cells.count == 4096)
        for step in 0..<4095 {
            guard let a = cells[UInt64(step)], let b = cells[UInt64(step + 1)] else {
                Issue.record("no cell at \(step)")
                return
            }
            #expect(abs(a.x - b.x) + abs(a.y - b.y) == 1)
        }
    }

    @Test("sorting along the curve is a stable sort", arguments: [3000, HilbertOrder.radixCountMin + 1])
    func sorting(count: Int) {
        var random = Seeded(5)
        let places = (0..<count).map { _ in random.next() >> UInt64(random.next() % 2 == 0 ? 16 : 60) }
        let expected = places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
        #expect(HilbertOrder.sorted(places).map { Int($0) } == expected)
    }
}

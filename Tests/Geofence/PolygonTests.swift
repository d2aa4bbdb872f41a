import Testing

@testable import Geofence

@Suite struct PolygonTests {
    private func polygon(_ rings: [Position]...) throws(FenceProblem) -> Polygon { try Polygon(rings: rings) }

    @Test("no rings, or fewer than three different points in a ring, make no polygon")
    func tooFew() {
        #expect(throws: FenceProblem.noRings) { try Polygon(rings: []) }
        #expect(throws: FenceProblem.tooFewVertices) { try polygon([]) }
        #expect(throws: FenceProblem.tooFewVertices) { try polygon([at(0, 0), at(1, 1), at(0, 0)]) }
        #expect(throws: FenceProblem.tooFewVertices) {
            try polygon([at(0, 0), at(0, 0), at(1, 1), at(1, 1), at(0, 0)])
        }
        // Two spellings of one place are one point.
        #expect(throws: FenceProblem.tooFewVertices) { try polygon([at(0, 180), at(0, -180), at(1, 180)]) }
        #expect(throws: FenceProblem.tooFewVertices) {
            try polygon(rectangle(west: 0, south: 0, east: 1, north: 1), [at(0.2, 0.2), at(0.3, 0.3)])
        }
    }

    @Test("a ring without area is refused: on one line, a spike, or walked to and fro")
    func zeroArea() {
        #expect(throws: FenceProblem.zeroArea) { try polygon([at(0, 0), at(1, 1), at(2, 2)]) }
        #expect(throws: FenceProblem.zeroArea) { try polygon([at(0, 0), at(0, 1), at(0, 0.5), at(0, 0.7)]) }
        #expect(throws: FenceProblem.zeroArea) { try polygon([at(0, 0), at(1, 0), at(1, 1), at(1, 0)]) }
        let square = rectangle(west: 0, south: 0, east: 1, north: 1)
        #expect(throws: FenceProblem.zeroArea) { try polygon(square + square) }
        #expect(throws: FenceProblem.zeroArea) { try polygon([at(0, -180), at(0, 180), at(1, 180), at(2, -180)]) }
    }

    @Test("10,000 points are taken, one more is not; the closing point is free")
    func tooMany() throws {
        let ring = (0..<10_000).map { at(Double($0 % 5000) / 5000, $0 < 5000 ? 0 : 1 + Double($0 % 7) / 100) }
        let wave = Array(ring[..<5000]) + ring[5000...].reversed()
        #expect(try polygon(wave + [wave[0]]).rings[0].count == 10_001)
        #expect(throws: FenceProblem.tooManyVertices) { try polygon(wave, [at(0.1, 0.1), at(0.1, 0.2), at(0.2, 0.2)]) }
    }

    @Test("a ring round a pole, or touching one, is refused")
    func pole() {
        let round = stride(from: -180.0, to: 180, by: 30).map { at(80, $0) }
        #expect(throws: FenceProblem.ringRoundPole) { try polygon(round) }
        #expect(throws: FenceProblem.ringRoundPole) { try polygon(round.reversed()) }
        #expect(throws: FenceProblem.ringRoundPole) { try polygon([at(80, 0), at(80, 90), at(90, 45)]) }
        #expect(throws: FenceProblem.ringRoundPole) {
            try polygon(rectangle(west: 0, south: 0, east: 1, north: 1), round)
        }
        // A band once round the Earth and back meets itself.
        let there = stride(from: -180.0, through: 180, by: 60)
        #expect(throws: FenceProblem.ringRoundPole) {
            try polygon(there.map { at(0, $0) } + there.reversed().map { at(1, $0) })
        }
    }

    @Test("every problem has a reason of its own, one sentence")
    func reasons() {
        let all: [FenceProblem] = [
            .radiusOutOfRange, .noRings, .tooFewVertices, .tooManyVertices, .zeroArea, .ringRoundPole,
        ]
        #expect(Set(all.map(\.reason)).count == all.count)
        #expect(all.allSatisfy { $0.reason.hasSuffix(".") })
    }

    @Test("an open ring is closed, a closed ring stays as it is, and both are one fence")
    func closing() throws {
        let open = rectangle(west: 0, south: 0, east: 1, north: 1)
        #expect(try polygon(open).rings == [open + [open[0]]])
        #expect(try polygon(open + [open[0]]) == polygon(open))
    }

    @Test("either orientation is taken, for shells and holes")
    func orientation() throws {
        let shell = rectangle(west: 0, south: 0, east: 1, north: 1)
        let hole = rectangle(west: 0.4, south: 0.4, east: 0.6, north: 0.6)
        for rings in [[shell, hole], [shell.reversed(), hole], [shell, hole.reversed()]] {
            let fence = Fence.polygon(try Polygon(rings: rings))
            #expect(fence.contains(at(0.2, 0.2)))
            #expect(!fence.contains(at(0.5, 0.5)))
            #expect(!fence.contains(at(0.5, 1.5)))
        }
    }

    @Test("neighbours that share an edge or a vertex claim a position on it exactly once")
    func sharedEdges() throws {
        // A row of four squares, cut into triangles that share slanting edges too; all numbers are exact in binary.
        var fences: [Fence] = []
        for column in 0..<4 {
            for row in 0..<4 {
                let (w, s, e, n) = (Double(column), Double(row), Double(column + 1), Double(row + 1))
                fences.append(.polygon(try polygon([at(s, w), at(s, e), at(n, e)])))
                fences.append(.polygon(try polygon([at(s, w), at(n, w), at(n, e)])))
            }
        }
        for column in 1..<32 {
            for row in 1..<32 {
                let position = at(Double(row) / 8, Double(column) / 8)
                #expect(fences.count { $0.contains(position) } == 1, "\(position)")
            }
        }
    }

    @Test("of its own edges a fence claims the western and the southern")
    func ownEdges() throws {
        let fence = Fence.polygon(try polygon(rectangle(west: 0, south: 0, east: 1, north: 1)))
        #expect(fence.contains(at(0.5, 0)) && fence.contains(at(0, 0.5)) && fence.contains(at(0, 0)))
        #expect(!fence.contains(at(0.5, 1)) && !fence.contains(at(1, 0.5)) && !fence.contains(at(1, 1)))
    }

    @Test("a position on the rim of a hole is claimed either by the fence or by what fills the hole")
    func holeRim() throws {
        let hole = rectangle(west: 1, south: 1, east: 2, north: 2)
        let holed = Fence.polygon(try polygon(rectangle(west: 0, south: 0, east: 3, north: 3), hole))
        let filling = Fence.polygon(try polygon(hole))
        for step in 0...4 {
            let along = 1 + Double(step) / 4
            for position in [at(1, along), at(2, along), at(along, 1), at(along, 2)] {
                #expect(holed.contains(position) != filling.contains(position))
            }
        }
    }

    @Test("neighbours that meet at the antimeridian claim each position on it once")
    func sharedAntimeridian() throws {
        let west = Fence.polygon(try polygon(rectangle(west: 170, south: 0, east: 180, north: 10)))
        let east = Fence.polygon(try polygon([at(0, -180), at(0, -170), at(10, -170), at(10, -180)]))
        for longitude in [180.0, -180] {
            #expect(west.contains(at(5, longitude)) != east.contains(at(5, longitude)))
        }
        #expect(west.contains(at(5, 179.9)) && !west.contains(at(5, -179.9)))
        #expect(east.contains(at(5, -179.9)) && !east.contains(at(5, 179.9)))
    }

    @Test("a ring and its hole may cross the antimeridian, starting on either side", arguments: 0..<4)
    func antimeridian(start: Int) throws {
        func turned(_ ring: [Position]) -> [Position] { Array(ring[start...] + ring[..<start]) }
        let shell = turned(rectangle(west: 179, south: 0, east: 182, north: 2))
        let hole = turned(rectangle(west: 179.5, south: 0.5, east: 180.5, north: 1.5))
        let fence = Fence.polygon(try polygon(shell, hole))
        for inside in [at(1, 179.25), at(1, -178.5), at(0.25, 180), at(0.25, -180)] { #expect(fence.contains(inside)) }
        for outside in [at(1, 179.75), at(1, -179.75), at(1, 180), at(1, 178.9), at(1, -177.9), at(1, 0)] {
            #expect(!fence.contains(outside))
        }
        #expect(abs(fence.center.longitude - -179.5) < 1e-9)
        #expect(abs(fence.distanceMeters(from: at(1, 178)) - 111_302.65) < 1)
    }

    @Test("a hole keeps its place in a ring that spans most of the Earth")
    func wide() throws {
        let shell = [-170.0, -85, 0, 85, 170].map { at(0, $0) } + [170.0, 85, 0, -85, -170].map { at(10, $0) }
        let fence = Fence.polygon(try polygon(shell, rectangle(west: 160, south: 4, east: 165, north: 6)))
        #expect(!fence.contains(at(5, 162)))
        #expect(fence.contains(at(5, 158)) && fence.contains(at(5, -169)) && fence.contains(at(5, 0)))
        #expect(!fence.contains(at(5, 171)) && !fence.contains(at(5, 180)) && !fence.contains(at(5, -171)))
    }

    @Test("a ring that crosses itself encloses what the even-odd rule says, and its containment agrees")
    func selfCrossing() throws {
        // A five-pointed star drawn in one stroke: its middle is crossed twice and so outside.
        let star = [at(1, 0), at(-0.8, 0.6), at(0.3, -0.95), at(0.3, 0.95), at(-0.8, -0.6)]
        let fence = Fence.polygon(try polygon(star))
        #expect(fence.contains(at(0.8, 0)))
        #expect(!fence.contains(at(0, 0)))
        #expect(fence.containment(of: fix(at(0.6, 0), accuracy: 20)) > 0.999)
        #expect(fence.containment(of: fix(at(0, 0), accuracy: 20)) < 0.001)
    }

    @Test("repeated points and spikes do no harm")
    func spikes() throws {
        let square = rectangle(west: 0, south: 0, east: 1, north: 1)
        let repeated = square.flatMap { [$0, $0] }
        #expect(try polygon(repeated).outline.isPlain)
        let spiked = [square[0], square[1], at(0.5, 1), at(0.5, 2), at(0.5, 1)] + square[2...]
        for ring in [repeated, spiked] {
            let fence = Fence.polygon(try polygon(ring))
            #expect(fence.contains(at(0.5, 0.5)))
            #expect(!fence.contains(at(0.5, 1.5)))
            #expect(!fence.contains(at(0.6, 1.5)))
            #expect(fence.containment(of: fix(at(0.5, 0.5), accuracy: 20)) > 0.999)
            #expect(fence.containment(of: fix(at(0.5, 1.5), accuracy: 20)) < 0.001)
        }
    }

    @Test("a hole that touches its shell, or sticks out of it, takes away only what is there")
    func touchingHole() throws {
        let shell = rectangle(west: 0, south: 0, east: 1, north: 1)
        for hole in [
            rectangle(west: 0.5, south: 0.2, east: 1, north: 0.8),
            rectangle(west: 0.5, south: 0.2, east: 3, north: 0.8),
        ] {
            let fence = Fence.polygon(try polygon(shell, hole))
            #expect(fence.contains(at(0.5, 0.25)))
            #expect(!fence.contains(at(0.5, 0.75)))
            #expect(!fence.contains(at(0.5, 2)))
            #expect(fence.containment(of: fix(at(0.5, 2), accuracy: 20)) == 0)
            #expect(fence.containment(of: fix(at(0.5, 0.25), accuracy: 20)) > 0.999)
        }
    }

    @Test(
        "densified rings keep every corner, close, and stay with the straight edge within a millimetre",
        arguments: [0.0, 45, 60, 79, -85])
    func densified(latitude: Double) throws {
        let shell = rectangle(west: 179.98, south: latitude, east: 180.03, north: latitude + 0.02)
        let hole = rectangle(west: 179.99, south: latitude + 0.005, east: 180.01, north: latitude + 0.015)
        let polygon = try polygon(shell, hole)
        let rings = polygon.densifiedRings
        #expect(rings.count == 2)
        for (ring, given) in zip(rings, polygon.rings) {
            #expect(ring.first == ring.last)
            #expect(ring.filter { Set(given).contains($0) } == given)
            for (a, b) in zip(ring, ring.dropFirst()) {
                #expect(a.distanceMeters(to: b) <= Stretch.pieceMeters)
                let across = (b.longitude - a.longitude).remainder(dividingBy: 360)
                let middle = Position(
                    wrappingLatitude: (a.latitude + b.latitude) / 2, longitude: a.longitude + across / 2)
                // The shortest line is straight in space when seen from above, but runs up to 1.2 mm deep.
                let (p, q, m) = (a.geocentric, b.geocentric, middle.geocentric)
                let chord = Geocentric(x: (p.x + q.x) / 2, y: (p.y + q.y) / 2, z: (p.z + q.z) / 2)
                #expect(m.chordSquared(to: chord).squareRoot() < 0.0017, "\(a) \(b)")
            }
        }
    }

    @Test("edges are straight in longitude and latitude, as GeoJSON means them, however long")
    func straightEdges() throws {
        // Along 60 degrees north the great circle bulges 3 km to the north of this edge.
        let fence = Fence.polygon(try polygon(rectangle(west: 0, south: 59, east: 5, north: 60)))
        #expect(fence.contains(at(59.9999, 2.5)))
        #expect(!fence.contains(at(60.0001, 2.5)))
        #expect(abs(fence.distanceMeters(from: at(60.001, 2.5)) - 111.4126) < 0.01)
    }
}

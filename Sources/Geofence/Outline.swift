/// A polygon ready for measuring: its rings unwrapped into one plane of degrees, in flat arrays.
final class Outline: Sendable {
    /// Vertices of all rings one after the other, each ring closed. Longitudes run on past 180 where a ring does.
    let longitudes, latitudes: [Double]
    /// Where each ring starts in the arrays above, and the end of the last: the outer ring is the first.
    let starts: [Int]
    /// +1 for a ring that runs counter-clockwise, -1 for the others.
    let turns: [Double]
    let west, east, south, north: Double
    /// False when edges touch or cross, or a hole lies in another or outside: then winding numbers do not tell the area.
    let isPlain: Bool

    init(closedRings: [[Position]]) throws(FenceProblem) {
        var longitudes: [Double] = []
        var latitudes: [Double] = []
        var starts = [0]
        var turns: [Double] = []
        var middle: Double?
        for ring in closedRings {
            let unwrapped = try Self.unwrapped(ring, near: middle)
            let latitudesOfRing = ring.map(\.latitude)
            guard Self.enclosesArea(unwrapped, latitudesOfRing) else { throw .zeroArea }
            let west = unwrapped.min() ?? 0
            let east = unwrapped.max() ?? 0
            // A band all round the Earth would meet itself.
            guard east - west < 360 else { throw .ringRoundPole }
            middle = middle ?? (west + east) / 2
            turns.append(Self.turn(unwrapped, latitudesOfRing))
            longitudes += unwrapped
            latitudes += latitudesOfRing
            starts.append(longitudes.count)
        }
        self.longitudes = longitudes
        self.latitudes = latitudes
        self.starts = starts
        self.turns = turns
        let outer = 0..<starts[1]
        west = longitudes[outer].min() ?? 0
        east = longitudes[outer].max() ?? 0
        south = latitudes[outer].min() ?? 0
        north = latitudes[outer].max() ?? 0
        isPlain = Self.isPlain(longitudes, latitudes, starts)
    }

    var center: Position { Position(wrappingLatitude: (south + north) / 2, longitude: (west + east) / 2) }

    func ring(_ index: Int) -> Range<Int> { starts[index]..<starts[index + 1] }

    /// The spelling of a longitude that lies nearest to the outline's middle.
    func framed(_ longitude: Double) -> Double {
        if longitude >= west && longitude <= east { return longitude }
        let middle = (west + east) / 2
        if longitude < middle - 180 { return longitude + 360 }
        if longitude > middle + 180 { return longitude - 360 }
        return longitude
    }

    /// Longitudes without a jump at the antimeridian, beginning within half a turn of the outer ring's middle.
    private static func unwrapped(_ ring: [Position], near anchor: Double?) throws(FenceProblem) -> [Double] {
        guard ring.allSatisfy({ abs($0.latitude) < 90 }) else { throw .ringRoundPole }
        var current = ring[0].longitude
        if let anchor {
            if current - anchor > 180 { current -= 360 } else if current - anchor < -180 { current += 360 }
        }
        // The offset is a whole number of turns, so that most vertices keep their exact value.
        var offset = current - ring[0].longitude
        var result: [Double] = []
        result.reserveCapacity(ring.count)
        for position in ring {
            let step = position.longitude + offset - current
            if step > 180 { offset -= 360 } else if step < -180 { offset += 360 }
            current = position.longitude + offset
            result.append(current)
        }
        // 180 and -180 are one meridian, so a ring that closes on the other spelling is still closed.
        guard abs(current - result[0]) < 1 else { throw .ringRoundPole }
        result[result.count - 1] = result[0]
        return result
    }

    private static func turn(_ x: [Double], _ y: [Double]) -> Double {
        var twiceArea = 0.0
        for index in 0..<(x.count - 1) {
            twiceArea += (x[index] - x[0]) * (y[index + 1] - y[0]) - (x[index + 1] - x[0]) * (y[index] - y[0])
        }
        return twiceArea < 0 ? -1 : 1
    }
}

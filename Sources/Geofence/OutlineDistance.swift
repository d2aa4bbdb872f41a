import Glibc

/// A stretch of a straight edge in degrees, with its ends in space.
struct Stretch {
    let x1, y1, x2, y2: Double
    let from, to: Geocentric

    /// Edges are measured in pieces no longer than this; the ground rises 1.2 mm above such a piece's chord.
    static let pieceMeters = 250.0
    /// Sideways error allowed to a piece.
    static let sagMeters = 0.001

    /// An upper bound: no line in longitude and latitude is longer on the ellipsoid.
    var greatestLength: Double {
        let leastLatitude = y1 * y2 <= 0 ? 0 : min(abs(y1), abs(y2))
        let across = (x2 - x1) * cos(leastLatitude * WGS84.radiansPerDegree)
        let up = y2 - y1
        return (across * across + up * up).squareRoot() * WGS84.radiansPerDegree * WGS84.greatestRadius
    }

    /// Up to here the chord stands in for the stretch. Beside its length counts how far a line straight in degrees runs
    /// beside the chord, L^2 tan(latitude) / 8R: 14 cm for 250 m at 89.5 degrees.
    var longestPiece: Double {
        let steepest = tan(min(max(abs(y1), abs(y2)), 89.9999) * WGS84.radiansPerDegree)
        return min(Self.pieceMeters, max(1, (8 * WGS84.greatestRadius * Self.sagMeters / steepest).squareRoot()))
    }

    var halves: (Stretch, Stretch) {
        let x = (x1 + x2) / 2
        let y = (y1 + y2) / 2
        let middle = Geocentric(latitude: y, longitude: x)
        return (
            Stretch(x1: x1, y1: y1, x2: x, y2: y, from: from, to: middle),
            Stretch(x1: x, y1: y, x2: x2, y2: y2, from: middle, to: to)
        )
    }
}

/// The nearest point of a boundary found so far.
private struct Nearest {
    let point: Geocentric
    var chordSquared = Double.infinity
    var longitude = 0.0
    var latitude = 0.0

    mutating func consider(_ stretch: Stretch) {
        let length = stretch.greatestLength
        // Nothing on the stretch is farther than this from both its ends.
        let nearerEnd = min(point.chordSquared(to: stretch.from), point.chordSquared(to: stretch.to)).squareRoot()
        if nearerEnd - length / 2 >= chordSquared.squareRoot() { return }
        if length <= stretch.longestPiece { return measure(stretch) }
        let (first, second) = stretch.halves
        if point.chordSquared(to: stretch.from) <= point.chordSquared(to: stretch.to) {
            consider(first)
            consider(second)
        } else {
            consider(second)
            consider(first)
        }
    }

    private mutating func measure(_ stretch: Stretch) {
        let a = stretch.from
        let b = stretch.to
        let (dx, dy, dz) = (b.x - a.x, b.y - a.y, b.z - a.z)
        let squared = dx * dx + dy * dy + dz * dz
        let dot = (point.x - a.x) * dx + (point.y - a.y) * dy + (point.z - a.z) * dz
        let share = squared > 0 ? min(1, max(0, dot / squared)) : 0
        let foot = Geocentric(x: a.x + share * dx, y: a.y + share * dy, z: a.z + share * dz)
        let footSquared = point.chordSquared(to: foot)
        guard footSquared < chordSquared else { return }
        chordSquared = footSquared
        longitude = stretch.x1 + share * (stretch.x2 - stretch.x1)
        latitude = stretch.y1 + share * (stretch.y2 - stretch.y1)
    }
}

extension Outline {
    /// Metres along the ground to the nearest edge; 0 inside.
    func distance(from position: Position) -> Double {
        if contains(position) { return 0 }
        var nearest = Nearest(point: position.geocentric)
        for ring in turns.indices {
            let indices = self.ring(ring)
            var from = vertex(indices.lowerBound)
            for index in indices.dropFirst() {
                let to = vertex(index)
                nearest.consider(stretch(index - 1, from, to))
                from = to
            }
        }
        let foot = Position(wrappingLatitude: nearest.latitude, longitude: nearest.longitude)
        return position.distanceMeters(to: foot)
    }

    /// The edge that begins at this vertex.
    private func stretch(_ index: Int, _ from: Geocentric, _ to: Geocentric) -> Stretch {
        Stretch(
            x1: longitudes[index], y1: latitudes[index], x2: longitudes[index + 1], y2: latitudes[index + 1],
            from: from, to: to)
    }

    /// The edge that begins at this vertex, straight in degrees, as the shortest lines between the positions at its start and
    /// in between; its end is left out.
    func pieces(ofEdge index: Int) -> [Position] {
        let edge = stretch(index, vertex(index), vertex(index + 1))
        let count = max(1, (edge.greatestLength / edge.longestPiece).rounded(.up))
        return (0..<Int(count)).map { piece in
            let share = Double(piece) / count
            return Position(
                wrappingLatitude: edge.y1 + share * (edge.y2 - edge.y1),
                longitude: edge.x1 + share * (edge.x2 - edge.x1))
        }
    }

    private func vertex(_ index: Int) -> Geocentric {
        Geocentric(latitude: latitudes[index], longitude: longitudes[index])
    }

    /// Metres from the centre that no point of the outline exceeds.
    var greatestReach: Double {
        let half = (east - west) / 2
        guard half < 90 else { return .pi * WGS84.greatestRadius }
        let middle = (south + north) / 2 * WGS84.radiansPerDegree
        let angles = [south, north].map { edge in
            let phi = edge * WGS84.radiansPerDegree
            let cosine = sin(middle) * sin(phi) + cos(middle) * cos(phi) * cos(half * WGS84.radiansPerDegree)
            let rise = (phi - middle) / 2
            let run = half * WGS84.radiansPerDegree / 2
            // Haversine for small boxes, where the cosine loses its digits.
            let small = sin(rise) * sin(rise) + cos(middle) * cos(phi) * sin(run) * sin(run)
            return small < 0.1 ? 2 * asin(small.squareRoot()) : acos(max(-1, min(1, cosine)))
        }
        return (angles.max() ?? .pi) * WGS84.greatestRadius * 1.000001 + 0.01
    }
}

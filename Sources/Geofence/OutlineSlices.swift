import Glibc

extension Plane {
    /// Cuts at every vertex up to this many; beyond, `evenStrips`, whose kinks average out among so many vertices.
    private static let cutsMax = 256
    private static let evenStrips = 64

    /// Mass by slicing from south to north, for outlines whose rings cross or touch: each slice sorts its crossings and takes what
    /// the even-odd rule calls inside the outer ring and in no hole.
    func slicedMass(_ outline: Outline) -> Double {
        let offsets = outline.longitudes.indices.map { offset(outline, $0) }
        let edges = edgesWithinHorizon(outline, offsets)
        var cuts = offsets.map(\.y).filter { abs($0) < Self.horizon }
        let even = stride(from: -Self.horizon, through: Self.horizon, by: 0.25)
        cuts += even
        cuts.sort()
        if cuts.count > Self.cutsMax {
            cuts = (0...Self.evenStrips).map { (Double($0) * 2 / Double(Self.evenStrips) - 1) * Self.horizon }
        }
        var sum = 0.0
        var crossings: [(x: Double, ring: Int)] = []
        var isIn = [Bool](repeating: false, count: outline.turns.count)
        for (low, high) in zip(cuts, cuts.dropFirst()) where high > low {
            for (node, weight) in GaussLegendre.fourPoints {
                let y = low + node * (high - low)
                let density = exp(-y * y / 2) / (2 * .pi).squareRoot()
                sum += weight * (high - low) * density * Self.slice(edges, y, &crossings, &isIn)
            }
        }
        return min(1, max(0, sum))
    }

    private func edgesWithinHorizon(_ outline: Outline, _ offsets: [Offset]) -> [(low: Offset, high: Offset, ring: Int)]
    {
        outline.turns.indices.flatMap { ring in
            outline.ring(ring).dropFirst().compactMap { index in
                let (a, b) = (offsets[index - 1], offsets[index])
                let (low, high) = a.y <= b.y ? (a, b) : (b, a)
                guard low.y < high.y, low.y < Self.horizon, high.y > -Self.horizon else { return nil }
                return (low, high, ring)
            }
        }
    }

    private static func slice(
        _ edges: [(low: Offset, high: Offset, ring: Int)], _ y: Double,
        _ crossings: inout [(x: Double, ring: Int)], _ isIn: inout [Bool]
    ) -> Double {
        crossings.removeAll(keepingCapacity: true)
        for edge in edges where edge.low.y <= y && y < edge.high.y {
            let share = (y - edge.low.y) / (edge.high.y - edge.low.y)
            crossings.append((edge.low.x + share * (edge.high.x - edge.low.x), edge.ring))
        }
        crossings.sort { $0.x < $1.x }
        for index in isIn.indices { isIn[index] = false }
        var holes = 0
        var since = 0.0
        var sum = 0.0
        for crossing in crossings {
            let here = erfc(-crossing.x / 2.0.squareRoot()) / 2
            if isIn[0] && holes == 0 { sum += here - since }
            isIn[crossing.ring].toggle()
            if crossing.ring > 0 { holes += isIn[crossing.ring] ? 1 : -1 }
            since = here
        }
        return sum
    }
}

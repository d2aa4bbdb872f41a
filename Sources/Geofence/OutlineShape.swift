/// Questions about the rings themselves, asked once when a polygon is made.
extension Outline {
    /// Narrower than this, in degrees (about a centimetre), a ring is a line.
    private static let leastWidthDegrees = 1e-7

    /// False for rings on one line and for rings that only run to and fro along the same edges. `x` and `y` are closed.
    static func enclosesArea(_ x: [Double], _ y: [Double]) -> Bool {
        var far = 0
        var farSquared = 0.0
        for index in x.indices {
            let squared = (x[index] - x[0]) * (x[index] - x[0]) + (y[index] - y[0]) * (y[index] - y[0])
            if squared > farSquared {
                far = index
                farSquared = squared
            }
        }
        guard farSquared > 0 else { return false }
        let dx = x[far] - x[0]
        let dy = y[far] - y[0]
        let length = farSquared.squareRoot()
        let isWide = x.indices.contains { index in
            abs(dx * (y[index] - y[0]) - dy * (x[index] - x[0])) > leastWidthDegrees * length
        }
        return isWide && !edgesCancel(x, y)
    }

    /// Under the even-odd rule an edge that is walked twice does not count.
    private static func edgesCancel(_ x: [Double], _ y: [Double]) -> Bool {
        var odd: Set<[Double]> = []
        for index in 0..<(x.count - 1) {
            let isForward = (x[index], y[index]) < (x[index + 1], y[index + 1])
            let (a, b) = isForward ? (index, index + 1) : (index + 1, index)
            let edge = [x[a], y[a], x[b], y[b]]
            if edge[0] == edge[2] && edge[1] == edge[3] { continue }
            if odd.remove(edge) == nil { odd.insert(edge) }
        }
        return odd.isEmpty
    }

    /// Whether no two edges meet except neighbours at their common vertex, every hole lies in the outer ring and none in
    /// another hole.
    static func isPlain(_ x: [Double], _ y: [Double], _ starts: [Int]) -> Bool {
        guard !edgesMeet(x, y, starts) else { return false }
        for hole in starts.indices.dropFirst().dropLast() {
            let vertex = starts[hole]
            for other in starts.indices.dropLast() where other != hole {
                let isInside = parity(x, y, starts[other]..<starts[other + 1], px: x[vertex], py: y[vertex])
                if isInside != (other == 0) { return false }
            }
        }
        return true
    }

    /// An edge of some length; `place` counts such edges within their ring of `count`.
    private struct Edge {
        let from, to, ring, place, count: Int
        let low, high, west, east: Double

        func isNext(to other: Edge) -> Bool { ring == other.ring && (place + 1) % count == other.place }
    }

    private static func edges(_ x: [Double], _ y: [Double], _ starts: [Int]) -> [Edge] {
        starts.indices.dropLast().flatMap { ring in
            let origins = (starts[ring]..<(starts[ring + 1] - 1)).filter { x[$0] != x[$0 + 1] || y[$0] != y[$0 + 1] }
            return origins.enumerated().map { place, a in
                Edge(
                    from: a, to: a + 1, ring: ring, place: place, count: origins.count,
                    low: min(y[a], y[a + 1]), high: max(y[a], y[a + 1]),
                    west: min(x[a], x[a + 1]), east: max(x[a], x[a + 1]))
            }
        }
    }

    private static func edgesMeet(_ x: [Double], _ y: [Double], _ starts: [Int]) -> Bool {
        let edges = edges(x, y, starts).sorted { $0.low < $1.low }
        for (place, edge) in edges.enumerated() {
            for other in edges[(place + 1)...] {
                if other.low > edge.high { break }
                if other.west > edge.east || other.east < edge.west { continue }
                if meet(edge, other, x, y) { return true }
            }
        }
        return false
    }

    private static func meet(_ one: Edge, _ two: Edge, _ x: [Double], _ y: [Double]) -> Bool {
        func side(_ a: Int, _ b: Int, _ p: Int) -> Double {
            (x[b] - x[a]) * (y[p] - y[a]) - (y[b] - y[a]) * (x[p] - x[a])
        }
        // Neighbours share a vertex by right; they meet elsewhere only when the second folds back onto the first.
        func foldsBack(_ first: Edge, _ second: Edge) -> Bool {
            let (a, b, c) = (first.from, first.to, second.to)
            let along = (x[b] - x[a]) * (x[c] - x[b]) + (y[b] - y[a]) * (y[c] - y[b])
            return side(a, b, c) == 0 && along < 0
        }
        if one.isNext(to: two) { return foldsBack(one, two) }
        if two.isNext(to: one) { return foldsBack(two, one) }
        return side(one.from, one.to, two.from) * side(one.from, one.to, two.to) <= 0
            && side(two.from, two.to, one.from) * side(two.from, two.to, one.to) <= 0
    }
}

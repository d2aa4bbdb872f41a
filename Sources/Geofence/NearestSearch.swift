import Glibc

/// Best-first search: whatever is nearest by its lower bound is looked into next, so that fences come out in order.
struct NearestSearch {
    /// In order of what is taken first at equal distance: a fence may only come out when nothing hidden can be as near.
    private enum Kind: UInt8 {
        case node, unmeasured, measured
    }

    private struct Entry {
        let distance: Double
        let kind: Kind
        let level: UInt8
        let place: UInt32
        let key: Int64

        func isBefore(_ other: Entry) -> Bool {
            if distance != other.distance { return distance < other.distance }
            if kind != other.kind { return kind.rawValue < other.kind.rawValue }
            return key < other.key
        }
    }

    private let tree: PackedTree
    private let position: Position
    private let point: Geocentric
    private let latticePoint: LatticePoint
    private let cosine: Double
    private let radius: Double
    private var heap: [Entry] = []

    init(_ tree: PackedTree, _ position: Position, withinMeters radius: Double) {
        self.tree = tree
        self.position = position
        self.radius = radius
        point = position.geocentric
        latticePoint = LatticePoint(position)
        cosine = cos(position.latitude * WGS84.radiansPerDegree)
        if tree.levels.count > 1 { push(node: 0, level: tree.levels.count - 2) }
    }

    mutating func first(
        _ count: Int, notIn hidden: Set<Int64> = []
    ) -> [(key: Int64, distanceMeters: Double)] {
        var found: [(key: Int64, distanceMeters: Double)] = []
        while found.count < count, let entry = pop() {
            switch entry.kind {
            case .node: open(entry)
            case .unmeasured:
                push(
                    Entry(
                        distance: tree.distance(at: Int(entry.place), from: position, point), kind: .measured, level: 0,
                        place: entry.place, key: entry.key))
            case .measured:
                if hidden.isEmpty || !hidden.contains(entry.key) { found.append((entry.key, entry.distance)) }
            }
        }
        return found
    }

    private mutating func open(_ entry: Entry) {
        if entry.level > 0 {
            let first = Int(entry.place) * PackedTree.fanout
            let below = Int(entry.level) - 1
            let count = tree.levels[below + 1] - tree.levels[below]
            for node in first..<min(first + PackedTree.fanout, count) { push(node: node, level: below) }
        } else {
            let first = Int(entry.place) * PackedTree.leafSize
            for place in first..<min(first + PackedTree.leafSize, tree.spots.count) {
                let spot = tree.spots[place]
                // The line in space is the shorter one, and the fence begins no nearer than its reach allows.
                let bound = max(0, point.chordSquared(to: spot.middle).squareRoot() - abs(spot.reach))
                push(
                    Entry(distance: bound, kind: .unmeasured, level: 0, place: UInt32(place), key: spot.key))
            }
        }
    }

    private mutating func push(node: Int, level: Int) {
        let bound = tree.boxes[tree.levels[level] + node].leastDistance(to: latticePoint, cosine: cosine)
        push(Entry(distance: bound, kind: .node, level: UInt8(level), place: UInt32(node), key: 0))
    }

    private mutating func push(_ entry: Entry) {
        guard entry.distance <= radius else { return }
        var child = heap.count
        heap.append(entry)
        while child > 0 {
            let parent = (child - 1) / 2
            guard entry.isBefore(heap[parent]) else { break }
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = entry
    }

    private mutating func pop() -> Entry? {
        guard let top = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return top }
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].isBefore(heap[child]) { child += 1 }
            guard heap[child].isBefore(last) else { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = last
        return top
    }
}

/// The flat arrays of a `FenceIndex`: an R-tree of 16-way nodes and leaves of 8, packed in Hilbert order. One circle takes 63 bytes.
final class PackedTree: Sendable {
    /// What a look-up reads of a fence, side by side: each further array would cost it one more wait for memory. A negative
    /// reach marks a polygon and is then the radius of a ball that holds it.
    struct Spot {
        let middle: Geocentric
        let reach: Double
        let key: Int64
    }

    struct Degrees {
        let latitude, longitude: Double
    }

    /// Tells a tree from any other, also after its end.
    final class Identity: Sendable {}

    static let fanout = 16
    /// Fences in a leaf: fewer make the boxes too many, more make a look-up read too much.
    static let leafSize = 8

    let identity = Identity()
    /// One per fence, in Hilbert order; every `leafSize` in a row are a leaf.
    let spots: [Spot]
    let centers: [Degrees]
    /// Places in the arrays above, by ascending key.
    let placesByKey: [UInt32]
    let polygons: [Polygon]
    /// For each leaf how many polygons come before it, so that a spot needs no number of its own.
    let polygonsBefore: [UInt32]
    /// Boxes of the leaves, then of their parents, up to the root.
    let boxes: [LatticeBox]
    /// Where each level starts in `boxes`; the last entry is the end.
    let levels: [Int]

    init(_ fences: [(key: Int64, fence: Fence)]) {
        let taken = Self.distinct(fences)
        let boxesOfFences = taken.map { fences[Int($0)].fence.latticeBox }
        let places = boxesOfFences.map { box in
            HilbertOrder.place(x: box.west &+ box.width / 2, y: box.south &+ box.height / 2)
        }
        let order = HilbertOrder.sorted(places)
        var centers: [Degrees] = []
        var polygons: [Polygon] = []
        var polygonsBefore: [UInt32] = []
        centers.reserveCapacity(order.count)
        polygonsBefore.reserveCapacity(order.count / Self.leafSize + 1)
        spots = HugePages.array(count: order.count) { spots in
            for (place, index) in order.enumerated() {
                if place % Self.leafSize == 0 { polygonsBefore.append(UInt32(polygons.count)) }
                let (key, fence) = fences[Int(taken[Int(index)])]
                let center = fence.center
                centers.append(Degrees(latitude: center.latitude, longitude: center.longitude))
                let reach: Double
                switch fence {
                case .circle(_, let radius): reach = radius
                case .polygon(let polygon):
                    reach = -polygon.outline.greatestReach
                    polygons.append(polygon)
                }
                spots.initializeElement(at: place, to: Spot(middle: center.geocentric, reach: reach, key: key))
            }
        }
        self.centers = centers
        self.polygons = polygons
        self.polygonsBefore = polygonsBefore
        placesByKey = Self.byKey(spots)
        (boxes, levels) = Self.packed(order.lazy.map { boxesOfFences[Int($0)] })
    }

    /// Indices of the fences to keep: the last of those with one key, and none that hold nothing.
    private static func distinct(_ fences: [(key: Int64, fence: Fence)]) -> [UInt32] {
        let isAscending = zip(fences, fences.dropFirst()).allSatisfy { $0.key < $1.key }
        var taken = fences.indices.map { UInt32($0) }
        if !isAscending {
            var last: [Int64: UInt32] = Dictionary(minimumCapacity: fences.count)
            for index in taken { last[fences[Int(index)].key] = index }
            taken = taken.filter { last[fences[Int($0)].key] == $0 }
        }
        return taken.filter { index in
            guard case .circle(_, let radius) = fences[Int(index)].fence else { return true }
            return radius >= 0 && radius.isFinite
        }
    }

    private static func byKey(_ spots: [Spot]) -> [UInt32] {
        var places = spots.indices.map { UInt32($0) }
        spots.withUnsafeBufferPointer { spots in places.sort { spots[Int($0)].key < spots[Int($1)].key } }
        return places
    }

    /// Boxes of all levels from the leaves up, each over up to 16 of the level below.
    private static func packed(_ items: some RandomAccessCollection<LatticeBox>) -> ([LatticeBox], [Int]) {
        var boxes: [LatticeBox] = []
        var levels = [0]
        guard !items.isEmpty else { return (boxes, levels) }
        boxes.reserveCapacity(items.count / (leafSize - 1) + 8)
        append(items, by: leafSize, to: &boxes)
        levels.append(boxes.count)
        while levels[levels.count - 1] - levels[levels.count - 2] > 1 {
            let below = Array(boxes[levels[levels.count - 2]..<levels[levels.count - 1]])
            append(below, by: fanout, to: &boxes)
            levels.append(boxes.count)
        }
        return (boxes, levels)
    }

    private static func append(
        _ items: some RandomAccessCollection<LatticeBox>, by size: Int, to boxes: inout [LatticeBox]
    ) {
        var remaining = items[...]
        while let first = remaining.first {
            var box = first
            for item in remaining.prefix(size).dropFirst() { box.form(unionWith: item) }
            boxes.append(box)
            remaining = remaining.dropFirst(size)
        }
    }
}

extension Fence {
    /// Holds the whole fence, and is never too small on the ellipsoid.
    var latticeBox: LatticeBox {
        switch self {
        case .circle(let center, let radius):
            LatticeBox(around: center, meters: radius)
        case .polygon(let polygon):
            LatticeBox(
                west: polygon.outline.west, south: polygon.outline.south, east: polygon.outline.east,
                north: polygon.outline.north)
        }
    }
}

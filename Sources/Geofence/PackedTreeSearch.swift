extension PackedTree {
    /// Calls `body` with the place of every fence in every leaf whose box passes. Allocates nothing.
    @inline(__always)
    func forEachPlace(whereLeaf passes: (LatticeBox) -> Bool, _ body: (Int) -> Void) {
        let top = levels.count - 2
        let count = spots.count
        guard top >= 0 else { return }
        boxes.withUnsafeBufferPointer { boxes in
            levels.withUnsafeBufferPointer { levels in
                // Each level leaves at most 15 siblings waiting; the level is kept in the upper four bits.
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16 * 9) { stack in
                    guard passes(boxes[levels[top]]) else { return }
                    stack[0] = UInt32(top) << 28
                    var depth = 1
                    while depth > 0 {
                        depth &-= 1
                        let level = Int(stack[depth] >> 28)
                        let node = Int(stack[depth] & 0xFFF_FFFF)
                        if level == 0 {
                            let first = node &* Self.leafSize
                            for place in first..<min(first &+ Self.leafSize, count) { body(place) }
                        } else {
                            let start = levels[level &- 1]
                            let first = node &* Self.fanout
                            for child in first..<min(first &+ Self.fanout, levels[level] &- start)
                            where passes(boxes[start &+ child]) {
                                stack[depth] = UInt32(level &- 1) << 28 | UInt32(truncatingIfNeeded: child)
                                depth &+= 1
                            }
                        }
                    }
                }
            }
        }
    }

    var count: Int { spots.count }

    var byteCount: Int {
        let perFence =
            MemoryLayout<Spot>.stride + MemoryLayout<Degrees>.stride + MemoryLayout<UInt32>.stride
        // As given, and unwrapped in the outline.
        let perVertex = MemoryLayout<Position>.stride + 2 * MemoryLayout<Double>.stride
        let vertices = polygons.reduce(0) { $0 + $1.outline.longitudes.count }
        return count * perFence + boxes.count * MemoryLayout<LatticeBox>.stride
            + polygonsBefore.count * MemoryLayout<UInt32>.stride + vertices * perVertex
    }

    /// As they were given, in the order of the tree.
    var fences: [(key: Int64, fence: Fence)] {
        spots.indices.map { (key: spots[$0].key, fence: fence(at: $0)) }
    }

    func fence(at place: Int) -> Fence {
        let reach = spots[place].reach
        if reach < 0 { return .polygon(polygon(at: place)) }
        return .circle(center: center(at: place), radiusMeters: reach)
    }

    func circle(at place: Int) -> Circle {
        Circle(center: center(at: place), middle: spots[place].middle, radius: spots[place].reach)
    }

    func center(at place: Int) -> Position {
        Position(trustedLatitude: centers[place].latitude, longitude: centers[place].longitude)
    }

    func polygon(at place: Int) -> Polygon {
        let leaf = place / Self.leafSize
        let earlier = spots[(leaf * Self.leafSize)..<place].count { $0.reach < 0 }
        return polygons[Int(polygonsBefore[leaf]) + earlier]
    }

    func distance(at place: Int, from position: Position, _ point: Geocentric) -> Double {
        if spots[place].reach < 0 { return polygon(at: place).outline.distance(from: position) }
        return circle(at: place).distance(from: position, point)
    }

    func place(ofKey key: Int64) -> Int? {
        var low = 0
        var high = placesByKey.count
        while low < high {
            let middle = (low + high) / 2
            if spots[Int(placesByKey[middle])].key < key { low = middle + 1 } else { high = middle }
        }
        guard low < placesByKey.count, spots[Int(placesByKey[low])].key == key else { return nil }
        return Int(placesByKey[low])
    }
}

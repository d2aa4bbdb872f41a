/// Fences by where they are: an immutable value of 61 bytes a circle that any number of readers share. Answers are exact and
/// agree with `Fence.contains` and `Fence.distanceMeters`; the tree only leaves out what cannot matter.
public struct FenceIndex: Sendable {
    private let tree: PackedTree

    /// Of several fences with one key the last is kept. Circles whose radius is negative or not finite hold nothing and are
    /// left out.
    public init(_ fences: [(key: Int64, fence: Fence)]) {
        tree = PackedTree(fences)
    }

    public var count: Int { tree.keys.count }

    /// Keys, ascending, of the fences whose distance from the position is at most the margin.
    public func holding(_ position: Position, marginMeters margin: Double = 0) -> [Int64] {
        let point = position.geocentric
        var found: [Int64] = []
        if margin > 0 {
            let probe = LatticeBox(around: position, meters: margin)
            tree.forEachPlace(whereLeaf: { $0.overlaps(probe) }) { place in
                if tree.isWithinReach(place, point, margin),
                    tree.distance(at: place, from: position, point) <= margin
                {
                    found.append(tree.keys[place])
                }
            }
        } else {
            let probe = LatticePoint(position)
            tree.spots.withUnsafeBufferPointer { spots in
                tree.forEachPlace(whereLeaf: { $0.contains(probe) }) { place in
                    let spot = spots[place]
                    let chordSquared = point.chordSquared(to: spot.middle)
                    // The line in space is the shorter one, so this settles most of a leaf.
                    guard chordSquared <= spot.reach * spot.reach else { return }
                    if tree.holds(place, spot, chordSquared, position, point) { found.append(tree.keys[place]) }
                }
            }
        }
        if found.count > 1 { found.sort() }
        return found
    }

    /// Fences at most `radiusMeters` away, nearest first, equal distances by key. The distance is that to the fence, 0 inside.
    public func within(radiusMeters radius: Double, of position: Position) -> [(key: Int64, distanceMeters: Double)] {
        guard radius >= 0 else { return [] }
        let point = position.geocentric
        let probe = LatticeBox(around: position, meters: radius)
        var found: [(key: Int64, distanceMeters: Double)] = []
        tree.forEachPlace(whereLeaf: { $0.overlaps(probe) }) { place in
            guard tree.isWithinReach(place, point, radius) else { return }
            let distance = tree.distance(at: place, from: position, point)
            if distance <= radius { found.append((tree.keys[place], distance)) }
        }
        found.sort { ($0.distanceMeters, $0.key) < ($1.distanceMeters, $1.key) }
        return found
    }

    /// The nearest fences within the radius, at most `count`, ordered as by `within(radiusMeters:of:)`.
    public func nearest(
        _ count: Int, to position: Position, withinMeters radius: Double
    ) -> [(key: Int64, distanceMeters: Double)] {
        guard count > 0, radius >= 0 else { return [] }
        var search = NearestSearch(tree, position, withinMeters: radius)
        return search.first(count)
    }

    /// The fence as it was given, nil for an unknown key.
    public func fence(_ key: Int64) -> Fence? {
        guard let place = tree.place(ofKey: key) else { return nil }
        let reach = tree.spots[place].reach
        if reach < 0 { return .polygon(tree.polygon(at: place)) }
        return .circle(center: tree.center(at: place), radiusMeters: reach)
    }
}

extension PackedTree {
    /// False when the straight line alone, never longer than the way along the ground, is too long.
    @inline(__always)
    func isWithinReach(_ place: Int, _ point: Geocentric, _ margin: Double) -> Bool {
        let spot = spots[place]
        let most = abs(spot.reach) + margin
        return point.chordSquared(to: spot.middle) <= most * most
    }

    func holds(
        _ place: Int, _ spot: Spot, _ chordSquared: Double, _ position: Position, _ point: Geocentric
    ) -> Bool {
        if spot.reach < 0 { return polygon(at: place).outline.contains(position) }
        if spot.reach <= Circle.chordRadiusMax {
            return chordSquared <= Circle.chordSquaredLimit(radius: spot.reach)
        }
        return circle(at: place).contains(position, point)
    }
}

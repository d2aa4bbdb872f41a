/// Fences by where they are: an immutable value of 63 bytes a circle that any number of readers share. Answers are exact and
/// agree with `Fence.contains` and `Fence.distanceMeters`; the tree only leaves out what cannot matter.
///
/// A change makes a new value (`changing`), which keeps the packed tree and holds what differs in a small one beside it.
/// From time to time the two are made one again (`merged`, in the background, then `adopting`). Whoever holds a
/// value reads on in it, so nobody waits.
public struct FenceIndex: Sendable {
    let tree: PackedTree
    /// Nil as long as the tree says it all.
    let delta: FenceDelta?
    /// Known only to what `merged()` returns.
    let origin: MergeOrigin?

    /// Of several fences with one key the last is kept. Circles whose radius is negative or not finite hold nothing and are
    /// left out.
    public init(_ fences: [(key: Int64, fence: Fence)]) {
        self.init(PackedTree(fences))
    }

    init(_ tree: PackedTree, _ delta: FenceDelta? = nil, origin: MergeOrigin? = nil) {
        self.tree = tree
        self.delta = delta
        self.origin = origin
    }

    public var count: Int {
        tree.count + (delta.map { $0.added.count - $0.hidden.count } ?? 0)
    }

    /// Memory that the index takes, 63 bytes a circle; what polygons hold besides their vertices is not counted.
    public var byteCount: Int {
        tree.byteCount + (delta.map { $0.added.byteCount + $0.hidden.capacity * MemoryLayout<Int64>.stride } ?? 0)
    }

    /// Keys, ascending, of the fences whose distance from the position is at most the margin.
    public func holding(_ position: Position, marginMeters margin: Double = 0) -> [Int64] {
        var found = tree.holding(position, marginMeters: margin)
        if let delta {
            found.removeAll { delta.hidden.contains($0) }
            found += delta.added.holding(position, marginMeters: margin)
        }
        if found.count > 1 { found.sort() }
        return found
    }

    /// Fences at most `radiusMeters` away, nearest first, equal distances by key. The distance is that to the fence, 0 inside.
    public func within(radiusMeters radius: Double, of position: Position) -> [(key: Int64, distanceMeters: Double)] {
        guard radius >= 0 else { return [] }
        var found = tree.within(radiusMeters: radius, of: position)
        if let delta {
            found.removeAll { delta.hidden.contains($0.key) }
            found += delta.added.within(radiusMeters: radius, of: position)
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
        guard let delta else { return search.first(count) }
        let packed = search.first(count, notIn: delta.hidden)
        // Of what is farther than the last of a full list nothing can enter it.
        let limit = packed.count < count ? radius : packed[count - 1].distanceMeters
        var besides = NearestSearch(delta.added, position, withinMeters: limit)
        let both = (packed + besides.first(count)).sorted {
            ($0.distanceMeters, $0.key) < ($1.distanceMeters, $1.key)
        }
        return Array(both.prefix(count))
    }

    /// The fence as it was given, nil for an unknown key.
    public func fence(_ key: Int64) -> Fence? {
        if let delta {
            if let place = delta.added.place(ofKey: key) { return delta.added.fence(at: place) }
            if delta.hidden.contains(key) { return nil }
        }
        return tree.place(ofKey: key).map { tree.fence(at: $0) }
    }
}

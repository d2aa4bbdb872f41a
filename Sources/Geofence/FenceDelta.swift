/// What of an index is not as its packed tree says. Immutable and shared, as the tree is.
final class FenceDelta: Sendable {
    /// New fences, and the present form of changed ones.
    let added: PackedTree
    /// Keys that the packed tree knows and that no longer count there: changed or removed.
    let hidden: Set<Int64>

    init(added: PackedTree, hidden: Set<Int64>) {
        self.added = added
        self.hidden = hidden
    }

    var size: Int { added.count + hidden.count }

    var keys: Set<Int64> { hidden.union(added.spots.lazy.map(\.key)) }
}

/// What a merged index was made of, for telling what has changed since.
final class MergeOrigin: Sendable {
    let tree: PackedTree.Identity
    /// Keys whose state the merge took from the delta.
    let keys: Set<Int64>

    init(tree: PackedTree.Identity, keys: Set<Int64>) {
        self.tree = tree
        self.keys = keys
    }
}

extension FenceIndex {
    /// From here on, and from 1/64 of the packed fences on, looking beside the tree costs more than merging in the background.
    private static let deltaSizeMin = 1000
    private static let deltaShare = 64

    /// The index after a change; this one stays as it is. A fence takes the place of the one with its key. `removing` goes
    /// first, so that a key in both is kept, and may name unknown keys. The time it takes grows with the changes since the last
    /// merge (3 ms for 10,000), not with the index.
    public func changing(_ fences: [(key: Int64, fence: Fence)], removing: [Int64] = []) -> FenceIndex {
        var touched = Set(removing)
        for (key, _) in fences { touched.insert(key) }
        guard !touched.isEmpty else { return self }
        var hidden = delta?.hidden ?? []
        for key in touched where tree.place(ofKey: key) != nil { hidden.insert(key) }
        let kept = delta?.added.fences.filter { !touched.contains($0.key) } ?? []
        return beside(kept + fences, hidden)
    }

    /// Whether so much has changed since the last merge that another one pays: more than 1/64 of the packed fences, and more than
    /// 1,000. Answers stay exact however long it is put off.
    public var isMergeDue: Bool {
        guard let delta else { return false }
        return delta.size > max(Self.deltaSizeMin, tree.count / Self.deltaShare)
    }

    /// The same fences in one packed tree. Takes half a second for a million: to be run beside the readers, and handed to
    /// `adopting` on the value that is current by then.
    public func merged() -> FenceIndex {
        guard let delta else { return self }
        let kept = tree.fences.filter { !delta.hidden.contains($0.key) }
        let origin = MergeOrigin(tree: tree.identity, keys: delta.keys)
        return FenceIndex(PackedTree(kept + delta.added.fences), origin: origin)
    }

    /// This very index on the tree of `merged`, which was made from it before its latest changes: what has changed since stays
    /// beside that tree. If this index has meanwhile got another tree, the merge came too late and it is returned as it is.
    public func adopting(_ merged: FenceIndex) -> FenceIndex {
        guard let origin = merged.origin, origin.tree === tree.identity else { return self }
        // A key that neither the merge nor we have touched is in both trees the same.
        let keys = delta.map { $0.keys.union(origin.keys) } ?? origin.keys
        var hidden: Set<Int64> = []
        var added: [(key: Int64, fence: Fence)] = []
        for key in keys {
            let mine = fence(key)
            let theirs = merged.fence(key)
            guard mine != theirs else { continue }
            if theirs != nil { hidden.insert(key) }
            if let mine { added.append((key, mine)) }
        }
        return FenceIndex(merged.tree).beside(added, hidden)
    }

    /// The packed tree with this delta in place of the present one.
    private func beside(_ added: [(key: Int64, fence: Fence)], _ hidden: Set<Int64>) -> FenceIndex {
        let added = PackedTree(added)
        return FenceIndex(tree, added.count + hidden.count == 0 ? nil : FenceDelta(added: added, hidden: hidden))
    }
}

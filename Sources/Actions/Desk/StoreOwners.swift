import Promotions

/// Which retailer has a store. Ids ascend in time and stores come in imports, so those of one retailer lie in long runs: kept
/// are only their starts. Asked for is never an id that no store has.
struct StoreOwners: Sendable {
    private struct Run: Sendable {
        let start: Int64
        let owner: ID<Retailer>
    }

    private var runs: [Run] = []
    private var last = Int64.min

    var runCount: Int { runs.count }

    /// Of the store that has this id; for any other number, of some neighbour. Nil before the first.
    subscript(id: Int64) -> ID<Retailer>? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].start <= id { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : runs[low - 1].owner
    }

    /// Known ids may come again: a store never changes hands.
    mutating func add(_ stores: [(id: Int64, owner: ID<Retailer>)]) {
        let added = stores.filter { $0.id > last || self[$0.id] != $0.owner }.sorted { $0.id < $1.id }
        guard let greatest = added.last else { return }
        var joined: [Run] = []
        joined.reserveCapacity(runs.count + 2)
        // The owner, in the runs so far, of what comes next there.
        var owner: ID<Retailer>?
        var next = 0
        for (place, store) in added.enumerated() {
            while next < runs.count, runs[next].start <= store.id {
                owner = runs[next].owner
                Self.append(runs[next], to: &joined)
                next += 1
            }
            if joined.last?.start == store.id { joined.removeLast() }
            Self.append(Run(start: store.id, owner: store.owner), to: &joined)
            // After it the old run goes on, if it has ids there and nothing else starts with the next number.
            let after = store.id + 1
            let isTaken = next < runs.count && runs[next].start == after
            let isFollowed = place + 1 < added.count && added[place + 1].id == after
            if let owner, store.id < last, !isTaken, !isFollowed {
                Self.append(Run(start: after, owner: owner), to: &joined)
            }
        }
        for run in runs[next...] { Self.append(run, to: &joined) }
        runs = joined
        last = max(last, greatest.id)
    }

    private static func append(_ run: Run, to runs: inout [Run]) {
        if runs.last?.owner != run.owner { runs.append(run) }
    }
}

import Length
import Synchronization
import Testing

@testable import Geofence

/// What an index should know, kept the plain way.
private struct Ledger {
    var fences: [Int64: Fence] = [:]

    mutating func change(_ changed: [(key: Int64, fence: Fence)], removing: [Int64]) {
        for key in removing { fences[key] = nil }
        for (key, fence) in changed {
            fences[key] = fence
            if case .circle(_, let radius) = fence, !(radius >= 0 && radius.isFinite) { fences[key] = nil }
        }
    }

    var pairs: [(key: Int64, fence: Fence)] { fences.map { (key: $0.key, fence: $0.value) } }

    /// Compares every kind of answer with brute force and with an index made afresh.
    func expectSame(_ index: FenceIndex, near position: Position, _ note: Comment) {
        let fresh = FenceIndex(pairs)
        #expect(index.count == fences.count, note)
        let held = fences.filter { $0.value.contains(position) }.map(\.key).sorted()
        #expect(index.holding(position) == held, note)
        #expect(fresh.holding(position) == held, note)
        let distances = fences.map { (key: $0.key, distance: $0.value.distanceMeters(from: position)) }
            .sorted { ($0.distance, $0.key) < ($1.distance, $1.key) }
        for radius in [300.0, 5000] {
            let expected = distances.filter { $0.distance <= radius }
            #expect(index.holding(position, marginMeters: radius) == expected.map(\.key).sorted(), note)
            for answer in [index, fresh].map({ $0.within(radiusMeters: radius, of: position) }) {
                #expect(answer.map(\.key) == expected.map(\.key), note)
                #expect(answer.map(\.distanceMeters) == expected.map(\.distance), note)
            }
        }
        for radius in [2000.0, .infinity] {
            let expected = distances.filter { $0.distance <= radius }.prefix(5)
            let nearest = index.nearest(5, to: position, withinMeters: radius)
            #expect(nearest.map(\.key) == expected.map(\.key), note)
            #expect(nearest.map(\.distanceMeters) == expected.map(\.distance), note)
        }
        for key in fences.keys.prefix(20) { #expect(index.fence(key) == fences[key], note) }
    }
}

@Suite struct FenceDeltaTests {
    private let seed: UInt64 = 64
    private let here = at(34.05, -118.25)
    private let there = at(51.5, -0.1)

    private func circle(_ center: Position, _ radius: Double = 100) -> Fence {
        .circle(center: center, radiusMeters: radius)
    }

    @Test(
        "after any changes and merges an index answers as one made afresh, and as brute force",
        arguments: Landscape.allCases)
    func sequences(_ landscape: Landscape) {
        for offset in 0..<UInt64(rounds(3)) {
            var random = Seeded(seed + offset)
            let start = landscape.fences(60, &random)
            var ledger = Ledger()
            ledger.change(start, removing: [])
            var index = FenceIndex(start)
            var merge: FenceIndex?
            for step in 0..<25 {
                let note: Comment = "seed \(seed + offset) step \(step)"
                switch random.next() % 8 {
                case 0: merge = index.merged()
                case 1: index = merge.map { index.adopting($0) } ?? index
                case 2: index = index.merged()
                default:
                    // Keys come again, so that fences change, vanish and return; some are new, some removals hit nothing.
                    var changed = landscape.fences(Int(random.next() % 12), &random).map { _, fence in
                        (key: Int64(random.next() % 90) * 7, fence: fence)
                    }
                    if random.next() % 4 == 0 { changed.append((key: 7, fence: circle(here, -1))) }
                    let removing = (0..<(random.next() % 6)).map { _ in Int64(random.next() % 100) * 7 }
                    ledger.change(changed, removing: removing)
                    index = index.changing(changed, removing: removing)
                }
                let near = ledger.fences.values.randomElement(using: &random)?.center ?? here
                ledger.expectSame(index, near: random.position(near: near, meters: random.number(0..<600)), note)
            }
        }
    }

    @Test("a change leaves the value it was made from as it was")
    func values() {
        let before = FenceIndex([(1, circle(here)), (2, circle(here))])
        let after = before.changing([(3, circle(here))], removing: [1])
        #expect(before.holding(here) == [1, 2])
        #expect(after.holding(here) == [2, 3])
        #expect(after.merged().holding(here) == [2, 3])
        #expect(before.count == 2 && after.count == 2)
    }

    @Test("a key both removed and given is kept, an unknown one may be removed, and no change is none")
    func corners() {
        let index = FenceIndex([(1, circle(here))])
        #expect(index.changing([(1, circle(there))], removing: [1]).fence(1) == circle(there))
        #expect(index.changing([], removing: [9]).delta == nil)
        #expect(index.changing([]).delta == nil)
        let emptied = index.changing([], removing: [1])
        #expect(emptied.count == 0 && emptied.fence(1) == nil && emptied.holding(here).isEmpty)
        #expect(emptied.nearest(1, to: here, withinMeters: .infinity).isEmpty)
        #expect(emptied.merged().changing([(1, circle(there))]).holding(there) == [1])
        #expect(index.changing([(1, circle(here, -1))]).count == 0)
    }

    @Test("what changes while a merge runs is kept: new, changed, removed, and put back as it was")
    func racing() {
        let start = FenceIndex((1...5).map { (key: Int64($0), fence: circle(here)) })
        let before = start.changing([(1, circle(there)), (6, circle(here)), (7, circle(here))], removing: [2])
        let merge = before.merged()
        let changes: [(key: Int64, fence: Fence)] = [(1, circle(here)), (2, circle(there)), (8, circle(here))]
        // 6 came and went, 7 came and moved, 3 left: the merged tree knows none of it.
        let after = before.changing(changes + [(7, circle(there))], removing: [3, 6])
        let adopted = after.adopting(merge)
        #expect(adopted.tree === merge.tree)
        for index in [after, adopted, adopted.merged()] {
            #expect(index.holding(here) == [1, 4, 5, 8])
            #expect(index.holding(there) == [2, 7])
            #expect(index.count == 6 && index.fence(3) == nil && index.fence(6) == nil)
        }
        #expect(before.adopting(merge).delta == nil)
    }

    @Test("a merge that comes too late, or from another index, changes nothing")
    func late() {
        let start = FenceIndex([(1, circle(here))]).changing([(2, circle(here))])
        let early = start.merged()
        let later = start.changing([(3, circle(here))])
        let late = later.merged()
        let current = later.adopting(late)
        #expect(current.adopting(early).tree === current.tree)
        #expect(current.adopting(early).holding(here) == [1, 2, 3])
        #expect(FenceIndex([(9, circle(here))]).adopting(late).holding(here) == [9])
        #expect(later.adopting(FenceIndex([(9, circle(here))])).holding(here) == [1, 2, 3])
    }

    @Test("a merge is due after more than 1,000 changes, and in a large index after more than a 64th")
    func due() {
        let small = FenceIndex((0..<100).map { (key: Int64($0), fence: circle(here)) })
        #expect(!small.isMergeDue)
        #expect(!small.changing((1000..<2000).map { (key: Int64($0), fence: circle(here)) }).isMergeDue)
        let grown = small.changing((1000..<2001).map { (key: Int64($0), fence: circle(here)) })
        #expect(grown.isMergeDue && !grown.merged().isMergeDue)
        let large = FenceIndex((0..<70_000).map { (key: Int64($0), fence: circle(here)) })
        #expect(!large.changing([], removing: (0..<1093).map { Int64($0) }).isMergeDue)
        #expect(large.changing([], removing: (0..<1094).map { Int64($0) }).isMergeDue)
    }

    /// Shops that move between two towns: in any one value each is in exactly one of them.
    @Test("readers see one state or the next, never a mixture, while changes and merges go on")
    func readers() async {
        let town = SharedTown(FenceIndex(SharedTown.keys.map { (key: $0, fence: circle(here)) }))
        let places = [here, there]
        let turns = rounds(150)
        await withTaskGroup { group in
            group.addTask {
                var random = Seeded(64)
                for _ in 0..<turns {
                    let place = places[Int(random.next() % 2)]
                    let moved = SharedTown.keys.filter { _ in random.next() % 8 == 0 }
                        .map { (key: $0, fence: Fence.circle(center: place, radiusMeters: 100)) }
                    town.index.withLock { $0 = $0.changing(moved) }
                    await Task.yield()
                }
                town.isOver.store(true, ordering: .releasing)
            }
            group.addTask {
                repeat {
                    let merge = town.index.withLock { $0 }.merged()
                    town.index.withLock { $0 = $0.adopting(merge) }
                    await Task.yield()
                } while !town.isOver.load(ordering: .acquiring)
            }
            group.addTask {
                repeat {
                    let index = town.index.withLock { $0 }
                    #expect(places.flatMap { index.holding($0) }.sorted() == SharedTown.keys)
                    #expect(index.count == SharedTown.keys.count)
                    await Task.yield()
                } while !town.isOver.load(ordering: .acquiring)
            }
        }
    }
}

private final class SharedTown: Sendable {
    static let keys = (0..<200).map { Int64($0) }

    let index: Mutex<FenceIndex>
    let isOver = Atomic(false)

    init(_ index: FenceIndex) { self.index = Mutex(index) }
}

/// The changes of one zone's clock, in order.
final class ZoneOffsets: Sendable {
    struct Change: Sendable {
        /// Seconds since 1970 at which `offset` starts to hold.
        let start: Int
        /// Seconds ahead of UTC.
        let offset: Int
    }

    /// The first holds from the beginning of time; never empty.
    private let changes: [Change]

    /// No clock in history was further than this from UTC, so a wall time bounds the moment it can mean.
    private static let offsetMax = 26 * 3_600
    private static let firstSecond = 0
    private static let lastSecond = 4_102_444_800

    /// An empty list is UTC.
    init(changes: [Change]) {
        self.changes = changes.isEmpty ? [Change(start: Int.min, offset: 0)] : changes
    }

    /// Finds the changes of a clock by asking for its offset once a week, and more closely where two answers differ.
    /// Two changes within a week that undo each other would be missed; no clock has done that since 1970.
    convenience init(offset: (_ seconds: Int) -> Int) {
        let week = 7 * 86_400
        var current = offset(Self.firstSecond)
        var changes = [Change(start: Int.min, offset: current)]
        for end in stride(from: Self.firstSecond + week, through: Self.lastSecond, by: week) {
            var start = end - week
            let endOffset = offset(end)
            while current != endOffset {
                var before = start
                var after = end
                while after - before > 1 {
                    let middle = before + (after - before) / 2
                    if offset(middle) == current {
                        before = middle
                    } else {
                        after = middle
                    }
                }
                current = offset(after)
                changes.append(Change(start: after, offset: current))
                start = after
            }
        }
        self.init(changes: changes)
    }

    func offset(at seconds: Int) -> Int {
        changes[place(at: seconds)].offset
    }

    /// The last change that does not start after `seconds`.
    private func place(at seconds: Int) -> Int {
        var low = 0
        var high = changes.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if changes[middle].start <= seconds {
                low = middle
            } else {
                high = middle
            }
        }
        return low
    }

    /// The first second at which the wall clock shows `wall` (seconds since 1970 in local time) or has skipped it.
    func firstSecond(showing wall: Int) -> Int {
        var place = place(at: wall - Self.offsetMax)
        while true {
            let change = changes[place]
            let second = wall - change.offset
            if second < change.start { return change.start }
            if place + 1 == changes.count || second < changes[place + 1].start { return second }
            place += 1
        }
    }
}

import Promotions
import Synchronization

/// Some thousand values by id: a crowd asks for the same ones again and again. Ids that fall into one slot displace each
/// other, so whoever asks must be able to make the value anew.
final class Recent<Subject: Identified, Value: Sendable>: Sendable {
    private struct Slot: Sendable {
        let id: ID<Subject>
        let value: Value
    }

    private static var slotsMax: Int { 4_096 }

    private let slots: Mutex<[Slot?]>
    /// Of a product's 64 bits the top ones, which all bits of the id have a part in.
    private let shift: UInt64

    /// - Parameter count: of how many there may be; few need few slots.
    init(of count: Int) {
        var bits: UInt64 = 4
        while 1 << bits < Self.slotsMax, 1 << bits < 2 * count { bits += 1 }
        shift = 64 - bits
        slots = Mutex(Array(repeating: nil, count: 1 << bits))
    }

    func value(_ id: ID<Subject>) -> Value? {
        let place = slot(of: id)
        return slots.withLock { slots in
            guard let slot = slots[place], slot.id == id else { return nil }
            return slot.value
        }
    }

    func keep(_ value: Value, as id: ID<Subject>) {
        let place = slot(of: id)
        let slot = Slot(id: id, value: value)
        // The old value goes after the lock: its end may take longer than others should wait.
        let old = slots.withLock { slots in
            let old = slots[place]
            slots[place] = slot
            return old
        }
        _ = old
    }

    private func slot(of id: ID<Subject>) -> Int {
        Int((UInt64(bitPattern: id.rawValue) &* 0x9E37_79B9_7F4A_7C15) >> shift)
    }
}

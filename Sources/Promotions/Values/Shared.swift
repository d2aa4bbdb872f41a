/// A value that copies of its holder share: they cost one reference instead of one for every string and array in it.
final class Shared<Value: Hashable & Sendable>: Hashable, Sendable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    /// The same with something changed.
    func changed(_ body: (inout Value) -> Void) -> Shared {
        var next = value
        body(&next)
        return Shared(next)
    }

    static func == (left: Shared, right: Shared) -> Bool {
        left === right || left.value == right.value
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(value)
    }
}

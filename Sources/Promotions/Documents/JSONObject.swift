/// The members of a JSON object in the order in which they were written. Names are unique.
public struct JSONObject: Hashable, Sendable {
    private struct Member: Sendable {
        let name: String
        var value: JSON
    }

    /// Above this many members a name is found through an index; below it, a walk is quicker.
    private static let walkMax = 12

    private var stored: [Member] = []
    private var places: [String: Int] = [:]

    public init() {}

    /// Of two members with one name the later value counts, at the earlier place.
    public init(_ members: some Sequence<(String, JSON)>) {
        stored.reserveCapacity(members.underestimatedCount)
        for (name, value) in members {
            self[name] = value
        }
    }

    /// Writing nil removes the member.
    public subscript(name: String) -> JSON? {
        get {
            place(of: name).map { stored[$0].value }
        }
        set {
            if let newValue {
                if let place = place(of: name) {
                    stored[place].value = newValue
                } else {
                    add(name, newValue)
                }
            } else if let place = place(of: name) {
                stored.remove(at: place)
                indexAgain()
            }
        }
    }

    public var names: [String] {
        stored.map(\.name)
    }

    /// Adds the member unless its name is there already, and says whether it did.
    mutating func addIfNew(_ name: String, _ value: JSON) -> Bool {
        if place(of: name) == nil {
            add(name, value)
            return true
        } else {
            return false
        }
    }

    func place(of name: String) -> Int? {
        if places.isEmpty {
            stored.firstIndex { $0.name == name }
        } else {
            places[name]
        }
    }

    private mutating func add(_ name: String, _ value: JSON) {
        stored.append(Member(name: name, value: value))
        if stored.count > Self.walkMax {
            if places.isEmpty {
                indexAgain()
            } else {
                places[name] = stored.count - 1
            }
        }
    }

    private mutating func indexAgain() {
        places.removeAll()
        if stored.count > Self.walkMax {
            for (place, member) in stored.enumerated() {
                places[member.name] = place
            }
        }
    }

    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.name] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        // Order must not show: each member is hashed alone, and the hashes are added.
        var sum = 0
        for member in stored {
            var alone = Hasher()
            alone.combine(member.name)
            alone.combine(member.value)
            sum &+= alone.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { stored.count }

    public subscript(position: Int) -> (name: String, value: JSON) {
        (stored[position].name, stored[position].value)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements)
    }
}

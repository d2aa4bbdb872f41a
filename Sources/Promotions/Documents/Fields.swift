/// Reads the members of one JSON object and remembers everything that is wrong instead of stopping at the first.
///
/// Every getter returns a value that fits, so that reading goes on; after a problem it is only a placeholder.
/// `finish()` throws if there was any problem, so a placeholder never leaves the reader. `null` counts as absent.
public final class Fields {
    /// Where the object stands in the input; empty for the outermost one.
    public let path: String
    private let object: JSONObject
    private var isKnown: [Bool]
    private(set) var isFinished = false
    private(set) var problems: [FieldProblem] = []

    /// Throws at once if `json` is not an object: then there is nothing to read.
    public init(_ json: JSON, at path: String = "") throws(Invalid) {
        guard case .object(let object) = json else { throw Invalid(field: path, reason: "must be an object") }
        self.path = path
        self.object = object
        isKnown = [Bool](repeating: false, count: object.count)
    }

    /// The path of a member, for problems found outside.
    public func path(of name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    /// Whether the member is there and not null. Asking does not make the name known.
    public func has(_ name: String) -> Bool {
        guard let value = object[name] else { return false }
        return value != .null
    }

    /// Whether the member is there as a literal null: how a patch asks to clear a field. Makes the name known.
    public func isNull(_ name: String) -> Bool {
        guard let place = object.place(of: name) else { return false }
        isKnown[place] = true
        return object[place].value == .null
    }

    /// The member as it stands; nil if absent or null. Makes the name known.
    public func value(_ name: String) -> JSON? {
        guard let place = object.place(of: name) else { return nil }
        isKnown[place] = true
        let value = object[place].value
        if value == .null { return nil }
        return value
    }

    /// Records a problem with the member and makes its name known.
    public func refuse(_ name: String, _ reason: Sentence) {
        if let place = object.place(of: name) {
            isKnown[place] = true
        }
        problems.append(FieldProblem(field: path(of: name), reason: reason))
    }

    /// Takes over problems that were found elsewhere, with their own paths.
    public func refuse(_ invalid: Invalid) {
        problems += invalid.problems.filter { !problems.contains($0) }
    }

    /// An option that is known but not enforced yet: refused by name unless absent or at a value that asks for nothing.
    public func neutral(_ name: String, isNeutral: (JSON) -> Bool, reason: Sentence) {
        if let value = value(name), !isNeutral(value) {
            refuse(name, reason)
        }
    }

    /// Throws all problems, "unknown field" for each member that nobody asked for among them.
    public func finish() throws(Invalid) {
        if !isFinished {
            for (place, member) in object.enumerated() where !isKnown[place] {
                refuse(member.name, "unknown field")
            }
        }
        try finishIgnoringUnknown()
    }

    /// For input whose writer may be newer than we are.
    public func finishIgnoringUnknown() throws(Invalid) {
        isFinished = true
        if !problems.isEmpty {
            throw Invalid(problems)
        }
    }
}

extension Fields {
    /// Reads an inner object; nil if it is absent, null or invalid. Its problems join ours. Unless `read` finished the
    /// inner fields itself, they are finished here, unknown ones refused.
    public func object<Value>(_ name: String, _ read: (Fields) throws(Invalid) -> Value) -> Value? {
        guard let json = value(name) else { return nil }
        do throws(Invalid) {
            return try Self.readObject(json, at: path(of: name), read)
        } catch {
            refuse(error)
            return nil
        }
    }

    /// As `object`, but absent is a problem. Nil only after a problem, so `finish()` will throw.
    public func requiredObject<Value>(_ name: String, _ read: (Fields) throws(Invalid) -> Value) -> Value? {
        required(name, object(name, read))
    }

    /// Reads one member with a reader that takes the JSON and its path, such as `Money(reading:at:)`.
    public func read<Value>(_ name: String, _ read: (JSON, String) throws(Invalid) -> Value) -> Value? {
        guard let json = value(name) else { return nil }
        do throws(Invalid) {
            return try read(json, path(of: name))
        } catch {
            refuse(error)
            return nil
        }
    }

    /// As `read`, but absent is a problem.
    public func requiredRead<Value>(_ name: String, _ read: (JSON, String) throws(Invalid) -> Value) -> Value? {
        required(name, self.read(name, read))
    }

    /// Reads the elements of an array, each with its path `name[0]`, `name[1]`. Absent is the empty list, whatever
    /// `count` asks of one that is there. Elements that throw are left out; all their problems are kept.
    public func list<Value>(
        _ name: String, count: ClosedRange<Int>, element: (JSON, String) throws(Invalid) -> Value
    ) -> [Value] {
        guard let json = value(name) else { return [] }
        guard let elements = json.elements else {
            refuse(name, "must be a list")
            return []
        }
        guard count.contains(elements.count) else {
            refuse(name, "must have \(Self.wording(count)) elements")
            return []
        }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for (place, json) in elements.enumerated() {
            do throws(Invalid) {
                values.append(try element(json, "\(path(of: name))[\(place)]"))
            } catch {
                refuse(error)
            }
        }
        return values
    }

    /// A list of objects, each read as by `object`.
    public func objects<Value>(
        _ name: String, count: ClosedRange<Int>, element: (Fields) throws(Invalid) -> Value
    ) -> [Value] {
        list(name, count: count) { (json, path) throws(Invalid) in
            try Self.readObject(json, at: path, element)
        }
    }

    /// A list of texts, each as by `text`.
    public func texts(_ name: String, count: ClosedRange<Int>, length: ClosedRange<Int> = 1...200) -> [String] {
        list(name, count: count) { (json, path) throws(Invalid) in
            guard let text = json.stringValue else { throw Invalid(field: path, reason: "must be a text") }
            if let flaw = Self.flaw(of: text, length: length) { throw Invalid(field: path, reason: flaw) }
            return text
        }
    }

    private static func readObject<Value>(
        _ json: JSON, at path: String, _ read: (Fields) throws(Invalid) -> Value
    ) throws(Invalid) -> Value {
        let fields = try Fields(json, at: path)
        let value: Value
        do throws(Invalid) {
            value = try read(fields)
        } catch {
            // What the reader threw may not be all: it may have stopped before it finished its fields.
            fields.refuse(error)
            throw Invalid(fields.problems)
        }
        if !fields.isFinished {
            try fields.finish()
        }
        return value
    }
}

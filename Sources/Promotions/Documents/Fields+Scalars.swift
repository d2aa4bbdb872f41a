extension Fields {
    /// A text of so many Unicode scalars, not only white space. Control characters are refused, except new line and tab.
    public func text(_ name: String, length: ClosedRange<Int> = 1...200) -> String {
        required(name, optionalText(name, length: length)) ?? ""
    }

    public func optionalText(_ name: String, length: ClosedRange<Int> = 1...200) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.stringValue else {
            refuse(name, "must be a text")
            return nil
        }
        if let reason = Self.flaw(of: text, length: length) {
            refuse(name, reason)
            return nil
        }
        return text
    }

    /// What is wrong with a text that people typed, or nil.
    static func flaw(of text: String, length: ClosedRange<Int>) -> Sentence? {
        // Most texts are printable ASCII, and then bytes tell all without Unicode's tables.
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        let scalars = text.unicodeScalars
        if !length.contains(isPlain ? text.utf8.count : scalars.count) {
            return "must be \(wording(length)) characters long"
        }
        if !isPlain, scalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t" })
        {
            return "must hold no control characters"
        }
        let isBlank = isPlain ? text.utf8.allSatisfy { $0 == 0x20 } : scalars.allSatisfy(\.properties.isWhitespace)
        return isBlank && length.lowerBound > 0 ? "must not be blank" : nil
    }

    /// A whole number; `5.0` is one too.
    public func integer(_ name: String, in range: ClosedRange<Int64>) -> Int64 {
        required(name, optionalInteger(name, in: range)) ?? range.lowerBound
    }

    public func optionalInteger(_ name: String, in range: ClosedRange<Int64>) -> Int64? {
        guard let value = value(name) else { return nil }
        guard let number = value.integerValue else {
            refuse(name, "must be a whole number")
            return nil
        }
        return within(range, number, name)
    }

    public func number(_ name: String, in range: ClosedRange<Double>) -> Double {
        required(name, optionalNumber(name, in: range)) ?? range.lowerBound
    }

    public func optionalNumber(_ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = value(name) else { return nil }
        guard let number = value.numberValue else {
            refuse(name, "must be a number")
            return nil
        }
        return within(range, number, name)
    }

    public func flag(_ name: String, default standard: Bool) -> Bool {
        guard let value = value(name) else { return standard }
        guard let flag = value.boolValue else {
            refuse(name, "must be true or false")
            return standard
        }
        return flag
    }

    /// One of the enum's raw values; the reason lists them. Required unless there is a default.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type = Choice.self, default standard: Choice? = nil
    ) -> Choice where Choice.RawValue == String {
        if let chosen = optionalChoice(name, type) { return chosen }
        if let standard { return standard }
        guard let placeholder = Choice.allCases.first else { preconditionFailure("a choice needs a case") }
        return required(name, nil) ?? placeholder
    }

    public func optionalChoice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        guard let value = value(name) else { return nil }
        guard let chosen = value.stringValue.flatMap(Choice.init(rawValue:)) else {
            refuse(name, "must be one of: \(Sentence.list(Choice.allCases.map(\.rawValue)))")
            return nil
        }
        return chosen
    }

    /// Records that a member is missing; one that is there but wrong has its problem already.
    func required<Value>(_ name: String, _ value: Value?) -> Value? {
        if value == nil, !has(name) {
            refuse(name, "is required")
        }
        return value
    }

    private func within<Value: Figure>(_ range: ClosedRange<Value>, _ value: Value, _ name: String) -> Value? {
        if range.contains(value) { return value }
        refuse(name, "must be \(Self.wording(range))")
        return nil
    }

    static func wording(_ range: ClosedRange<some Figure>) -> Sentence {
        range.lowerBound == range.upperBound
            ? "\(range.lowerBound.figure)" : "\(range.lowerBound.figure) to \(range.upperBound.figure)"
    }
}

/// What a bound can be, as sentences write it.
protocol Figure: Comparable {
    var figure: Sentence.Value { get }
}

extension Int: Figure {
    var figure: Sentence.Value { .count(Int64(self)) }
}

extension Int64: Figure {
    var figure: Sentence.Value { .count(self) }
}

extension Double: Figure {
    var figure: Sentence.Value { .text("\(self)") }
}

/// A sentence as it is kept until somebody reads it, in whatever language that is.
extension Sentence {
    /// A text where nothing stands in it.
    public var json: JSON {
        values.isEmpty ? .string(pattern) : ["say": .string(pattern), "of": .array(values.map(\.json))]
    }

    public init?(kept json: JSON?) {
        if let text = json?.stringValue {
            self.init(text)
        } else if let pattern = json?["say"]?.stringValue, let elements = json?["of"]?.elements {
            let values = elements.compactMap(Value.init(kept:))
            guard values.count == elements.count else { return nil }
            self.init(pattern: pattern, values: values)
        } else {
            return nil
        }
    }
}

extension Sentence.Value {
    fileprivate var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .count(let count): .int(count)
        case .tenths(let tenths): ["tenths": .int(tenths)]
        case .money(let money): ["money": money.json]
        case .clock(let secondOfDay): ["clock": .int(Int64(secondOfDay))]
        case .reward(let reward): ["reward": reward.json]
        case .sentence(let sentence): ["sentence": sentence.json]
        }
    }

    fileprivate init?(kept json: JSON) {
        if let text = json.stringValue {
            self = .text(text)
        } else if let count = json.integerValue {
            self = .count(count)
        } else if let tenths = json["tenths"]?.integerValue {
            self = .tenths(tenths)
        } else if let money = json["money"].flatMap({ try? Money(reading: $0, at: "") }) {
            self = .money(money)
        } else if let second = json["clock"]?.integerValue {
            self = .clock(secondOfDay: Int(second))
        } else if let reward = json["reward"].flatMap({ try? Reward(reading: Fields($0)) }) {
            self = .reward(reward)
        } else if let sentence = Sentence(kept: json["sentence"]) {
            self = .sentence(sentence)
        } else {
            return nil
        }
    }
}

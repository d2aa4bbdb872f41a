/// The words on the papers for staff: the cashier's brief, the slip for when nothing works, the page that sets up tills.
public struct CounterWords: Hashable, Sendable {
    /// What the till answers, in a word or two, and what the cashier says to the customer then.
    public struct Answer: Hashable, Sendable {
        public let name: String
        public let words: String

        init(_ name: String, _ words: String) {
            self.name = name
            self.words = words
        }
    }

    public let brief: String
    /// What the cashier does, in order.
    public let steps: [String]
    public let practise: String
    /// `{words}`.
    let say: String
    let good: Answer
    let used: Answer
    let expired: Answer
    let wrongStore: Answer
    let soldOut: Answer
    /// Said after `soldOut` where other stores take the coupon.
    let elsewhere: String
    public let call: String
    public let slip: String
    public let slipHint: String
    public let code: String
    public let time: String
    public let receipt: String
    public let cashier: String
    public let enrol: String
    public let enrolHint: String

    /// - Parameter isGoodElsewhere: whether a coupon may be used in other stores while this one has none left.
    public func answer(to which: SpecimenCase, isGoodElsewhere: Bool) -> Answer {
        switch which {
        case .good: good
        case .used: used
        case .expired: expired
        case .wrongStore: wrongStore
        case .soldOut where isGoodElsewhere:
            // Chinese and Japanese leave no space after a full stop.
            Answer(soldOut.name, soldOut.words + (soldOut.words.hasSuffix("。") ? "" : " ") + elsewhere)
        case .soldOut: soldOut
        }
    }

    /// As the brief prints it: who says it, and in quotation marks.
    public func said(_ answer: Answer) -> String {
        Pattern.filled(say, ["words": answer.words])
    }
}

extension LocalePack {
    public var counter: CounterWords {
        switch language {
        case "fr": .french
        case "es": .spanish
        case "de": .german
        case "pt": .portuguese
        case "ru": .russian
        case "ar": .arabic
        case "he": .hebrew
        case "zh-Hans": .simplifiedChinese
        case "zh-Hant": .traditionalChinese
        case "ja": .japanese
        case "ko": .korean
        case "hi": .hindi
        default: .english
        }
    }
}

/// A word that opens a private sale, told in one channel; a link is a word that is not typed.
public struct SaleWord: Hashable, Sendable {
    public static let lengths = 4...64
    static let countMax = 50

    /// In the form in which words are compared.
    public let word: String
    public let channel: String?
    /// Instead of the campaign's own.
    public let reward: Reward?

    public init(word: String, channel: String? = nil, reward: Reward? = nil) {
        self.word = word
        self.channel = channel
        self.reward = reward
    }

    /// People type words in any case, and with spaces and dashes as it pleases them.
    public static func canonical(_ text: String) -> String {
        String(text.uppercased().filter { $0.isLetter || $0.isNumber })
    }

    /// `[{"word": "SUMMER-25", "channel"?: "twitter", "reward"?: {...}}]`
    static func list(_ fields: Fields) -> [SaleWord] {
        var seen: Set<String> = []
        if !fields.has("codes") { fields.refuse("codes", "is required") }
        return fields.objects("codes", count: 1...countMax) { (fields: Fields) throws(Invalid) in
            let word = canonical(fields.text("word", length: lengths))
            if fields.has("word"), word.count < lengths.lowerBound {
                fields.refuse("word", "must have at least \(lengths.lowerBound) letters or digits")
            } else if !seen.insert(word).inserted {
                fields.refuse("word", "repeats an earlier one")
            }
            let channel = fields.optionalText("channel", length: 1...50)
            let reward = fields.object("reward") { (fields: Fields) throws(Invalid) in try Reward(reading: fields) }
            if reward != nil, channel == nil {
                fields.refuse("channel", "is required with a reward of its own: coupons remember it")
            }
            try fields.finish()
            return SaleWord(word: word, channel: channel, reward: reward)
        }
    }

    var json: JSON {
        var object: JSONObject = ["word": .string(word)]
        object["channel"] = channel.map { .string($0) }
        object["reward"] = reward?.json
        return .object(object)
    }
}

extension Terms {
    /// Whether a coupon must remember by which channel it was earned.
    public var hasVariants: Bool {
        guard case .code(let words) = unlock else { return false }
        return words.contains { $0.reward != nil }
    }

    /// As they are for whoever came by that channel.
    public func variant(_ channel: String?) -> Terms {
        guard let channel, case .code(let words) = unlock,
            let reward = words.first(where: { $0.channel == channel && $0.reward != nil })?.reward
        else { return self }
        var variant = self
        variant.reward = reward
        return variant
    }
}

extension Campaign {
    /// The campaign for whoever says that word: itself, unless it is a private sale; nil if the word does not open it.
    public func opened(by word: String?) -> Campaign? {
        guard case .code = terms.unlock else { return self }
        guard let known = saleWord(word) else { return nil }
        var opened = self
        opened.wordChannel = known.channel
        if known.reward != nil { opened.terms = terms.variant(known.channel) }
        return opened
    }

    /// By which channel a coupon counts.
    public func channel(_ word: String?, claimed: String?) -> String? {
        saleWord(word)?.channel ?? claimed
    }

    public func saleWord(_ word: String?) -> SaleWord? {
        guard let word, case .code(let words) = terms.unlock else { return nil }
        let typed = SaleWord.canonical(word)
        return words.first { $0.word == typed }
    }
}

extension LaunchCheck {
    /// What one channel's own reward must keep to, as the campaign's does.
    static func wordFindings(_ terms: Terms) -> [FieldProblem] {
        guard case .code(let words) = terms.unlock else { return [] }
        var findings: [FieldProblem] = []
        let channels = words.filter { $0.reward != nil }.compactMap(\.channel)
        if Set(channels).count < channels.count {
            findings.append(
                FieldProblem(field: "unlock.codes", reason: "gives one channel several rewards: coupons remember one"))
        }
        for (place, word) in words.enumerated() {
            guard let reward = word.reward else { continue }
            let field = "unlock.codes[\(place)].reward"
            if let currency = reward.currency, let own = terms.reward.currency ?? terms.budget?.money.currency,
                currency != own
            {
                findings.append(FieldProblem(field: field, reason: "must be in \(own.code), as the others are"))
            } else if let budget = terms.budget {
                if let worst = reward.worstCase {
                    if worst.amount > budget.exposureMax {
                        findings.append(FieldProblem(field: field, reason: "is not covered by the budget even once"))
                    }
                } else {
                    findings.append(FieldProblem(field: field, reason: "must be bounded: there is a budget"))
                }
            }
        }
        return findings
    }
}

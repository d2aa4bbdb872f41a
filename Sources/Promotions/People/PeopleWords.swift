/// Sentences for the messages that shoppers get without having asked.
public enum PeopleWords {
    public static func failed(_ terms: Terms) -> Sentence { failed(terms.headline) }

    public static func ended(_ terms: Terms) -> Sentence { ended(terms.headline) }

    /// For those who were there before the last who was needed.
    public static func together(_ terms: Terms) -> Sentence {
        terms.reward.form == .coupon ? togetherForCoupon(terms.headline) : together(terms.headline)
    }

    public static func unlocked(_ terms: Terms) -> Sentence { unlocked(terms.headline) }

    /// One of ours again from its English, as messages keep it; nil for what a retailer wrote.
    public static func sentence(kept text: String) -> Sentence? {
        for make in [failed, ended, togetherForCoupon, together, unlocked] as [(String) -> Sentence] {
            let parts = make("").pattern.split(separator: "{0}", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, text.count > parts[0].count + parts[1].count, text.hasPrefix(parts[0]),
                text.hasSuffix(parts[1])
            else { continue }
            return make(String(text.dropFirst(parts[0].count).dropLast(parts[1].count)))
        }
        return nil
    }

    private static func failed(_ headline: String) -> Sentence {
        "Not enough people joined in time: \(headline). There is no coupon this time."
    }

    private static func ended(_ headline: String) -> Sentence {
        "The offer has ended: \(headline). There is no coupon this time."
    }

    private static func together(_ headline: String) -> Sentence { "Enough of you came: \(headline)." }

    private static func togetherForCoupon(_ headline: String) -> Sentence {
        "Enough of you came: \(headline). Your coupon is ready."
    }

    private static func unlocked(_ headline: String) -> Sentence {
        "Enough people have joined: \(headline). Your coupon is ready."
    }
}

extension Terms {
    fileprivate var headline: String { coupon.words(for: "").headline }
}

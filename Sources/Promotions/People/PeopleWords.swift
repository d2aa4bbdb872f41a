/// Sentences for the messages that shoppers get without having asked.
public enum PeopleWords {
    public static func failed(_ terms: Terms) -> String {
        "Not enough people joined in time: \(terms.coupon.words(for: "").headline). There is no coupon this time."
    }

    public static func ended(_ terms: Terms) -> String {
        "The offer has ended: \(terms.coupon.words(for: "").headline). There is no coupon this time."
    }

    /// For those who were there before the last who was needed.
    public static func together(_ terms: Terms) -> String {
        let words = "Enough of you came: \(terms.coupon.words(for: "").headline)."
        return terms.reward.form == .coupon ? "\(words) Your coupon is ready." : words
    }

    public static func unlocked(_ terms: Terms) -> String {
        "Enough people have joined: \(terms.coupon.words(for: "").headline). Your coupon is ready."
    }
}

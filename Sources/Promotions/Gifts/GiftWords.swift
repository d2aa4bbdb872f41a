/// Sentences for shoppers about what is given without a coupon.
public enum GiftWords {
    /// - Parameter total: what the campaign had given by then, this included.
    public static func donated(_ amount: Money, to charity: String, total: Int64) -> Sentence {
        let sum = Money(total, amount.currency)
        return "Your visit gave \(amount) to \(charity): \(sum) from everybody so far."
    }

    public static func credited(_ amount: Int64, balance: Int64) -> Sentence {
        "Your visit earned you \(points(amount)). You have \(balance)."
    }

    public static func short(of price: Int64, balance: Int64) -> Sentence {
        "This takes \(points(price)), and you have \(balance). Each visit that earns brings you closer."
    }

    static func points(_ count: Int64) -> Sentence {
        count == 1 ? "1 point" : "\(count) points"
    }
}

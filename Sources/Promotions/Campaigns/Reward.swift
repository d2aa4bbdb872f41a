/// What is earned: something at the till, by a coupon, or something that needs no till.
public enum Reward: Hashable, Sendable {
    /// Hundredths of a percent, 1 to 10,000: 2,500 is 25 %.
    case percentOff(basisPoints: Int, maxDiscount: Money?)
    case amountOff(Money)
    /// One unit of `skus` (of anything eligible if empty), free up to `value`. `item` is the word for the shopper.
    case freeItem(item: String, skus: [String], withPurchase: Bool, value: Money?)
    /// One unit of `skus` (of anything eligible if empty) for `price`; `value` is the most it costs otherwise.
    case fixedPrice(item: String, skus: [String], price: Money, value: Money?)
    /// Given by each rewarded check-in, to somebody else.
    case donation(Money, charity: String)
    /// Added to what the shopper has with the retailer.
    case points(Int)

    /// Where it goes.
    public enum Form: String, CaseIterable, Sendable {
        /// To the till, by a coupon.
        case coupon
        case donation
        case points
    }

    public var form: Form {
        switch self {
        case .percentOff, .amountOff, .freeItem, .fixedPrice: .coupon
        case .donation: .donation
        case .points: .points
        }
    }
}

extension Reward {
    public static let basisPoints = 1...10_000
    public static let skusMax = 200
    public static let itemLength = 1...100
    public static let charityLength = 1...100
    public static let pointsRange: ClosedRange<Int64> = 1...1_000_000

    /// What one coupon, or one donation, can cost at most; nil when only the basket bounds it, and then no budget can be
    /// kept. Points cost what is bought with them, later.
    public var worstCase: Money? {
        switch self {
        case .percentOff(_, let maxDiscount): maxDiscount
        case .amountOff(let amount): amount
        case .freeItem(_, _, _, let value): value
        case .fixedPrice(_, _, let price, let value): value.map { Money($0.amount - price.amount, $0.currency) }
        case .donation(let amount, _): amount
        case .points: nil
        }
    }

    /// Nil when the reward names no money and so suits any currency.
    public var currency: Currency? {
        if case .fixedPrice(_, _, let price, _) = self { price.currency } else { worstCase?.currency }
    }
}

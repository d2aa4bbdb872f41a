/// A letter on its way to somebody's mailbox.
public enum Mail: Identified {
    public static let idPrefix = "mal"

    /// After that nobody tries any more.
    public static let giveUpSeconds = 86_400
    /// Of coupons, in a day.
    public static let perShopperMax = 5
    /// In a day, from all shoppers of a retailer.
    public static let perAddressMax = 3
    /// To a retailer's own people, in a day.
    public static let invitationsMax = 200

    private static let firstPauseSeconds = 30
    private static let pauseMax = 3_600

    /// How long to wait after so many tries in vain.
    public static func pauseSeconds(after tries: Int) -> Int {
        min(pauseMax, firstPauseSeconds << min(max(tries - 1, 0), 10))
    }
}

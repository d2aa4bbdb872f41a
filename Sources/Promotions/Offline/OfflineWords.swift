/// What a cashier says when the line is down.
public enum OfflineWords {
    public static func say(_ reason: OfflineReason) -> String {
        switch reason {
        case .unreadable: "This code cannot be read. Look at it again."
        case .unsigned: "A typed code needs the line. Scan the square code instead."
        case .clockBackwards: "This till's clock has gone back. Coupons wait until the line is up again."
        case .packStale: "This till has not heard from us for too long. Coupons wait until the line is up again."
        case .untrustedKeys, .unknownKey, .unknownCampaign, .maybeSpent:
            "This one can only be checked with the line up. Try again later."
        case .badSignature: "This coupon is not genuine."
        case .revoked: "This coupon was withdrawn."
        case .notYet: "This coupon is not good yet."
        case .expired: "This coupon has expired."
        case .wrongStore: "This coupon is for another store."
        case .alreadyUsed: "This one was used here already."
        case .noLease, .leaseEnded, .leaseUsedUp:
            "This till may take no more of these without the line. Try again later."
        }
    }

    public static let accepted = "Accepted. It is reported as soon as the line is up again."
}

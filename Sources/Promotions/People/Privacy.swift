/// Rows of one table in a receipt of an erasure.
public struct ErasedRows: Hashable, Sendable {
    public enum Deed: String, CaseIterable, Sendable {
        case deleted
        /// What could lead to a person was taken out of the row.
        case blanked
    }

    public let table: String
    public var rows: Int
    public let deed: Deed

    public init(_ table: String, _ rows: Int, _ deed: Deed) {
        self.table = table
        self.rows = rows
        self.deed = deed
    }
}

/// How long what is personal stays. Every table with a shopper's number or another trace of a person is here; a test
/// compares it with the schema.
public enum Retention {
    /// Positions are kept as they came for so many days: a month's receipts can be replayed with a moved fence.
    public static let exactPositionDays = 30
    /// Then to two decimals, and so many days after the visit not at all.
    public static let positionDays = 60

    public enum Rule: String, CaseIterable, Sendable {
        /// Deleted when its shopper asks to be forgotten.
        case untilErasure = "until_erasure"
        /// The row stays for the books; what leads to a person goes on a schedule and at an erasure.
        case pseudonym
        /// Deleted after some days whatever happens.
        case days
        /// People who work for the retailer, and its own words; the retailer removes it.
        case retailers
        /// Proof that somebody agreed, and that an erasure was done.
        case proof
    }

    public static let rules: [String: Rule] = [
        "appeals": .pseudonym, "audience_identities": .retailers, "audience_members": .untilErasure,
        "campaign_grants": .retailers, "candidacies": .untilErasure, "cashier_practice": .retailers,
        "check_ins": .pseudonym, "coupons": .pseudonym,
        "donations": .pseudonym,
        "erasures": .proof, "failed_scans": .days, "identity_digests": .untilErasure, "mail_counts": .days,
        "mails": .days, "messages": .untilErasure,
        "offline_acceptances": .pseudonym,
        "participants": .pseudonym, "party_members": .untilErasure, "point_accounts": .untilErasure,
        "point_balances": .pseudonym, "point_entries": .pseudonym, "print_jobs": .days, "redemptions": .pseudonym,
        "reservations": .days, "sessions": .days, "sign_in_failures": .days, "sign_ins": .retailers,
        "shopper_consents": .proof, "shopper_identities": .untilErasure, "shoppers": .pseudonym,
        "staff": .retailers, "staff_identities": .retailers, "unlock_states": .pseudonym, "users": .retailers,
        "wallets": .untilErasure,
    ]
}

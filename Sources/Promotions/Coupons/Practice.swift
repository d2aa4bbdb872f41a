extension SpecimenCase {
    public var isUsable: Bool { self == .good }
}

/// How far a cashier is.
public struct CashierPractice: Sendable {
    public let cashier: String
    public let done: Set<SpecimenCase>
    /// When the last of all specimens was scanned for the first time; nil before that.
    public let trainedAt: Instant?

    public init(cashier: String, practised: [SpecimenCase: Instant]) {
        self.cashier = cashier
        done = Set(practised.keys)
        trainedAt = done.count == SpecimenCase.allCases.count ? practised.values.max() : nil
    }
}

/// Which tills have rehearsed a campaign.
public struct Readiness: Sendable {
    public let ready: Int
    /// In the order of their ids.
    public let waiting: [Till]

    public var tills: Int { ready + waiting.count }

    public init(_ tills: some Sequence<Till>, rehearsed: Set<ID<Till>>) {
        let wanted = tills.filter { $0.enrolledAt != nil && $0.revokedAt == nil }
        ready = wanted.count { rehearsed.contains($0.id) }
        waiting = wanted.filter { !rehearsed.contains($0.id) }.sorted { $0.id < $1.id }
    }

    public var say: Sentence {
        switch tills {
        case 0: "No till is set up where this campaign runs."
        case 1: ready == 1 ? "The till is ready." : "The till is not ready yet."
        default: "\(ready) of \(tills) tills ready."
        }
    }
}

extension TillWords {
    public static func say(_ specimen: SpecimenCase) -> Sentence {
        switch specimen {
        case .good: "Practice: this one is good. Take $1.00 off."
        case .used: "Practice: this one was used yesterday at 9:41. Ask the customer for another."
        case .expired: "Practice: this one expired at the end of yesterday."
        case .wrongStore: "Practice: this one is for another store. Tell the customer which."
        case .soldOut: "Practice: this store has none left today. The coupon stays good: the customer keeps it."
        }
    }

    public static func say(_ practice: CashierPractice) -> Sentence {
        let left = SpecimenCase.allCases.count - practice.done.count
        return left == 0 ? "That was the last one. \(practice.cashier) is trained." : "\(left) more to go."
    }
}

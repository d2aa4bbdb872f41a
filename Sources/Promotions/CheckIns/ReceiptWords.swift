/// A receipt in plain words for its shopper. Nothing here is a threshold, a speed or a measured value: whoever reads
/// it learns what to do, not how to pass.
public enum ReceiptWords {
    public static func say(_ verdict: Verdict) -> Sentence {
        switch verdict {
        case .accepted: "You were checked in, and it earned you something."
        case .acceptedNoReward: "You were checked in, but it earned nothing."
        case .held: "This check-in was not decided."
        case .refused: "This check-in did not count."
        }
    }

    public static func say(_ state: OfferOutcome.State) -> Sentence {
        switch state {
        case .beforeStart: "Not on at that time."
        case .inProgress: "Not earned yet."
        case .locked: "Not open to you at that time."
        case .unlocked: "Yours to take."
        case .issued: "You got it."
        case .donated: "Your visit gave to the charity."
        case .credited: "You got the points."
        case .redeemed: "You used it."
        case .taken: "Given out, or you had it already."
        case .expired: "Over."
        case .ineligible: "Not for this visit."
        }
    }

    /// What to do now.
    /// - Parameter hasCoupon: whether what was earned is something for the till.
    public static func next(
        _ standing: CheckInRecord.AppealStanding, _ state: Appeal.State?, hasCoupon: Bool = true
    ) -> Sentence {
        switch state {
        case .open: return "The store has your appeal. You need do nothing more."
        case .granted: return "Your appeal was granted."
        case .rejected: return "The store has looked at your appeal and could not confirm the visit."
        case nil: break
        }
        return switch standing {
        case .needless: hasCoupon ? "Show your coupon at the till." : "You need do nothing more."
        case .waiting: "Send another position, choose the store, or type the code on its screen."
        case .possible:
            "If you were there, show the code on the store's screen, or appeal and the store will look at it."
        case .groundless, .late: "Check in again on your next visit."
        }
    }

    /// After an appeal with the right code that nothing could be issued for.
    public static func believed(_ reason: SaidReason) -> Sentence {
        "We believe that you were there, but nothing could be issued. \(reason.say)"
    }
}

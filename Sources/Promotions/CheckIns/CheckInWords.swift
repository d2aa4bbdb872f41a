/// Sentences for shoppers: what happened, then what to do. Nothing here helps a cheat.
public enum CheckInWords {
    /// - Parameters:
    ///   - opensAt: when the offer is next on, as `LocalWords.moment` says it.
    ///   - isVisit: false where nobody checked in: a coupon to print at home.
    public static func say(
        _ reason: CheckInReason, distanceMeters: Double? = nil, opensAt: Sentence? = nil, isVisit: Bool = true
    ) -> Sentence {
        let checkedIn: Sentence = isVisit ? "You are checked in. " : ""
        return switch reason {
        case .noConsent: "You have not agreed to share your position. Turn it on in your settings and try again."
        case .noLocation: "We did not get your position. Allow it for this app and try again."
        case .clockSkew: "Your phone's clock is ahead of ours. Set it to automatic and try again."
        case .staleFix: "Your phone's position is too old. Wait for a new one and try again."
        case .mocked: "Your phone reports a simulated position. Turn that off and try again."
        case .replayed: "This position was sent before. Wait for a new one and try again."
        case .inaccurate: "Your phone does not know well enough where you are. Step towards a window and try again."
        case .outsideFence: outside(distanceMeters)
        case .jumped: "We could not confirm this visit. Show the code on the screen in the store, or ask the staff."
        case .storeClosed:
            opensAt.map { "The store is closed now. Come back when it opens \($0)." }
                ?? "The store is closed now. Come back when it is open."
        case .uncertain: "We are not sure yet that you are inside. Wait a moment and send another position."
        case .severalStores: "Several stores are here. Choose the one you are in."
        case .codeWrong: "That is not the code on the screen in the store right now. Look again and type it."
        case .codeRequired: "Type the code on the screen in the store."
        case .rapidFire: "\(checkedIn)You have been to many stores in a short time. Try again in a while."
        case .staff: "\(checkedIn)Offers are for customers; you are registered as staff here."
        case .noOfferHere: "\(checkedIn)There is no offer in this store right now."
        case .beforeStart:
            opensAt.map { "\(checkedIn)This offer has not started yet; it starts \($0)." }
                ?? "\(checkedIn)This offer has not started yet."
        case .outsideWindow:
            opensAt.map { "\(checkedIn)This offer is not on right now; it is on again \($0)." }
                ?? "\(checkedIn)This offer is not on right now."
        case .ended: "\(checkedIn)This offer is over."
        case .identityRequired: "\(checkedIn)Sign in with your account to earn this offer."
        case .limitShopper: "\(checkedIn)You have already had this offer."
        case .soldOutHere:
            opensAt.map { "\(checkedIn)This store has none left; ask again \($0). Another store may have some." }
                ?? "\(checkedIn)This store has none left. Another store may have some."
        case .limitStore: "\(checkedIn)This store has given out all it had; another store may still have some."
        case .limitChannel: "\(checkedIn)All that was meant for where you come from has been given out."
        case .limitCampaign, .budgetSpent: "\(checkedIn)This offer has been given out completely."
        case .partyRequired: "\(checkedIn)This offer is for friends. Start a party or join one, and come together."
        case .joined: "\(checkedIn)You count. Once enough people have joined, your coupon is on its way."
        case .tooSoon: "\(checkedIn)You have had something here just now. Come back later."
        case .notFirstVisit: "\(checkedIn)This offer is for a first visit."
        case .nicknameRequired: "\(checkedIn)Choose a nickname to become mayor; your days here count."
        case .othersFirst: "\(checkedIn)Others came first this time. Come back next time."
        case .countedToday: "\(checkedIn)Today counts already. Come back another day."
        case .counted: "\(checkedIn)It counts, and there is more to go for this offer."
        }
    }

    /// After the last fix that a held check-in may have.
    public static let undecided: Sentence =
        "We could not make sure that you are inside. Check in again when your phone knows better where you are."

    private static func outside(_ meters: Double?) -> Sentence {
        guard let meters, meters.isFinite else { return "You are not in the store. Walk there and try again." }
        // Inside by the point, but the fix is so vague that the shopper may as well be elsewhere.
        if meters <= 0 { return "Your position is too vague to tell. Step towards a window and try again." }
        let distance: Sentence =
            if meters < 950 {
                "\(max(10, Int((meters / 10).rounded()) * 10)) m"
            } else if meters < 9_950 {
                "\(.tenths(Int64((meters / 100).rounded()))) km"
            } else {
                "\(Int((meters / 1_000).rounded())) km"
            }
        return "You are about \(distance) away. Walk to the store and try again."
    }

    private static func oneDecimal(_ number: Double) -> Sentence {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// The order in which a store's campaigns are decided: one that others fall back on only after one of these is spent.
struct Fallbacks {
    private var waiting: [ID<Campaign>: Campaign] = [:]
    private var next: ArraySlice<Campaign>

    init(_ campaigns: [Campaign]) {
        next = campaigns[...]
        // Nearly no store has one.
        guard campaigns.contains(where: { $0.terms.fallback != nil }) else { return }
        let named = Set(campaigns.compactMap(\.terms.fallback))
        for campaign in campaigns where named.contains(campaign.id) { waiting[campaign.id] = campaign }
        next = campaigns.filter { !named.contains($0.id) }[...]
    }

    mutating func pop() -> Campaign? {
        next.popFirst()
    }

    /// Its turn comes once, whoever falls back on it.
    mutating func note(_ campaign: Campaign, refusedFor reason: CheckInReason) {
        guard let id = campaign.terms.fallback, reason.isSpent, let fallback = waiting.removeValue(forKey: id) else {
            return
        }
        next.append(fallback)
    }
}

extension Campaign {
    /// Those that give nothing, though enabled: whoever falls back on them is paused, and so nothing of it is spent.
    public static func waiting(among campaigns: some Collection<Campaign>) -> Set<ID<Campaign>> {
        func fallbacks(_ state: Campaign.State) -> Set<ID<Campaign>> {
            Set(campaigns.lazy.filter { $0.state == state }.compactMap(\.terms.fallback))
        }
        return fallbacks(.paused).subtracting(fallbacks(.enabled))
    }
}

extension CheckInReason {
    /// Nothing is left there for anybody, whoever asks.
    public var isSpent: Bool {
        switch self {
        case .soldOutHere, .limitStore, .limitCampaign, .limitChannel, .budgetSpent: true
        case .noConsent, .noLocation, .clockSkew, .staleFix, .mocked, .replayed, .inaccurate, .outsideFence, .jumped,
            .storeClosed, .uncertain, .severalStores, .codeWrong, .codeRequired, .rapidFire, .staff, .noOfferHere,
            .beforeStart, .outsideWindow, .ended, .identityRequired, .limitShopper, .joined, .partyRequired, .tooSoon,
            .notFirstVisit, .nicknameRequired, .othersFirst, .countedToday, .counted:
            false
        }
    }
}

import Promotions

/// An offer as a check-in answers it.
enum OfferJSON {
    static func told(_ outcome: OfferOutcome, _ terms: Terms, of retailer: ID<Retailer>, _ call: Call) -> JSON {
        var object: JSONObject = [
            "campaign_id": .string(Ref(retailer, outcome.campaign).text),
            "headline": .string(terms.coupon.words(for: call.language ?? "").headline),
            "state": .string(outcome.state.rawValue),
        ]
        object["reason"] = outcome.reason.map { .string($0.rawValue) }
        let progress = outcome.progress ?? visited(outcome.state)
        object["progress"] = .int(Int64(progress.done))
        object["target"] = .int(Int64(progress.target))
        object["unit"] = .string(terms.unlock.unit.rawValue)
        object["participants"] = .int(outcome.participants ?? 0)
        object["coupon_id"] = outcome.coupon.map { .string(Ref(retailer, $0).text) }
        return .object(object)
    }

    /// Where each visit earns, nothing or all of it is done.
    private static func visited(_ state: OfferOutcome.State) -> Progress {
        switch state {
        case .beforeStart, .inProgress, .locked, .expired: Progress(0, of: 1)
        case .unlocked, .issued, .redeemed, .taken, .ineligible: Progress(1, of: 1)
        }
    }
}

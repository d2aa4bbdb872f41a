import Promotions

/// An offer as a check-in answers it.
enum OfferJSON {
    /// - Parameter balance: what the shopper has in points, where that has changed.
    static func told(
        _ outcome: OfferOutcome, _ terms: Terms, of retailer: ID<Retailer>, _ call: Call, balance: Int64? = nil
    ) -> JSON {
        var object: JSONObject = [
            "campaign_id": .string(Ref(retailer, outcome.campaign).text),
            "headline": .string(terms.coupon.words(for: call.language ?? "").headline),
            "state": .string(outcome.state.rawValue),
            "unlock": .string(terms.unlock.kind.rawValue), "joins": .bool(isJoined(terms.unlock)),
            // Without a price, as a coupon for the taking.
            "prints_at_home": .bool(terms.presence.when != .toEarn && terms.price == nil),
        ]
        object["reason"] = outcome.reason.map { .string($0.rawValue) }
        let progress = outcome.progress ?? visited(outcome.state)
        object["progress"] = .int(Int64(progress.done))
        object["target"] = .int(Int64(progress.target))
        object["unit"] = .string((terms.price == nil ? terms.unlock.unit : .point).rawValue)
        object["participants"] = .int(outcome.participants ?? 0)
        object["coupon_id"] = outcome.coupon.map { .string(Ref(retailer, $0).text) }
        object["price"] = terms.price?.json
        tellGift(outcome, terms, balance, into: &object)
        return .object(object)
    }

    /// Whether one takes part by a call, from wherever one is.
    private static func isJoined(_ unlock: Unlock) -> Bool {
        if case .crowd(let crowd) = unlock { crowd.counts == .pledges } else { false }
    }

    /// What is given without a coupon, and in plain words if it was.
    private static func tellGift(
        _ outcome: OfferOutcome, _ terms: Terms, _ balance: Int64?, into object: inout JSONObject
    ) {
        switch terms.reward {
        case .donation(let amount, let charity):
            let total = outcome.donated ?? 0
            object["donation"] = [
                "amount": amount.json, "charity": .string(charity), "total": Money(total, amount.currency).json,
            ]
            if outcome.state == .donated {
                object["say"] = JSON(GiftWords.donated(amount, to: charity, total: total))
            }
        case .points(let points):
            object["points"] = .int(Int64(points))
            guard outcome.state == .credited, let balance else { break }
            object["balance"] = .int(balance)
            object["say"] = JSON(GiftWords.credited(Int64(points), balance: balance))
        case .percentOff, .amountOff, .freeItem, .fixedPrice: break
        }
    }

    /// Where each visit earns, nothing or all of it is done.
    private static func visited(_ state: OfferOutcome.State) -> Progress {
        switch state {
        case .beforeStart, .inProgress, .locked, .expired: Progress(0, of: 1)
        case .unlocked, .issued, .donated, .credited, .redeemed, .taken, .ineligible: Progress(1, of: 1)
        }
    }
}

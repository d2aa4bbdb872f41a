/// Rewards without a coupon: what a launch refuses because it could mean nothing, and what they can cost.
extension LaunchCheck {
    static func giftFindings(_ terms: Terms) -> [FieldProblem] {
        var findings = wordRewardFindings(terms)
        let form = terms.reward.form
        guard form != .coupon else { return findings }
        func find(_ field: String, _ reason: Sentence) {
            findings.append(FieldProblem(field: field, reason: reason))
        }
        if terms.unlock.isGivenLater {
            find("unlock.kind", "\(terms.unlock.kind.rawValue) gives coupons: \(form.plural) are given by check-ins")
        }
        if terms.unlock.isOneForAll {
            find("unlock.basket", "must be each: \(form.plural) are for no basket")
        }
        if terms.presence.when != .toEarn {
            find("presence.when", "must be to_earn: \(form.plural) are given by check-ins")
        }
        if terms.conditions != Conditions() {
            find("conditions", "are for a till: \(form.plural) are given by check-ins")
        }
        if form == .points, terms.budget != nil {
            find("budget", "holds money: points cost what is bought with them. Set limits instead")
        }
        return findings
    }

    /// A channel's own reward is remembered with its coupon.
    private static func wordRewardFindings(_ terms: Terms) -> [FieldProblem] {
        guard case .code(let words) = terms.unlock else { return [] }
        return words.enumerated().compactMap { place, word in
            guard let reward = word.reward, reward.form != .coupon || terms.reward.form != .coupon else { return nil }
            return FieldProblem(
                field: "unlock.codes[\(place)].reward", reason: "must be left out: only coupons differ by channel")
        }
    }
}

extension Reward.Form {
    var plural: Sentence {
        switch self {
        case .coupon: "coupons"
        case .donation: "donations"
        case .points: "points"
        }
    }

    func counted(_ count: Int64) -> Sentence {
        switch self {
        case .coupon: "\(count) coupons"
        case .donation: "\(count) donations"
        case .points: "\(count) points"
        }
    }

    /// That there is no end to it.
    var boundless: Sentence {
        switch self {
        case .coupon:
            "Nothing bounds how many coupons this campaign gives. Set a limit per campaign or a budget."
        case .donation:
            "Nothing bounds how many donations this campaign gives. Set a limit per campaign or a budget."
        case .points: "Nothing bounds how many points this campaign gives. Set a limit per campaign."
        }
    }
}

extension Reward {
    /// Why it cannot take the place of another once people have been promised that; nil if it can.
    public func breach(of promised: Reward) -> FieldProblem? {
        if form != promised.form {
            return FieldProblem(
                field: "reward.kind", reason: "must go on giving \(promised.form.plural): some may be given already")
        }
        if case .donation(_, let charity) = self, case .donation(_, let before) = promised, charity != before {
            return FieldProblem(field: "reward.charity", reason: "must stay \(before): it was promised to them")
        }
        return nil
    }
}

extension Preflight {
    /// How many points can be given; nil if there is no end to it, or none are.
    public var worstPoints: Int64? {
        guard case .points(let points) = terms.reward, let times = worstCase.coupons else { return nil }
        let (all, isTooMuch) = times.multipliedReportingOverflow(by: Int64(points))
        return isTooMuch ? nil : all
    }

    var giftCostFindings: [Finding] {
        if let points = worstPoints {
            return [Finding(.note, "limits", "At worst \(GiftWords.points(points)) are given.")]
        }
        guard case .donation(_, let charity) = terms.reward, let cost = worstCase.cost, let times = worstCase.coupons
        else { return [] }
        return [Finding(.note, "limits", "At worst \(times) check-ins give \(cost) to \(charity).")]
    }

    /// Points need somewhere to come from and somewhere to go.
    var pointFindings: [Finding] {
        if terms.reward.form == .points, !takesPoints {
            return [
                Finding(
                    .warning, "reward",
                    "None of your campaigns has a price in points: shoppers have nothing to spend them on.")
            ]
        }
        if terms.price != nil, !givesPoints {
            return [
                Finding(.warning, "price", "None of your campaigns gives points: nobody can pay this price.")
            ]
        }
        return []
    }
}

/// A share of shoppers who never see an offer, so that what it brings can be measured against them.
public struct Holdout: Hashable, Sendable {
    enum Kind: String, CaseIterable, Sendable {
        case none
        case shoppers
    }

    static let percents: ClosedRange<Int64> = 1...50
    static let none = Holdout(percent: 0)

    /// Of a hundred shoppers; 0 without a holdout.
    public let percent: Int

    /// Whether this shopper is one of them. The same for as long as the campaign lives; a larger share keeps those of
    /// the smaller one. Each campaign has others.
    ///
    /// The finalizer of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014)
    /// spreads neighbouring ids evenly.
    public func holds(_ shopper: ID<Shopper>, of campaign: ID<Campaign>) -> Bool {
        guard percent > 0 else { return false }
        let campaignBits = Self.mixed(UInt64(bitPattern: campaign.rawValue))
        return Self.mixed(UInt64(bitPattern: shopper.rawValue) ^ campaignBits) % 100 < UInt64(percent)
    }

    private static func mixed(_ number: UInt64) -> UInt64 {
        var bits = number &+ 0x9e37_79b9_7f4a_7c15
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }
}

extension Holdout {
    init(reading fields: Fields) throws(Invalid) {
        guard let kind = fields.required("kind", fields.optionalChoice("kind", Kind.self)) else {
            throw Invalid(fields.problems)
        }
        percent = kind == .shoppers ? Int(fields.integer("percent", in: Self.percents)) : 0
        try fields.finish()
    }

    var json: JSON {
        percent == 0 ? ["kind": "none"] : ["kind": "shoppers", "percent": .int(Int64(percent))]
    }
}

extension LaunchCheck {
    /// Whoever is held out must not hear of the offer; where others, or the offer's own rules, would tell, nobody can be.
    static func holdoutFindings(_ terms: Terms) -> [FieldProblem] {
        guard terms.holdout.percent > 0 else { return [] }
        var findings: [FieldProblem] = []
        func find(_ reason: Sentence) { findings.append(FieldProblem(field: "holdout", reason: reason)) }
        switch terms.unlock {
        case .everyVisit, .firstVisit, .nthVisit, .flash, .grant: break
        case .swarm, .friends, .crowd, .mayor, .code:
            find("cannot be kept with \(terms.unlock.kind.rawValue): others tell of the offer")
        }
        if terms.presence.when != .toEarn {
            find("cannot be kept when the offer is advertised: presence.when must be to_earn")
        }
        if terms.fallback != nil {
            find("cannot be kept with a fallback: whoever is held out would get that instead")
        }
        return findings
    }
}

import Promotions

/// A whole simulated morning: what happened, and whether everything held.
struct MorningReport: Sendable {
    let plan: MorningPlan
    let stores: Int
    let processes: Int
    let connections: Int
    /// Of shoppers, by what they were up to.
    let manners: [Manner: Int]
    /// How many coupons check-ins brought them.
    let earned: [Manner: Int]
    let phases: [PhaseReport]
    let crossing: CrowdCrossing?
    /// Until every wallet was filled, and until what was over had expired.
    let deliveredAfter: Double
    let expiredAfter: Double
    let checks: [MorningCheck]

    private static let crossingSecondsMax = 1.0

    var broken: [MorningCheck] { checks.filter { !$0.holds } }

    var text: String {
        var lines = [
            "A pastry morning: seed \(plan.seed), \(plan.shoppers) shoppers, \(stores) stores, \(processes) processes, "
                + "\(connections) connections.",
            "Who came, and how many coupons they earned by checking in: "
                + Manner.allCases.compactMap { manner in
                    manners[manner].map { "\(manner.rawValue) \($0) (\(earned[manner] ?? 0))" }
                }.joined(separator: ", "),
            "",
        ]
        lines += phases.map(\.text)
        lines += ["", crowd]
        lines.append(
            "After the last answer it took \(PhaseReport.number(deliveredAfter, 1)) s until all wallets were filled, and "
                + "\(PhaseReport.number(expiredAfter, 1)) s until all that was over had expired.")
        lines.append("")
        lines += checks.map { check in
            "\(check.holds ? "holds " : "BROKEN") \(check.question): expected \(check.expected), found \(check.found)"
        }
        lines += ["", verdict]
        return lines.joined(separator: "\n")
    }

    private var crowd: String {
        guard let crossing else { return "Nobody made the crowd large enough." }
        guard let shownAfter = crossing.shownAfter.map(Moments.seconds) else {
            return "The one who made the crowd large enough had no coupon after half a minute."
        }
        let issued =
            crossing.issuedAfter.map { "\(Self.milliseconds(Moments.seconds($0))) until it was issued, " } ?? ""
        let target = shownAfter <= Self.crossingSecondsMax ? "the target of 1 s is met" : "the target of 1 s is MISSED"
        return "The one who made the crowd of \(plan.crowdTarget) large enough waited: \(issued)"
            + "\(Self.milliseconds(shownAfter)) until it was in the shopper's list; \(target)."
    }

    private static func milliseconds(_ seconds: Double) -> String {
        "\(PhaseReport.number(seconds * 1_000, 0)) ms"
    }

    /// The one clear line at the end.
    var verdict: String {
        if broken.isEmpty { return "Everything held: \(checks.count) of \(checks.count) checks." }
        return "BROKEN: \(broken.map(\.question).joined(separator: "; "))."
    }

    var json: JSON {
        [
            "seed": .string("\(plan.seed)"), "shoppers": .int(Int64(plan.shoppers)), "stores": .int(Int64(stores)),
            "processes": .int(Int64(processes)),
            "manners": .object(
                JSONObject(Manner.allCases.map { ($0.rawValue, .int(Int64(manners[$0] ?? 0))) })),
            "earned": .object(JSONObject(Manner.allCases.map { ($0.rawValue, .int(Int64(earned[$0] ?? 0))) })),
            "phases": .array(phases.map(\.json)),
            "crossing_milliseconds": crossing?.shownAfter.map {
                .double((Moments.seconds($0) * 1e6).rounded() / 1e3)
            } ?? .null,
            "checks": .array(
                checks.map { check in
                    [
                        "question": .string(check.question), "expected": .int(check.expected),
                        "found": .int(check.found), "holds": .bool(check.holds),
                    ]
                }),
            "holds": .bool(broken.isEmpty), "verdict": .string(verdict),
        ]
    }
}

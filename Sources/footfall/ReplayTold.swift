import Actions
import Promotions

/// A replay's findings, for people and for programs.
struct ReplayTold {
    let ref: Ref<Campaign>
    let campaign: Campaign
    let outcome: ReplayOutcome
    let stores: StoreTable
    let isGranting: Bool

    private var lines: [(store: ID<Store>, line: ReplayReport.Line)] {
        outcome.report.lines.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private var withheld: [(reason: CheckInReason, count: Int)] {
        CheckInReason.allCases.compactMap { reason in outcome.report.withheld[reason].map { (reason, $0) } }
    }

    var json: JSON {
        var object: JSONObject = [
            "campaign_id": .string(ref.text), "revision": .int(Int64(campaign.revision)),
            "from": JSON(outcome.span?.first.rfc3339), "to": JSON(outcome.span?.last.rfc3339),
        ]
        for member in members(outcome.report.total) { object[member.0] = member.1 }
        object["cost"] = cost(outcome.report.total.more)
        object["saved"] = cost(outcome.report.total.fewer)
        object["withheld"] = .object(JSONObject(withheld.map { ($0.reason.rawValue, .int(Int64($0.count))) }))
        object["stores"] = .array(
            lines.map { place, line in
                let name: [(String, JSON)] = [
                    ("store_id", .string(Ref(ref.retailer, place).text)), ("name", JSON(stores[place]?.name)),
                ]
                return .object(JSONObject(name + members(line)))
            })
        if isGranting {
            object["issued"] = .int(Int64(outcome.issued))
            object["earned_before"] = .int(Int64(outcome.earnedBefore))
        }
        return .object(object)
    }

    private func members(_ line: ReplayReport.Line) -> [(String, JSON)] {
        [
            ("check_ins", .int(Int64(line.checkIns))), ("now_count", .int(Int64(line.gained))),
            ("no_longer_count", .int(Int64(line.lost))), ("coupons_more", .int(Int64(line.more))),
            ("coupons_fewer", .int(Int64(line.fewer))), ("position_gone", .int(Int64(line.untestable))),
        ]
    }

    /// At worst: what each coupon reserves. Null for a reward without a bound.
    private func cost(_ coupons: Int) -> JSON {
        guard let worst = campaign.terms.reward.worstCase else { return .null }
        return ["amount": .int(worst.amount * Int64(coupons)), "currency": .string(worst.currency.code)]
    }

    var text: String {
        let total = outcome.report.total
        var text = ["\(campaign.terms.name) (\(ref.text)), revision \(campaign.revision): \(period)", ""]
        text += table(total)
        text += ["", "At worst \(price(total.more)) more; \(price(total.fewer)) fewer."]
        if !withheld.isEmpty {
            let reasons = withheld.map { "\($0.reason.rawValue) \($0.count)" }.joined(separator: ", ")
            text.append("Visits that count and earn nothing all the same: \(reasons).")
        }
        if isGranting {
            text.append("\(outcome.issued) coupons were issued.")
            if outcome.earnedBefore > 0 { text.append("\(outcome.earnedBefore) had earned something before.") }
        } else {
            text.append("Nothing was written.\(total.more > 0 ? " --grant-missed issues what was missed." : "")")
        }
        return text.joined(separator: "\n")
    }

    private var period: String {
        guard let span = outcome.span else { return "no check-in in this time." }
        return "\(span.first.rfc3339) to \(span.last.rfc3339)"
    }

    private func price(_ coupons: Int) -> String {
        guard let worst = campaign.terms.reward.worstCase else { return "\(coupons) coupons without a bound" }
        return "\(coupons) coupons for \(Money(worst.amount * Int64(coupons), worst.currency).priceTag)"
    }

    private static let headings = ["check-ins", "now count", "no longer", "coupons", "position gone"]

    private func table(_ total: ReplayReport.Line) -> [String] {
        let rows = lines.map { (stores[$0.store]?.name ?? $0.store.text, $0.line) } + [("all", total)]
        let width = rows.map(\.0.count).max() ?? 0
        let heading = Self.headings.map { "  \($0)" }.joined()
        return [String(repeating: " ", count: width) + heading]
            + rows.map { name, line in
                let values = [
                    "\(line.checkIns)", "\(line.gained)", "\(line.lost)", "+\(line.more) -\(line.fewer)",
                    "\(line.untestable)",
                ]
                let cells = zip(values, Self.headings).map { value, heading in
                    String(repeating: " ", count: max(1, heading.count + 2 - value.count)) + value
                }
                return name + String(repeating: " ", count: width - name.count) + cells.joined()
            }
    }
}

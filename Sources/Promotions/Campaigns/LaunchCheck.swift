/// What stands between a draft and its launch. Every finding names the field that cures it.
public enum LaunchCheck {
    /// - Parameter stores: the retailer's stores, archived ones excluded.
    /// - Returns: nothing if the campaign can be launched at `now`.
    public static func findings(_ terms: Terms, stores: [Store], at now: Instant) -> [FieldProblem] {
        var findings: [FieldProblem] = []
        func find(_ field: String, _ reason: String) {
            findings.append(FieldProblem(field: field, reason: reason))
        }
        let taking = stores.filter(terms.stores.includes)
        if taking.isEmpty {
            find("stores", "no store takes part")
        }
        let known = Set(stores.map(\.id))
        if !terms.stores.ids.isSubset(of: known) {
            find("stores.ids", "names a store that does not exist or is archived")
        }
        if !taking.isEmpty, taking.allSatisfy({ terms.schedule.state(at: now, zone: $0.zone) == .ended }) {
            find("schedule", "no window is left in any store")
        }
        findings += moneyFindings(terms)
        findings += lifeFindings(terms)
        return findings
    }

    private static func moneyFindings(_ terms: Terms) -> [FieldProblem] {
        var findings: [FieldProblem] = []
        if let budget = terms.budget {
            if let worst = terms.reward.worstCase {
                if worst.currency != budget.money.currency {
                    findings.append(
                        FieldProblem(field: "budget.currency", reason: "must be the reward's: \(worst.currency.code)"))
                } else if worst.amount > budget.exposureMax {
                    findings.append(FieldProblem(field: "budget.amount", reason: "does not cover a single coupon"))
                }
            } else {
                let cure = if case .freeItem = terms.reward { "reward.value" } else { "reward.max_discount" }
                findings.append(
                    FieldProblem(field: cure, reason: "is required with a budget: it bounds what a coupon can cost"))
            }
        }
        let currencies = [terms.budget?.money.currency, terms.reward.currency, terms.conditions.minSpend?.currency]
        if Set(currencies.compactMap { $0 }).count > 1 {
            findings.append(FieldProblem(field: "conditions.min_spend", reason: "all amounts must be in one currency"))
        }
        return findings
    }

    private static func lifeFindings(_ terms: Terms) -> [FieldProblem] {
        var findings: [FieldProblem] = []
        if case .through(let last) = terms.coupon.life, let from = terms.schedule.from, last < from {
            findings.append(FieldProblem(field: "coupon.valid.until", reason: "is before the campaign starts"))
        }
        if terms.presence.when == .toUse {
            let needsStore = terms.limits.contains { $0.per == .store }
            if needsStore && terms.coupon.place == .anyStore {
                findings.append(
                    FieldProblem(
                        field: "limits",
                        reason: "a limit per store needs redeem_at issuing_store when the coupon is printed at home"))
            }
            if terms.identity != .verified {
                findings.append(
                    FieldProblem(
                        field: "identity", reason: "must be verified when the coupon is issued without a visit"))
            }
        }
        return findings
    }
}

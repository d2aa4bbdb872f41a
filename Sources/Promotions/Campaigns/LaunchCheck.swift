/// What stands between a draft and its launch. Every finding names the field that cures it.
public enum LaunchCheck {
    /// - Parameter stores: the retailer's stores, archived ones excluded.
    /// - Returns: nothing if the campaign can be launched at `now`.
    public static func findings(_ terms: Terms, stores: [Store], at now: Instant) -> [FieldProblem] {
        var findings: [FieldProblem] = []
        func find(_ field: String, _ reason: Sentence) {
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
        let zones = Set(taking.map(\.zone))
        let live = zones.filter { terms.schedule.state(at: now, zone: $0) != .ended }
        if !zones.isEmpty, live.isEmpty {
            find("schedule", "no window is left in any store")
        }
        if case .through(let last) = terms.coupon.life, !live.isEmpty,
            live.allSatisfy({ isOver(last, before: terms.schedule, zone: $0, at: now) })
        {
            find("coupon.valid.until", "is over before a coupon could be issued")
        }
        findings += moneyFindings(terms)
        findings += visitFindings(terms)
        findings += peopleFindings(terms, at: now)
        findings += holdoutFindings(terms)
        findings += wordFindings(terms)
        findings += giftFindings(terms)
        findings += priceFindings(terms)
        findings += assistedFindings(terms)
        return findings
    }

    /// Whether that day has ended in the zone before the schedule next gives.
    private static func isOver(_ last: LocalDate, before schedule: Schedule, zone: Zone, at now: Instant) -> Bool {
        let first: Instant =
            switch schedule.state(at: now, zone: zone) {
            case .open, .ended: now
            case .beforeStart(let start), .betweenWindows(let start): start
            }
        return CouponTerms.Life.end(of: last, zone: zone) <= first
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
            } else if terms.reward.form != .points {
                let cure =
                    switch terms.reward {
                    case .freeItem, .fixedPrice: "reward.value"
                    case .percentOff, .amountOff, .donation: "reward.max_discount"
                    case .points: "budget"
                    }
                findings.append(
                    FieldProblem(field: cure, reason: "is required with a budget: it bounds what a coupon can cost"))
            }
        }
        if let spend = terms.conditions.minSpend?.currency,
            let other = terms.reward.currency ?? terms.budget?.money.currency, spend != other
        {
            findings.append(
                FieldProblem(
                    field: "conditions.min_spend.currency", reason: "must be that of the other amounts: \(other.code)"))
        }
        return findings
    }

    /// What a coupon issued without a visit needs, so that it cannot be drawn without end.
    private static func visitFindings(_ terms: Terms) -> [FieldProblem] {
        guard terms.presence.when == .toUse else { return [] }
        var findings: [FieldProblem] = []
        if terms.unlock.isRemembered {
            findings.append(
                FieldProblem(
                    field: "unlock.kind", reason: "must be every_visit when the coupon is issued without a visit"))
        }
        if terms.limits.contains(where: { $0.per == .store }), terms.coupon.place == .anyStore {
            findings.append(
                FieldProblem(
                    field: "coupon.redeem_at",
                    reason: "must be issuing_store: a limit per store counts where a coupon printed at home is used"))
        }
        // A price in points bounds it too: they are earned by coming.
        if terms.identity != .verified, terms.price == nil {
            findings.append(
                FieldProblem(field: "identity", reason: "must be verified when the coupon is issued without a visit"))
        }
        return findings
    }
}

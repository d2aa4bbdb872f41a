/// What a campaign can cost at worst, and what its budget covers.
public struct WorstCase: Hashable, Sendable {
    /// How many coupons can be out; nil: nothing bounds them.
    public let coupons: Int64?
    /// What one can cost; nil: only the basket bounds it.
    public let perCoupon: Money?
    /// How many the budget covers.
    public let budgetCovers: Int64?
    /// By how much the budget can be exceeded.
    public let maximumLoss: Money?

    /// All of them, used for their worst case.
    public var cost: Money? {
        guard let coupons, let perCoupon else { return nil }
        let (amount, isTooMuch) = coupons.multipliedReportingOverflow(by: perCoupon.amount)
        return isTooMuch ? nil : Money(amount, perCoupon.currency)
    }
}

extension Preflight {
    public var worstCase: WorstCase {
        let each = perCoupon
        var covers: Int64?
        if let budget = terms.budget, let each, each.amount > 0 { covers = budget.exposureMax / each.amount }
        let coupons = (terms.limits.compactMap(couponsMax) + [covers].compactMap(\.self)).min()
        var loss = terms.budget?.maximumLoss
        if let budget = terms.budget, let coupons, let each {
            // The limits may end it before all that the budget lets out is out.
            let (cost, isTooMuch) = coupons.multipliedReportingOverflow(by: each.amount)
            if !isTooMuch { loss = min(budget.maximumLoss, max(0, cost - budget.money.amount)) }
        }
        return WorstCase(
            coupons: coupons, perCoupon: each, budgetCovers: covers,
            maximumLoss: terms.budget.flatMap { budget in loss.map { Money($0, budget.money.currency) } })
    }

    /// The dearest that one coupon can be, by whatever word it is earned; nil if one of them has no bound.
    private var perCoupon: Money? {
        guard case .code(let words) = terms.unlock else { return terms.reward.worstCase }
        let rewards = words.map { $0.reward ?? terms.reward }
        let bounds = rewards.compactMap(\.worstCase)
        return bounds.count == rewards.count ? bounds.max { $0.amount < $1.amount } : nil
    }

    /// How many coupons one limit lets out over the whole campaign; nil if there is no end to it.
    private func couponsMax(_ limit: Limit) -> Int64? {
        let each: Int64
        switch limit.per {
        case .shopper: return nil
        case .store:
            each = alike.reduce(0) { $0 + Int64($1.key.limits[limit.period] ?? limit.max) * Int64($1.value) }
        case .campaign: each = Int64(limit.max)
        // Each channel it names has a count of its own, and all others together one.
        case .channel: each = Int64(limit.max) * Int64(limit.channels.count + 1)
        }
        guard let periods = periodCount(limit.period) else { return nil }
        let (all, isTooMuch) = each.multipliedReportingOverflow(by: Int64(periods))
        return isTooMuch ? nil : all
    }

    /// Days, weeks or months in which something is given; nil without a last day.
    private func periodCount(_ period: Limit.Period) -> Int? {
        if period == .campaign { return 1 }
        guard let to = terms.schedule.to else { return nil }
        // Every store has its own date; the one furthest ahead and the one furthest behind differ by a day at most.
        let today = Zone.utc.localDate(at: now).adding(days: -1)
        var date = max(terms.schedule.from ?? today, today)
        var starts: Set<LocalDate> = []
        while date < to {
            if !terms.schedule.blackouts.contains(date), !terms.schedule.isIdle(on: date) {
                starts.insert(period.start(of: date))
            }
            date = date.adding(days: 1)
        }
        return starts.count
    }

    var costFindings: [Finding] {
        let worst = worstCase
        var findings: [Finding] = []
        if worst.coupons == nil {
            findings.append(
                Finding(
                    .warning, terms.budget == nil ? "limits" : "budget",
                    terms.reward.form.boundless))
        }
        if terms.reward.form != .coupon { return findings + giftCostFindings + budgetFindings }
        if worst.perCoupon == nil {
            findings.append(
                Finding(
                    .warning, "reward", "What one coupon costs depends on the basket alone, so no worst case is known.")
            )
        }
        if let cost = worst.cost, let coupons = worst.coupons {
            findings.append(
                Finding(
                    .note, "limits",
                    "At worst \(coupons) coupons are out and cost \(cost)."))
        }
        return findings + budgetFindings
    }

    private var budgetFindings: [Finding] {
        let (worst, form) = (worstCase, terms.reward.form)
        var findings: [Finding] = []
        if let budget = terms.budget, let covers = worst.budgetCovers {
            findings.append(
                Finding(.note, "budget", "The budget of \(budget.money) covers \(form.counted(covers))."))
            if let loss = worst.maximumLoss, loss.amount > 0 {
                findings.append(
                    Finding(
                        .warning, "budget.cover",
                        form == .donation
                            ? "If all donations come, the budget is exceeded by \(loss)."
                            : "If every coupon is used for its worst case, the budget is exceeded by \(loss).")
                )
            }
            if let unpaid = couponsWithoutBudget, unpaid > covers {
                findings.append(
                    Finding(
                        .warning, "budget.amount",
                        "The limits would give \(form.counted(unpaid)); the budget ends after \(covers)."))
            }
        }
        return findings
    }

    private var couponsWithoutBudget: Int64? {
        terms.limits.compactMap(couponsMax).min()
    }
}

extension Schedule {
    /// Whether no window starts on that day of the week.
    func isIdle(on date: LocalDate) -> Bool {
        !windows.isEmpty && !windows.contains { $0.days.contains(date.weekday) }
    }
}

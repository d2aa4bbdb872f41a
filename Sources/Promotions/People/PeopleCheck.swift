extension LaunchCheck {
    /// What coupons need that are issued to people who are in no store at that moment.
    static func peopleFindings(_ terms: Terms, at now: Instant) -> [FieldProblem] {
        guard terms.unlock.isGivenLater else { return [] }
        var findings: [FieldProblem] = []
        let kind = terms.unlock.kind.rawValue
        if terms.presence.when != .toEarn {
            findings.append(
                FieldProblem(field: "presence.when", reason: "must be to_earn with \(kind): nobody asks for the coupon")
            )
        }
        if terms.limits.contains(where: { $0.per == .store }) {
            findings.append(
                FieldProblem(field: "limits", reason: "cannot be per store with \(kind): its coupons belong to none"))
        }
        if case .crowd(let crowd) = terms.unlock, crowd.deadline <= now {
            findings.append(FieldProblem(field: "unlock.deadline", reason: "has passed"))
        }
        // By the clock that is furthest behind: nobody could use a crowd that comes together later.
        if case .crowd(let crowd) = terms.unlock, let to = terms.schedule.to,
            crowd.deadline > Zone.utc.instant(of: to, time: .midnight).adding(seconds: 12 * 3_600)
        {
            findings.append(
                FieldProblem(field: "unlock.deadline", reason: "must not be after the campaign's last day"))
        }
        return findings
    }
}

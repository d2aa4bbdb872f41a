import ArgumentParser
import Postgres
import Promotions

struct Doctor: Command {
    static let configuration = CommandConfiguration(
        abstract: "Look at everything that a server needs, and say what to do.",
        discussion: """
            Changes nothing but the counter of started processes. Ends with 69 if the database does not answer, with 78 \
            if something else must be put right.
            """)

    @OptionGroup var common: CommonOptions

    func perform() async throws -> Outcome {
        let findings = await Examination(site: Site(common)).findings()
        let bad = findings.first { $0.health == .bad }
        let status: ExitStatus =
            switch bad?.name {
            case nil: .fine
            case "database": .unavailable
            default: .configuration
            }
        let lines = findings.flatMap { finding in
            let name = finding.name.padding(to: 14)
            return ["\(finding.health.mark.padding(to: 6))\(name)\(finding.detail)"]
                + (finding.advice.map { ["\(String(repeating: " ", count: 20))-> \($0)"] } ?? [])
        }
        let verdict = bad == nil ? "All is well enough to serve." : "A server would not start, or not serve."
        return Outcome(
            ["healthy": .bool(bad == nil), "checks": .array(findings.map(\.json))],
            text: (lines + [verdict]).joined(separator: "\n"), status: status)
    }
}

/// One thing looked at.
struct Finding {
    enum Health: String {
        case good, warning, bad

        var mark: String {
            switch self {
            case .good: "ok"
            case .warning: "warn"
            case .bad: "BAD"
            }
        }
    }

    let name: String
    let health: Health
    let detail: String
    /// What to do about it.
    let advice: String?

    init(_ name: String, _ health: Health, _ detail: String, advice: String? = nil) {
        self.name = name
        self.health = health
        self.detail = detail
        self.advice = advice
    }

    var json: JSON {
        [
            "check": .string(name), "health": .string(health.rawValue), "detail": .string(detail),
            "advice": JSON(advice),
        ]
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(1, width - count))
    }
}

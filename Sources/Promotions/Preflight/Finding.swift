/// Something worth knowing before a launch. The field is the one that cures it.
public struct Finding: Hashable, Sendable {
    public enum Severity: String, CaseIterable, Comparable, Sendable {
        /// The launch would be refused.
        case error
        /// It may cost money or trust.
        case warning
        case note

        public static func < (left: Severity, right: Severity) -> Bool {
            allCases.firstIndex(of: left) ?? 0 < allCases.firstIndex(of: right) ?? 0
        }
    }

    public let severity: Severity
    public let field: String
    /// A sentence for people.
    public let say: Sentence

    public init(_ severity: Severity, _ field: String, _ say: Sentence) {
        self.severity = severity
        self.field = field
        self.say = say
    }

    /// What a launch would refuse.
    public init(_ problem: FieldProblem) {
        self.init(.error, problem.field, "\(problem.field) \(problem.reason).")
    }
}

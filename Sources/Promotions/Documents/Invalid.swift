/// One thing wrong with an input. `field` is the path from the outermost object, such as `limits[0].max`; empty for
/// the whole input. `reason` reads on after the field: `must be 1 to 100`.
public struct FieldProblem: Hashable, Sendable {
    public let field: String
    public let reason: Sentence

    public init(field: String, reason: Sentence) {
        self.field = field
        self.reason = reason
    }
}

/// The input cannot be read. Lists all that is wrong with it, in the order in which it was found; never empty.
public struct Invalid: Error, Hashable, Sendable {
    public var problems: [FieldProblem]

    public init(_ problems: [FieldProblem]) {
        self.problems = problems
    }

    public init(field: String, reason: Sentence) {
        problems = [FieldProblem(field: field, reason: reason)]
    }

    /// For a body that is not JSON at all.
    public init(_ problem: JSONProblem) {
        self.init(field: "", reason: "is not JSON, at byte \(problem.offset): \(problem.reason)")
    }
}

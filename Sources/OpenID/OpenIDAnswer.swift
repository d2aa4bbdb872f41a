/// Somebody for whom a provider vouches.
public struct OpenIDPerson: Hashable, Sendable {
    /// The provider's own name for the person, which never goes to somebody else.
    public let subject: String
    /// Proven to be theirs.
    public let email: String
}

/// Why a provider's word cannot be taken. The text is for the log.
public enum OpenIDFailure: Error, Equatable {
    /// It did not answer, or not with what it should.
    case unreachable(String)
    /// It refused the code, or what it said is not good for this question.
    case refused(String)
    /// It vouches for the person, but not for an address.
    case addressUnproven
}

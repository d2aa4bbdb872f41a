import Promotions
import Records

/// Whose password is tried.
enum SignInSubject {
    case user(Ref<User>)
    /// An address that is nobody's: it must look as if it were.
    case nobody(EmailAddress)
    /// Somebody who is signed in tells their present password.
    case session(ID<ConsoleSession>)

    fileprivate var name: String {
        switch self {
        case .user(let user): "user \(user.text)"
        case .nobody(let email): "nobody \(email.text)"
        case .session(let session): "session \(session.rawValue)"
        }
    }
}

/// How often a password may be tried in a quarter of an hour. Counted for each user of each retailer apart: whoever knows the
/// password at one retailer wins nothing at another.
extension Desk {
    private static let windowSeconds: Int64 = 900
    /// By one caller.
    static let callerTriesMax = 10
    /// By all callers: NIST SP 800-63B, section 5.2.2, allows a hundred. Ten would let anybody keep anybody out.
    static let allTriesMax = 100

    /// Counts an attempt before it is looked at, so that a thousand at once are not one.
    /// - Parameter caller: the address that it comes from.
    func mayTry(_ subject: SignInSubject, from caller: String) async throws -> Bool {
        let window = Instant(seconds: now.seconds / Self.windowSeconds * Self.windowSeconds)
        // A caller who has had enough does not use up what is left for others.
        guard
            try await database.countSignIn(hash: secrets.triesHash(subject, caller), windowStart: window)
                <= Self.callerTriesMax
        else { return false }
        return try await database.countSignIn(hash: secrets.triesHash(subject, nil), windowStart: window)
            <= Self.allTriesMax
    }

    func forgiveTries(_ subject: SignInSubject, from caller: String) async throws {
        try await database.forgiveSignIns(hash: secrets.triesHash(subject, caller))
        try await database.forgiveSignIns(hash: secrets.triesHash(subject, nil))
    }
}

extension Secrets {
    /// An address as it is looked up: whoever reads the database cannot try addresses.
    func loginHash(_ email: EmailAddress) -> [UInt8] {
        mac(.login, Array(email.text.utf8), generation: founding, length: 20)
    }

    /// - Parameter caller: nil for all of them.
    fileprivate func triesHash(_ subject: SignInSubject, _ caller: String?) -> [UInt8] {
        let text = "\u{0}\(subject.name)\u{0}\(caller ?? "")"
        return mac(.login, Array(text.utf8), generation: founding, length: 20)
    }
}

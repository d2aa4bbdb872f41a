public import Promotions
import Records

/// A user who is signed in on one browser.
public struct SignedInUser: Sendable {
    public let retailer: ID<Retailer>
    public let session: ID<ConsoleSession>
    public let user: User
    /// What its pages send back with everything that changes something.
    public let pageToken: String
}

/// What a browser gets when somebody signs in.
public struct NewConsoleSession: Sendable {
    public let cookie: String
    public let expiresAt: Instant
    public let signedIn: SignedInUser
}

extension Desk {
    /// Whoever comes back every day signs in once a week (OWASP ASVS 3.3.2 asks for 30 days at most)...
    static let sessionSeconds = 7 * 86_400
    /// ...and whoever does not, the next morning.
    static let sessionIdleSeconds = 12 * 3_600
    /// A session's last use is written down to this precision.
    private static let sessionTouchSeconds = 300.0
    static let signInWindowSeconds: Int64 = 900
    static let signInsMax = 10

    /// - Parameters:
    ///   - retailer: needed by those whose address is a user's of several.
    /// - Returns: refused as `sign_in_wrong` whatever is wrong, and after about the same time.
    public func signIn(
        _ email: EmailAddress, password: String, at retailer: ID<Retailer>?
    ) async throws -> Answer<NewConsoleSession> {
        let hash = secrets.loginHash(email)
        let window = Instant(seconds: now.seconds / Self.signInWindowSeconds * Self.signInWindowSeconds)
        guard try await database.countSignIn(hash: hash, windowStart: window) <= Self.signInsMax else {
            return .refused(
                .tooManyAttempts, "Somebody tried too often with this address. Wait a quarter of an hour and try again."
            )
        }
        do {
            var matching: [Ref<User>] = []
            let known = try await database.signIns(hash: hash).filter { retailer == nil || $0.retailer == retailer }
            for ref in known {
                let kept = try await database.passwordHash(of: ref.id, of: ref.retailer)
                if try await passwords.opens(kept, with: password) { matching.append(ref) }
            }
            if known.isEmpty { _ = try await passwords.opens(nil, with: password) }
            guard let one = matching.first else { return .refused(.signInWrong) }
            try await database.forgiveSignIns(hash: hash)
            if matching.count > 1 {
                return .refused(
                    Refused(.chooseRetailer, members: [("retailers", .array(matching.map { named($0.retailer) }))]))
            }
            return try await openSession(of: one)
        } catch is PasswordDesk.Full {
            return .refused(.busy)
        }
    }

    /// For whoever has proven who they are.
    func openSession(of ref: Ref<User>) async throws -> Answer<NewConsoleSession> {
        guard let user = try await database.user(ref.id, of: ref.retailer) else { return .refused(.signInWrong) }
        let session: ID<ConsoleSession> = ids.next()
        let credential = ConsoleCredential(
            .session, retailer: ref.retailer, number: session.rawValue,
            secret: dice.bytes(ConsoleCredential.secretLength))
        let expiresAt = now.adding(seconds: Self.sessionSeconds)
        try await database.addSession(
            session, of: user.id, of: ref.retailer, secretHash: credential.secretHash, at: now, expiresAt: expiresAt)
        return .done(
            NewConsoleSession(
                cookie: credential.text, expiresAt: expiresAt,
                signedIn: SignedInUser(
                    retailer: ref.retailer, session: session, user: user, pageToken: credential.pageToken)))
    }

    /// Who holds a session's cookie; nil for one that has ended. Role and scope are as of now.
    public func signedInUser(bearing cookie: some StringProtocol) async throws -> SignedInUser? {
        guard let credential = ConsoleCredential(.session, cookie) else { return nil }
        let session = ID<ConsoleSession>(credential.number)
        guard let kept = try await database.session(session, of: credential.retailer), credential.opens(kept.secretHash)
        else { return nil }
        guard now < kept.expiresAt, now.seconds(since: kept.seenAt) < Double(Self.sessionIdleSeconds) else {
            try await database.end(session, of: credential.retailer)
            return nil
        }
        if now.seconds(since: kept.seenAt) >= Self.sessionTouchSeconds {
            try await database.touch(session, of: credential.retailer, at: now)
        }
        return SignedInUser(
            retailer: credential.retailer, session: session, user: kept.user, pageToken: credential.pageToken)
    }

    public func signOut(_ user: SignedInUser) async throws {
        try await database.end(user.session, of: user.retailer)
    }

    /// Every other session of the user ends.
    public func changePassword(
        of signedIn: SignedInUser, from old: String, to new: String
    ) async throws -> Answer<Void> {
        let (user, retailer) = (signedIn.user, signedIn.retailer)
        let kept = try await database.passwordHash(of: user.id, of: retailer)
        do {
            let hash = secrets.loginHash(user.email)
            let window = Instant(seconds: now.seconds / Self.signInWindowSeconds * Self.signInWindowSeconds)
            guard try await database.countSignIn(hash: hash, windowStart: window) <= Self.signInsMax else {
                return .refused(.tooManyAttempts)
            }
            guard try await passwords.opens(kept, with: old) else {
                return .refused(.signInWrong, "That is not your present password.")
            }
            try await database.forgiveSignIns(hash: hash)
            try await setPassword(new, of: user, of: retailer)
        } catch is PasswordDesk.Full {
            return .refused(.busy)
        }
        try await database.endSessions(of: user.id, of: retailer, but: signedIn.session)
        return .done(())
    }

    /// - Throws: `Invalid` for a password that is none.
    func setPassword(_ password: String, of user: User, of retailer: ID<Retailer>) async throws {
        let known = [user.name, String(user.email.text.prefix { $0 != "@" }), retailerName(retailer)]
        if let flaw = PasswordRules.flaw(of: password, known: known) { throw Invalid(field: "password", reason: flaw) }
        let hash = try await passwords.hash(password, salt: dice.bytes(16))
        guard try await database.setPassword(hash, of: user.id, of: retailer, at: now) else {
            throw Refused(.notFound)
        }
    }

    func retailerName(_ retailer: ID<Retailer>) -> String {
        shelf.current.book(retailer)?.retailer.name ?? ""
    }

    private func named(_ retailer: ID<Retailer>) -> JSON {
        ["id": .string(retailer.text), "name": .string(retailerName(retailer))]
    }
}

extension Secrets {
    /// An address as it is looked up: whoever reads the database cannot try addresses.
    func loginHash(_ email: EmailAddress) -> [UInt8] {
        mac(.login, Array(email.text.utf8), generation: founding, length: 20)
    }
}

extension Desk {
    /// Ends what nobody uses any more: a day later, so that clocks may differ.
    func forgetSignIns() async throws {
        try await each(of: shelf.current.books.keys, logger, "forget sessions") { retailer in
            try await database.pruneSessions(of: retailer, before: now.adding(seconds: -86_400))
        }
        try await database.pruneSignInFailures(before: now.adding(seconds: -86_400))
    }
}

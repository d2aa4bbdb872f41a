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

    /// - Parameters:
    ///   - retailer: needed by those whose address is a user's of several.
    ///   - caller: the address that the attempt comes from.
    /// - Returns: refused as `sign_in_wrong` whatever is wrong; an unknown address takes as long as a user of one retailer.
    public func signIn(
        _ email: EmailAddress, password: String, at retailer: ID<Retailer>?, from caller: String
    ) async throws -> Answer<NewConsoleSession> {
        let known = try await database.signIns(hash: secrets.loginHash(email), at: retailer.map { [$0] })
        var open: [Ref<User>] = []
        for user in known where try await mayTry(.user(user), from: caller) { open.append(user) }
        let mayTry = known.isEmpty ? try await mayTry(.nobody(email), from: caller) : !open.isEmpty
        guard mayTry else {
            return .refused(
                .tooManyAttempts, "Somebody tried too often with this address. Wait a quarter of an hour and try again."
            )
        }
        do {
            var matching: [Ref<User>] = []
            for user in open {
                let kept = try await database.passwordHash(of: user.id, of: user.retailer)
                guard try await passwords.opens(kept, with: password) else { continue }
                matching.append(user)
                try await forgiveTries(.user(user), from: caller)
            }
            if known.isEmpty { _ = try await passwords.opens(nil, with: password) }
            guard let one = matching.first else { return .refused(.signInWrong) }
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
    /// - Parameter caller: the address that it comes from.
    public func changePassword(
        of signedIn: SignedInUser, from old: String, to new: String, by caller: String
    ) async throws -> Answer<Void> {
        let (user, retailer) = (signedIn.user, signedIn.retailer)
        let kept = try await database.passwordHash(of: user.id, of: retailer)
        let hash: String
        do {
            // Apart from signing in: nobody outside can keep somebody from changing a password that leaked.
            guard try await mayTry(.session(signedIn.session), from: caller) else {
                return .refused(.tooManyAttempts)
            }
            guard try await passwords.opens(kept, with: old) else {
                return .refused(.signInWrong, "That is not your present password.")
            }
            try await forgiveTries(.session(signedIn.session), from: caller)
            hash = try await hashed(new, for: user, of: retailerName(retailer))
        } catch is PasswordDesk.Full {
            return .refused(.busy)
        }
        try await database.transaction { database in
            guard try await database.setPassword(hash, of: user.id, of: retailer, at: now) else {
                throw Refused(.notFound)
            }
            try await database.endSessions(of: user.id, of: retailer, but: signedIn.session)
            try await Desk(self, database: database)
                .audit("POST /v1/users/me/password", by: .user(user.id), of: retailer, subject: nil)
        }
        return .done(())
    }

    /// Hashing takes long and waits its turn: it has no place in a transaction.
    /// - Throws: `Invalid` for a password that is none.
    func hashed(_ password: String, for user: User, of retailer: String) async throws -> String {
        let known = [user.name, String(user.email.text.prefix { $0 != "@" }), retailer]
        if let flaw = PasswordRules.flaw(of: password, known: known) { throw Invalid(field: "password", reason: flaw) }
        return try await passwords.hash(password, salt: dice.bytes(PasswordHash.saltLength))
    }

    func retailerName(_ retailer: ID<Retailer>) -> String {
        shelf.current.book(retailer)?.retailer.name ?? ""
    }

    private func named(_ retailer: ID<Retailer>) -> JSON {
        ["id": .string(retailer.text), "name": .string(retailerName(retailer))]
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

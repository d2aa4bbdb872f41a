public import Promotions
import Records

/// A link with which somebody sets a password, shown once.
public struct NewInvitation: Sendable {
    public let user: User
    public let link: String
    public let expiresAt: Instant
}

/// What is changed about a user; nil leaves it.
public struct UserChange: Sendable {
    public var name: String?
    public var role: User.Role?
    public var scope: StoreScope?

    public init(name: String? = nil, role: User.Role? = nil, scope: StoreScope? = nil) {
        self.name = name
        self.role = role
        self.scope = scope
    }
}

/// The people of a retailer. What writes is called inside `once`.
extension Desk {
    static let invitationSeconds = 7 * 86_400

    public func users(of retailer: ID<Retailer>, after: ID<User>?, limit: Int) async throws -> [User] {
        try await database.users(of: retailer, after: after, limit: limit)
    }

    public func user(_ ref: Ref<User>) async throws -> Answer<User> {
        try await database.user(ref.id, of: ref.retailer).map { .done($0) } ?? .refused(.notFound)
    }

    public func inviteUser(
        _ email: EmailAddress, name: String, role: User.Role, scope: StoreScope, to retailer: ID<Retailer>
    ) async throws -> Answer<NewInvitation> {
        if role == .owner && !scope.isEverything { throw Self.ownersSeeAll }
        let user = User(id: ids.next(), email: email, name: name, role: role, scope: scope, createdAt: now)
        guard try await insert(user, to: retailer) else { return .refused(.emailTaken) }
        return .done(try await invite(user, of: retailer))
    }

    /// A new link for somebody who lost the first one, or the password. The old password stays good until a new one is set;
    /// whom providers mean is forgotten, for who has got another account there.
    public func inviteAgain(_ ref: Ref<User>) async throws -> Answer<NewInvitation> {
        guard let user = try await database.user(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        try await database.unlink(user.id, of: ref.retailer)
        return .done(try await invite(user, of: ref.retailer))
    }

    public func changeUser(_ ref: Ref<User>, _ change: UserChange) async throws -> Answer<User> {
        // Locks the retailer: of two owners who take each other's role the second one is refused.
        guard try await database.raiseVersion(of: ref.retailer) != nil,
            var user = try await database.user(ref.id, of: ref.retailer)
        else { return .refused(.notFound) }
        let wasOwner = user.role == .owner
        if let name = change.name { user.name = name }
        if let role = change.role { user.role = role }
        if let scope = change.scope { user.scope = scope }
        if user.role == .owner && change.scope == nil { user.scope = .everything }
        if user.role == .owner && !user.scope.isEverything { throw Self.ownersSeeAll }
        guard try await database.change(user, of: ref.retailer) else { return .refused(.notFound) }
        // An owner who has not come yet kept nothing open.
        if wasOwner, user.role != .owner, user.hasJoined, try await hasNoOwner(ref.retailer) {
            throw Refused(.lastOwner)
        }
        return .done(user)
    }

    public func removeUser(_ ref: Ref<User>) async throws -> Answer<Void> {
        guard try await database.raiseVersion(of: ref.retailer) != nil,
            let user = try await database.user(ref.id, of: ref.retailer),
            let email = try await database.remove(ref.id, of: ref.retailer).flatMap({ EmailAddress($0) })
        else { return .refused(.notFound) }
        try await database.removeSignIn(hash: secrets.loginHash(email), for: ref.id, of: ref.retailer)
        if user.role == .owner, user.hasJoined, try await hasNoOwner(ref.retailer) { throw Refused(.lastOwner) }
        return .done(())
    }

    /// Sets the first password, or another one, and signs in. The link is good once; other sessions of the user end.
    public func acceptInvitation(_ text: String, password: String) async throws -> Answer<NewConsoleSession> {
        guard let credential = ConsoleCredential(.invitation, text),
            let kept = try await database.invitation(credential.number, of: credential.retailer),
            credential.opens(kept.secretHash), now < kept.expiresAt
        else { return .refused(.invitationUnknown) }
        let retailer = credential.retailer
        guard let user = try await database.user(kept.user, of: retailer) else { return .refused(.invitationUnknown) }
        do {
            let hash = try await hashed(password, for: user, of: retailerName(retailer))
            try await database.transaction { database in
                let desk = Desk(self, database: database)
                guard try await database.acceptInvitation(credential.number, of: retailer) != nil,
                    try await database.setPassword(hash, of: user.id, of: retailer, at: now)
                else { throw Refused(.invitationUnknown) }
                try await database.endSessions(of: user.id, of: retailer, but: nil)
                try await desk.audit("POST /v1/invitations/accept", by: .user(user.id), of: retailer, subject: nil)
            }
        } catch let refused as Refused {
            return .refused(refused)
        } catch is PasswordDesk.Full {
            return .refused(.busy)
        }
        return try await openSession(of: Ref(retailer, user.id))
    }

    private func invite(_ user: User, of retailer: ID<Retailer>) async throws -> NewInvitation {
        let credential = ConsoleCredential(
            .invitation, retailer: retailer, number: ids.nextNumber(),
            secret: dice.bytes(ConsoleCredential.secretLength))
        let expiresAt = now.adding(seconds: Self.invitationSeconds)
        try await database.invite(
            user.id, of: retailer, invitation: credential.number, secretHash: credential.secretHash, at: now,
            expiresAt: expiresAt)
        // After the #, which no server and no log ever sees.
        return NewInvitation(
            user: user, link: "\(settings.publicURL)/console/join#\(credential.text)", expiresAt: expiresAt)
    }

    private func hasNoOwner(_ retailer: ID<Retailer>) async throws -> Bool {
        try await database.ownersWhoCanSignIn(of: retailer) == 0
    }

    private static let ownersSeeAll = Invalid(field: "scope", reason: "must be null for an owner, who sees everything")
}

extension Desk {
    /// A retailer whose first owner sets the password later, by a link. For the command line.
    public func addRetailer(
        _ name: String, owner email: EmailAddress, named person: String
    ) async throws -> Answer<(NewRetailer, NewInvitation)> {
        let name = try checked(name, field: "name")
        let added = try await database.transaction { database in
            let desk = Desk(self, database: database)
            let added = try await desk.insertRetailer(name)
            let user = desk.owner(email, named: person)
            _ = try await desk.insert(user, to: added.retailer.id)
            try await desk.audit("retailer add", by: .operator, of: added.retailer.id, subject: added.retailer.id.text)
            return (added, try await desk.invite(user, of: added.retailer.id))
        }
        try await refresh(added.0.retailer.id)
        return .done(added)
    }

    /// A retailer that signs itself up: one owner, signed in. All of it or nothing is made.
    public func signUpRetailer(
        _ name: String, owner email: EmailAddress, named person: String, password: String
    ) async throws -> Answer<NewConsoleSession> {
        guard settings.allowsRetailerSignUp else {
            return .refused(.forbidden, "Retailers are set up by the operator here. Ask for a link.")
        }
        let name = try checked(name, field: "retailer")
        let user = owner(email, named: person)
        let hash: String
        do {
            hash = try await hashed(password, for: user, of: name)
        } catch is PasswordDesk.Full {
            return .refused(.busy)
        }
        let owner = try await database.transaction { database in
            let desk = Desk(self, database: database)
            let retailer = try await desk.insertRetailer(name).retailer.id
            _ = try await desk.insert(user, to: retailer)
            guard try await database.setPassword(hash, of: user.id, of: retailer, at: now) else {
                throw Refused(.notFound)
            }
            try await desk.audit("POST /v1/retailers", by: .user(user.id), of: retailer, subject: retailer.text)
            return Ref(retailer, user.id)
        }
        try await refresh(owner.retailer)
        return try await openSession(of: owner)
    }

    private func owner(_ email: EmailAddress, named person: String) -> User {
        User(id: ids.next(), email: email, name: person, role: .owner, scope: .everything, createdAt: now)
    }

    /// - Returns: false if the retailer has a user with that address already.
    private func insert(_ user: User, to retailer: ID<Retailer>) async throws -> Bool {
        guard try await database.add(user, to: retailer) else { return false }
        try await database.addSignIn(hash: secrets.loginHash(user.email), for: user.id, of: retailer)
        return true
    }
}

/// A person who works for a retailer in the console.
public struct User: Identified, Hashable, Sendable {
    public static let idPrefix = "usr"

    public enum Role: String, CaseIterable, Sendable {
        /// May do everything.
        case owner
        /// Campaigns, what is printed for them, and who gets them.
        case marketer
        /// Stores and their tills.
        case storeManager = "store_manager"
        /// May read everything and change nothing.
        case auditor
    }

    public let id: ID<User>
    public var email: EmailAddress
    public var name: String
    public var role: Role
    public var scope: StoreScope
    /// False until the invitation was accepted, or a provider vouched for the person.
    public var hasJoined: Bool
    public var signedInAt: Instant?
    public let createdAt: Instant

    public init(
        id: ID<User>, email: EmailAddress, name: String, role: Role, scope: StoreScope, hasJoined: Bool = false,
        signedInAt: Instant? = nil, createdAt: Instant
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.role = role
        self.scope = scope
        self.hasJoined = hasJoined
        self.signedInAt = signedInAt
        self.createdAt = createdAt
    }

    public var actor: ID<Actor> { ID(id.rawValue) }
}

/// What a route asks of whoever acts for a retailer.
public enum Permission: Sendable {
    /// The retailer itself: keys, people, settings.
    case everything
    case campaigns
    case stores
}

extension User.Role {
    public func allows(_ permission: Permission) -> Bool {
        switch (self, permission) {
        case (.owner, _), (.marketer, .campaigns), (.storeManager, .stores): true
        case (.marketer, _), (.storeManager, _), (.auditor, _): false
        }
    }
}

/// Whoever acts for a retailer: an API key or a user. Their ids are of one series, so the number says which one it is.
public enum Actor: Identified {
    public static let idPrefix = "act"
}

/// What was done in a retailer's name.
public struct AuditEntry: Identified, Hashable, Sendable {
    public static let idPrefix = "aud"

    public enum By: Hashable, Sendable {
        case key(ID<APIKey>)
        case user(ID<User>)
        /// Somebody with the command line, or the platform itself.
        case `operator`
    }

    public let id: ID<AuditEntry>
    public let by: By
    /// What the HTTP contract calls it, such as `POST /v1/campaigns/{id}/launch`.
    public let action: String
    /// The id of what it was done to, where there is one.
    public let subject: String?
    public let doneAt: Instant

    public init(id: ID<AuditEntry>, by: By, action: String, subject: String?, doneAt: Instant) {
        self.id = id
        self.by = by
        self.action = action
        self.subject = subject
        self.doneAt = doneAt
    }
}

/// One sign-in of a user, on one browser.
public enum ConsoleSession: Identified {
    public static let idPrefix = "sgn"
}

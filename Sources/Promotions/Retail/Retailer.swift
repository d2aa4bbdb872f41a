/// A tenant: the company whose stores, campaigns and coupons these are.
public struct Retailer: Identified, Sendable {
    public static let idPrefix = "ret"

    public let id: ID<Retailer>
    public var name: String
    /// Verifies the tokens with which the retailer's own app vouches for its shoppers.
    public var identityKey: IdentityKey?
    /// Whether a campaign may give only what a second API key has agreed to.
    public var needsApproval: Bool
    /// What happens to the discount of goods that stay when others of the sale come back.
    public var returnsBelowMinSpend: ReturnRules.BelowMinSpend

    public init(
        id: ID<Retailer>, name: String, identityKey: IdentityKey? = nil, needsApproval: Bool = false,
        returnsBelowMinSpend: ReturnRules.BelowMinSpend = .keep
    ) {
        self.returnsBelowMinSpend = returnsBelowMinSpend
        self.needsApproval = needsApproval
        self.id = id
        self.name = name
        self.identityKey = identityKey
    }
}

/// A public key and the one JWT algorithm it may be used with, so that a token cannot choose a weaker one.
public struct IdentityKey: Hashable, Sendable {
    /// RFC 8037 and RFC 7518 names.
    public enum Algorithm: String, CaseIterable, Sendable {
        case edDSA = "EdDSA"
        case es256 = "ES256"
    }

    public let algorithm: Algorithm
    /// Raw 32 bytes for EdDSA (Ed25519), X9.63 point (65 bytes) for ES256.
    public let publicKey: [UInt8]

    public init(algorithm: Algorithm, publicKey: [UInt8]) {
        self.algorithm = algorithm
        self.publicKey = publicKey
    }
}

/// A credential of a retailer. The secret itself is shown once and never kept.
public struct APIKey: Identified, Sendable {
    public static let idPrefix = "key"

    public enum Role: String, CaseIterable, Sendable {
        /// May do everything.
        case owner
        /// May read everything and change nothing.
        case auditor
        /// Safe inside an app: lets shoppers sign up, nothing else.
        case publishable
        /// Of the retailer's point-of-sale middleware: acts as any of its registers, and does nothing else.
        case pos
    }

    public let id: ID<APIKey>
    public let name: String
    public let role: Role
    public let secretHash: [UInt8]
    public let expiresAt: Instant?
    public let revokedAt: Instant?
    public let lastUsedAt: Instant?
    public let createdAt: Instant

    public init(
        id: ID<APIKey>, name: String, role: Role, secretHash: [UInt8], expiresAt: Instant?, revokedAt: Instant?,
        lastUsedAt: Instant?, createdAt: Instant
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.secretHash = secretHash
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
        self.createdAt = createdAt
    }

    public var actor: ID<Actor> { ID(id.rawValue) }

    public func isUsable(at now: Instant) -> Bool {
        revokedAt == nil && expiresAt.map { now < $0 } ?? true
    }
}

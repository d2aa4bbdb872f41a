public import Promotions
import Records

/// Identities that the retailer says are its staff, hashed by the retailer: the plain list never reaches us.
public struct StaffList: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case jwt
        case loyaltyNumber = "loyalty_number"

        fileprivate var identityKind: IdentityKind {
            switch self {
            case .jwt: .jwt
            case .loyaltyNumber: .loyaltyNumber
            }
        }
    }

    public static let identitiesMax = 10_000

    public let kind: Kind
    /// SHA-256 of each identity's UTF-8: of the loyalty number, or of the `sub` claim.
    public let digests: Set<[UInt8]>

    public init(kind: Kind, digests: Set<[UInt8]>) {
        self.kind = kind
        self.digests = digests
    }
}

/// A list as this installation keeps it, with the shoppers that are found for it so far.
public struct MatchedStaffList: Sendable {
    /// Keyed, so that nobody who reads the table can try out numbers.
    let hashes: Set<[UInt8]>
    let shoppers: [[UInt8]: ID<Shopper>]
}

public struct StaffListing: Sendable {
    /// Not listed before.
    public let added: Int
    public let known: Int
    /// How many of the identities are shoppers' already; the others become staff when they sign up.
    public let matched: Int
}

public struct StaffUnlisting: Sendable {
    public let removed: Int
    public let unknown: Int
    /// Shoppers who were staff only through these identities, and earn again.
    public let staffRemoved: Int
}

extension Desk {
    /// Before `once`: ten thousand look-ups would keep the retailer's other changes waiting.
    public func match(_ list: StaffList, of retailer: ID<Retailer>) async throws -> MatchedStaffList {
        let hashes = hashes(list, of: retailer)
        return MatchedStaffList(
            hashes: hashes, shoppers: try await database.shoppers(ofIdentityDigests: Array(hashes)))
    }

    /// Called inside `once`.
    public func listStaff(_ list: MatchedStaffList, of retailer: ID<Retailer>) async throws -> Answer<StaffListing> {
        guard let version = try await database.raiseVersion(of: retailer) else { return .refused(.notFound) }
        let added = try await database.listStaffIdentities(list.hashes, of: retailer, at: now)
        try await link(list.shoppers, of: retailer, version: version)
        return .done(
            StaffListing(added: added, known: list.hashes.count - added, matched: list.shoppers.count))
    }

    /// After `once`, for those who signed up meanwhile. A sign-up writes its identity and then reads the list; this
    /// one has written its list and now reads the identities: one of the two sees the other.
    public func matchLate(_ list: MatchedStaffList, of retailer: ID<Retailer>) async throws {
        let open = list.hashes.subtracting(list.shoppers.keys)
        try await matchStaff(try await database.shoppers(ofIdentityDigests: Array(open)), of: retailer)
    }

    /// Called inside `once`.
    public func unlistStaff(_ list: StaffList, of retailer: ID<Retailer>) async throws -> Answer<StaffUnlisting> {
        guard let version = try await database.raiseVersion(of: retailer) else { return .refused(.notFound) }
        let hashes = hashes(list, of: retailer)
        let (removed, staff) = try await database.unlistStaffIdentities(
            hashes, of: retailer, at: now, version: version)
        return .done(
            StaffUnlisting(removed: removed, unknown: hashes.count - removed, staffRemoved: staff.count))
    }

    /// Makes staff of whoever stands on the list and was not matched yet. Called after the transaction in which
    /// somebody came with these identities.
    func matchStaff(_ shoppers: [[UInt8]: ID<Shopper>], of retailer: ID<Retailer>) async throws {
        let open = try await database.openStaffIdentities(shoppers.keys, of: retailer)
        guard !open.isEmpty else { return }
        try await database.transaction { database in
            guard let version = try await database.raiseVersion(of: retailer) else { return }
            try await Desk(self, database: database).link(
                shoppers.filter { open.contains($0.key) }, of: retailer, version: version)
        }
        try await refresh(retailer)
    }

    private func link(_ shoppers: [[UInt8]: ID<Shopper>], of retailer: ID<Retailer>, version: Int64) async throws {
        let linked = try await database.linkStaffIdentities(shoppers, of: retailer)
        guard !linked.isEmpty else { return }
        _ = try await database.addStaff(linked, of: retailer, at: nil, since: now, version: version)
    }

    private func hashes(_ list: StaffList, of retailer: ID<Retailer>) -> Set<[UInt8]> {
        Set(list.digests.map { secrets.identityHash(list.kind.identityKind, digest: $0, of: retailer) })
    }
}

public import Promotions
import Records

public struct AudienceListing: Sendable {
    /// Not listed before.
    public let added: Int
    public let known: Int
    /// How many of the identities are shoppers' already; the others come in when they sign up.
    public let matched: Int
}

public struct AudienceUnlisting: Sendable {
    public let removed: Int
    public let unknown: Int
    /// Shoppers who were in the group only through these identities.
    public let membersRemoved: Int
}

/// Members by hashed identity, as staff are listed: the plain list never reaches us.
extension Desk {
    /// Called inside `once`, with a list that was matched before it.
    public func listMembers(
        _ list: MatchedStaffList, of ref: Ref<Audience>
    ) async throws -> Answer<AudienceListing> {
        guard try await database.audience(ref.id, of: ref.retailer) != nil else { return .refused(.notFound) }
        let added = try await database.listIdentities(list.hashes, in: ref.id, of: ref.retailer, at: now)
        try await admit(list.shoppers, to: ref.id, of: ref.retailer)
        return .done(
            AudienceListing(added: added, known: list.hashes.count - added, matched: list.shoppers.count))
    }

    /// After `once`, for those who signed up meanwhile: see `matchLate`.
    public func admitLate(_ list: MatchedStaffList, of retailer: ID<Retailer>) async throws {
        let open = list.hashes.subtracting(list.shoppers.keys)
        try await admit(try await database.shoppers(ofIdentityDigests: Array(open)), of: retailer)
    }

    /// Called inside `once`, with a list that was matched before it.
    public func unlistMembers(
        _ list: MatchedStaffList, of ref: Ref<Audience>
    ) async throws -> Answer<AudienceUnlisting> {
        guard try await database.audience(ref.id, of: ref.retailer) != nil else { return .refused(.notFound) }
        let (unlisted, removed) = try await database.unlistIdentities(
            list.hashes, shoppers: Set(list.shoppers.values), of: ref.id, of: ref.retailer)
        return .done(
            AudienceUnlisting(removed: unlisted, unknown: list.hashes.count - unlisted, membersRemoved: removed))
    }

    /// Lets in whoever comes with an identity that some group waits for. Called after the transaction in which somebody
    /// came with it.
    func admit(_ shoppers: [[UInt8]: ID<Shopper>], of retailer: ID<Retailer>) async throws {
        let waiting = try await database.audiencesWaiting(for: shoppers.keys, of: retailer)
        guard !waiting.isEmpty else { return }
        try await database.transaction { database in
            for (audience, hashes) in waiting.sorted(by: { $0.key < $1.key }) {
                try await Desk(self, database: database).admit(
                    shoppers.filter { hashes.contains($0.key) }, to: audience, of: retailer)
            }
        }
    }

    /// Of two that admit the same person one does: whoever was taken out does not come back with the next sign-in.
    private func admit(
        _ shoppers: [[UInt8]: ID<Shopper>], to audience: ID<Audience>, of retailer: ID<Retailer>
    ) async throws {
        let matched = try await database.matchIdentities(Set(shoppers.keys), of: audience, of: retailer)
        _ = try await database.addMembers(
            Set(matched.compactMap { shoppers[$0] }), to: audience, of: retailer, by: .identity, at: now)
    }
}

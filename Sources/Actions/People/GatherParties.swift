public import Promotions
import Records

/// A party as its members see it.
public struct PartyAnswer: Sendable {
    public let party: Party
    /// How many of it must be in one store.
    public let target: Int
}

extension Desk {
    /// Makes a party with the caller in it. Whoever is in one of this campaign already gets that one.
    public func gather(
        _ campaign: Ref<Campaign>, by caller: ShopperToken, retry: RetryRequest?
    ) async throws -> Answer<PartyAnswer> {
        guard let target = friends(campaign) else { return .refused(.notFound) }
        if caller.isGuest { return .refused(.identityUnverified) }
        var dice = dice
        let party = Party(id: ids.next(), code: Party.code(using: &dice), memberCount: 0)
        let isKept = try await keeping(retry, reference: campaign.id.rawValue, of: campaign.retailer) { database in
            guard try await database.parties(of: caller.shopper, for: [campaign.id], of: campaign.retailer).isEmpty
            else { return }
            try await database.add(party, for: campaign.id, of: campaign.retailer, at: now)
            try await enter(party.id, caller.shopper, for: campaign, in: database)
        }
        guard isKept else { return .refused(.idempotencyMismatch) }
        return try await own(campaign, caller, target)
    }

    /// Joins a party by its code; again, it changes nothing. Whoever is in another one has to leave that first.
    public func joinParty(
        _ campaign: Ref<Campaign>, by caller: ShopperToken, with typed: String, retry: RetryRequest?
    ) async throws -> Answer<PartyAnswer> {
        guard let target = friends(campaign) else { return .refused(.notFound) }
        if caller.isGuest { return .refused(.identityUnverified) }
        guard
            let party = try await database.party(
                Party.canonical(typed), for: campaign.id, of: campaign.retailer)
        else { return .refused(.joinCodeWrong) }
        do {
            let isKept = try await keeping(retry, reference: party.id.rawValue, of: campaign.retailer) { database in
                let own = try await database.parties(of: caller.shopper, for: [campaign.id], of: campaign.retailer)
                if let other = own[campaign.id], other != party.id { throw OtherParty() }
                try await enter(party.id, caller.shopper, for: campaign, in: database)
            }
            guard isKept else { return .refused(.idempotencyMismatch) }
        } catch is FullParty {
            return .refused(.wrongState, "This party is full: \(Party.membersMax) can be in one.")
        } catch is OtherParty {
            return .refused(.wrongState, "You are in another party for this offer. Leave it first.")
        }
        return try await own(campaign, caller, target)
    }

    public func ownParty(_ campaign: Ref<Campaign>, _ caller: ShopperToken) async throws -> Answer<PartyAnswer> {
        guard let target = friends(campaign) else { return .refused(.notFound) }
        return try await own(campaign, caller, target)
    }

    /// Of the campaigns in a store that are for friends, which party the shopper is in. Nothing is asked where there are
    /// none.
    func parties(of shopper: ID<Shopper>, at whereabouts: Whereabouts, of retailer: ID<Retailer>) async throws
        -> [ID<Campaign>: ID<Party>]
    {
        guard case .inside(let nearby, _) = whereabouts else { return [:] }
        return try await parties(of: shopper, in: [nearby.store], of: retailer)
    }

    func parties(of shopper: ID<Shopper>, in stores: [Store], of retailer: ID<Retailer>) async throws
        -> [ID<Campaign>: ID<Party>]
    {
        guard let book = shelf.current.book(retailer) else { return [:] }
        let campaigns = Set(
            stores.flatMap { book.campaigns(at: $0).filter { $0.terms.unlock.kind == .friends }.map(\.id) })
        if campaigns.isEmpty { return [:] }
        return try await database.parties(of: shopper, for: campaigns.sorted(), of: retailer)
    }

    /// Not while a visit may still count for it: nobody helps two parties with one visit.
    public func leaveParty(_ campaign: Ref<Campaign>, by caller: ShopperToken) async throws -> Answer<Void> {
        guard
            let seconds = shelf.current.book(campaign.retailer)?.campaigns[campaign.id]?.terms.unlock.sharedSeconds
        else { return .refused(.notFound) }
        if caller.isGuest { return .refused(.identityUnverified) }
        let since = ids.span(ofLastSeconds: seconds).lowerBound
        return .done(
            try await database.transaction { database in
                // First, so that a check-in that comes now finds no party.
                guard try await database.leaveParty(caller.shopper, of: campaign.id, of: campaign.retailer) else {
                    throw Refused(.notFound)
                }
                guard try await !database.hasVisited(caller.shopper, since: since, at: campaign.retailer) else {
                    throw Refused(
                        .wrongState,
                        "You checked in a while ago, and that may still count for your party. Leave it later.")
                }
            })
    }

    private struct FullParty: Error {}
    private struct OtherParty: Error {}

    private func enter(
        _ party: ID<Party>, _ shopper: ID<Shopper>, for campaign: Ref<Campaign>, in database: Database
    ) async throws {
        guard try await database.join(party, shopper, for: campaign.id, of: campaign.retailer, at: now) else { return }
        guard try await database.countMember(of: party, of: campaign.retailer) else { throw FullParty() }
    }

    private func own(_ campaign: Ref<Campaign>, _ caller: ShopperToken, _ target: Int) async throws
        -> Answer<PartyAnswer>
    {
        guard
            let id = try await database.parties(of: caller.shopper, for: [campaign.id], of: campaign.retailer)[
                campaign.id],
            let party = try await database.party(id, of: campaign.retailer)
        else { return .refused(.notFound) }
        return .done(PartyAnswer(party: party, target: target))
    }

    private func friends(_ ref: Ref<Campaign>) -> Int? {
        guard let campaign = shelf.current.book(ref.retailer)?.campaigns[ref.id], campaign.state == .enabled,
            case .friends(let count, _, _) = campaign.terms.unlock
        else { return nil }
        return count
    }
}

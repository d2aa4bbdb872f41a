public import Promotions
import Records

/// A crowd as one of it is told.
public struct CrowdAnswer: Sendable {
    public let crowd: Crowd
    public let standing: Crowd.Standing
}

extension Desk {
    /// What joining comes to.
    public enum Pledged: Sendable {
        case joined(CrowdAnswer)
        case refused(SaidReason)
    }

    /// Joins a crowd from anywhere. Again, it tells how the crowd stands. The call that makes it large enough answers so,
    /// and its coupon follows within a second.
    public func pledge(
        _ ref: Ref<Campaign>, by caller: ShopperToken, retry: RetryRequest?
    ) async throws -> Answer<Pledged> {
        guard let book = shelf.current.book(ref.retailer), let campaign = book.campaigns[ref.id],
            campaign.state == .enabled || campaign.state == .archived, campaign.launchedAt != nil,
            case .crowd(let crowd) = campaign.terms.unlock, crowd.counts == .pledges
        else { return .refused(.notFound) }
        let refuse = { (reason: CheckInReason) -> Answer<Pledged> in
            .done(.refused(SaidReason(reason, say: CheckInWords.say(reason, isVisit: false))))
        }
        // Coupons are issued by that store's clock; past the last window none would come.
        guard campaign.state == .enabled, let store = book.clockStore(of: campaign),
            campaign.terms.schedule.state(at: now, zone: store.zone) != .ended
        else { return refuse(.ended) }
        if book.staff.contains(caller.shopper) { return refuse(.staff) }
        if campaign.terms.identity == .verified, caller.assurance != .verified { return refuse(.identityRequired) }
        let participant = Participant(
            campaign: ref.id, shopper: caller.shopper, session: caller.session, assurance: caller.assurance, place: 0)
        guard
            let standing = try await join(
                participant, crowd, of: ref.retailer,
                retry: retry.map { secrets.retryKey($0, reference: ref.id.rawValue) })
        else { return .refused(.idempotencyMismatch) }
        if standing.failedAt != nil { return refuse(.ended) }
        return .done(.joined(CrowdAnswer(crowd: crowd, standing: standing)))
    }

    /// How a recorded check-in stands with the crowds that it has joined. A check-in is counted after its own commit and
    /// before it is answered; a retry of one that was not answered counts it then.
    func joinCrowds(_ record: CheckInRecord, of retailer: ID<Retailer>) async throws -> CheckInRecord {
        guard record.offers.contains(where: { $0.reason == .joined }) else { return record }
        var counted = record
        for (place, offer) in record.offers.enumerated() where offer.reason == .joined {
            guard let campaign = shelf.current.book(retailer)?.campaigns[offer.campaign],
                case .crowd(let crowd) = campaign.terms.unlock
            else { continue }
            // The check-in was refused if the campaign is for verified shoppers only and this was none.
            let assurance: Shopper.Assurance = campaign.terms.identity == .verified ? .verified : .anonymous
            let participant = Participant(
                campaign: campaign.id, shopper: record.shopper, session: record.session, assurance: assurance,
                place: 0, store: record.store)
            guard let standing = try await join(participant, crowd, of: retailer, retry: nil) else { continue }
            counted.offers[place] = offer.among(standing, of: crowd)
        }
        return counted
    }

    private struct Failed: Error {}

    /// - Returns: nil if the retry key came with another body before.
    private func join(
        _ participant: Participant, _ crowd: Crowd, of retailer: ID<Retailer>, retry: RetryKey?
    ) async throws -> Crowd.Standing? {
        let now = now
        do {
            return try await database.transaction { database -> Crowd.Standing? in
                if let retry, try await database.claim([retry], of: retailer, at: now).isEmpty {
                    let known = try await database.retryKeys([retry.hash], of: retailer)[retry.hash]
                    guard known?.bodyHash == retry.bodyHash else { return nil }
                }
                let before = try await database.crowd(participant.campaign, of: retailer)
                if before.crossedAt == nil, now >= crowd.deadline { throw Failed() }
                guard
                    let standing = try await database.join(
                        participant, of: retailer, target: crowd.target, at: now)
                else { throw Failed() }
                return standing
            }
        } catch is Failed {
            return Crowd.Standing(
                joined: try await database.crowd(participant.campaign, of: retailer).joined, crossedAt: nil,
                failedAt: now)
        }
    }

    /// Whether a crowd's coupons may be issued. One that has not come together in time fails here, and everybody who had
    /// joined is told once.
    func isUnlocked(_ campaign: Campaign, _ crowd: Crowd, of retailer: ID<Retailer>) async throws -> Bool {
        let standing = try await database.crowd(campaign.id, of: retailer)
        if standing.crossedAt != nil { return true }
        // The target was lowered after they had joined.
        if standing.joined >= crowd.target {
            return try await database.cross(campaign.id, of: retailer, target: crowd.target, at: now)
        }
        guard now >= crowd.deadline, standing.joined > 0,
            try await database.fail(campaign.id, of: retailer, at: now)
        else { return false }
        _ = try await dismiss(campaign, of: retailer, saying: PeopleWords.failed(campaign.terms).text)
        return false
    }

    /// The campaign was ended: whoever still waits is told once, whether or not the crowd had come together.
    /// - Returns: whether nobody waits any more.
    func close(_ campaign: Campaign, of retailer: ID<Retailer>) async throws -> Bool {
        _ = try await database.fail(campaign.id, of: retailer, at: now)
        return try await dismiss(campaign, of: retailer, saying: PeopleWords.ended(campaign.terms).text)
    }

    private func dismiss(_ campaign: Campaign, of retailer: ID<Retailer>, saying text: String) async throws -> Bool {
        while true {
            let waiting = try await database.waitingParticipants(
                in: campaign.id, of: retailer, limit: ParticipantService.pageMax)
            if waiting.isEmpty { return true }
            let messages = waiting.map {
                Message(
                    id: ids.next(), retailer: retailer, shopper: $0.shopper, session: $0.session, kind: .failed,
                    campaign: campaign.id, coupon: nil, text: text, createdAt: now)
            }
            let settled = waiting.map {
                SettledParticipant(campaign: campaign.id, shopper: $0.shopper, coupon: nil, refused: .ended)
            }
            // Somebody else who tells them at the same moment has told some of the page: the rest is found next time.
            guard try await database.dismiss(settled, telling: messages, of: retailer, at: now) else { return false }
        }
    }
}

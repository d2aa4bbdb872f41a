import Promotions
import Records
public import ServiceLifecycle
import Synchronization

/// Issues to those who get their coupon without a check-in: whoever the retailer named, and the crowds that have come
/// together. It keeps looking while a campaign lives, so that whoever joins late is found too.
public struct ParticipantService: Service {
    static let interval = Duration.milliseconds(200)
    static let pageMax = 200
    /// Pages of one campaign before the others have their turn.
    static let pagesMax = 50
    private let desk: Desk

    public init(_ desk: Desk) {
        self.desk = desk
    }

    public func run() async throws {
        let patience = Patience()
        await repeating(every: Self.interval, desk.logger, "settle participants") {
            _ = try await desk.settleParticipants(patience)
        }
    }

    /// Remembers for how long there is nothing to give, so that a campaign without anything left is not asked all the
    /// time.
    fileprivate final class Patience: Sendable {
        private static let wait = Duration.milliseconds(600)
        private let done = Mutex<Set<Ref<Campaign>>>([])
        private let until = Mutex<[Ref<Campaign>: ContinuousClock.Instant]>([:])

        func isOver(for campaign: Ref<Campaign>) -> Bool {
            until.withLock { $0[campaign].map { $0 <= .now } ?? true }
        }

        func wait(for campaign: Ref<Campaign>) {
            until.withLock { $0[campaign] = .now + Self.wait }
        }

        /// Nobody can join it any more.
        func isDone(_ campaign: Ref<Campaign>) -> Bool {
            done.withLock { $0.contains(campaign) }
        }

        func finish(_ campaign: Ref<Campaign>) {
            done.withLock { _ = $0.insert(campaign) }
        }
    }
}

extension Desk {
    /// - Returns: how many were settled.
    public func settleParticipants() async throws -> Int {
        try await settleParticipants(ParticipantService.Patience())
    }

    fileprivate func settleParticipants(_ patience: ParticipantService.Patience) async throws -> Int {
        var settled = 0
        let books = shelf.current.books.filter { !$0.value.givenLater.isEmpty || !$0.value.endedCrowds.isEmpty }
        try await each(of: books.keys.sorted(), logger, "settle participants") { retailer in
            for campaign in books[retailer]?.givenLater ?? [] where patience.isOver(for: Ref(retailer, campaign.id)) {
                settled += try await settle(campaign, of: retailer, patience)
            }
            for campaign in books[retailer]?.endedCrowds ?? [] where !patience.isDone(Ref(retailer, campaign.id)) {
                if try await close(campaign, of: retailer) { patience.finish(Ref(retailer, campaign.id)) }
            }
        }
        return settled
    }

    /// Page after page, always the first who wait: with several processes at work the order still decides who gets the
    /// last coupon, because a page of which another has settled somebody meanwhile is decided again.
    private func settle(
        _ campaign: Campaign, of retailer: ID<Retailer>, _ patience: ParticipantService.Patience
    ) async throws -> Int {
        if case .crowd(let crowd) = campaign.terms.unlock,
            try await !isUnlocked(campaign, crowd, of: retailer)
        {
            return 0
        }
        guard let store = shelf.current.book(retailer)?.clockStore(of: campaign),
            campaign.terms.schedule.isOpen(at: now, zone: store.zone)
        else { return 0 }
        var settled = 0
        for _ in 0..<ParticipantService.pagesMax {
            let waiting = try await database.waitingParticipants(
                in: campaign.id, of: retailer, limit: ParticipantService.pageMax)
            if waiting.isEmpty { break }
            // As one batch, and not through the queue, whose places come in any order.
            let results = await runBatch(waiting.map { settling($0, in: store, of: retailer) }, of: retailer)
            let fresh = try results.count { try $0.get().isSettled }
            settled += fresh
            if fresh == 0 { patience.wait(for: Ref(retailer, campaign.id)) }
            if fresh < ParticipantService.pageMax { break }
        }
        return settled
    }

    private func settling(_ participant: Participant, in store: Store, of retailer: ID<Retailer>) -> CheckInRequest {
        let id = ids.nextNumber()
        let place = participant.store.flatMap { shelf.current.book(retailer)?.stores[$0] } ?? store
        let owner = ShopperToken(
            shopper: participant.shopper, session: participant.session, generation: 1, expiresAt: now,
            assurance: participant.assurance, consents: Shopper.Consents(location: false, marketing: false),
            isGuest: false)
        return CheckInRequest(
            kind: .settle(participant, place), caller: owner, fix: nil, fixes: 0, capturedAt: nil, channel: nil,
            retry: secrets.settleKey(Ref(retailer, participant.campaign), participant.shopper, coupon: id), step: nil,
            id: id, at: now)
    }
}

extension CheckInOutcome {
    fileprivate var isSettled: Bool {
        switch self {
        case .issued, .repeated: true
        case .notIssued(let reason): ParticipantRules.finalReasons.contains(reason)
        case .recorded, .mismatch, .overtaken, .short: false
        }
    }
}

extension Secrets {
    /// So that of all that settle one participant one does.
    fileprivate func settleKey(_ campaign: Ref<Campaign>, _ shopper: ID<Shopper>, coupon: Int64) -> RetryKey {
        RetryKey(
            hash: Array(
                mac(.retry, [3] + campaign.bytes + shopper.rawValue.bytes, generation: founding).prefix(20)),
            bodyHash: [], reference: coupon)
    }
}

extension RetailerBook {
    /// By whose clock a campaign counts for somebody who is nowhere: its first store.
    func clockStore(of campaign: Campaign) -> Store? {
        stores.values.lazy.filter { $0.archivedAt == nil && campaign.includes($0) }
            .min { $0.id < $1.id }
    }
}

extension BatchDraft {
    mutating func settle(
        _ participant: Participant, in store: Store, of request: CheckInRequest, book: RetailerBook?, desk: Desk,
        retailer: ID<Retailer>
    ) throws -> CheckInOutcome {
        guard let campaign = book?.campaigns[participant.campaign], campaign.state == .enabled else {
            return .notIssued(.outsideWindow)
        }
        let outcome = ParticipantRules.decide(
            campaign, participant, in: store, isStaff: book?.staff.contains(participant.shopper) ?? false,
            tally: &tally, at: request.at, coupon: ID(request.id))
        switch outcome {
        case .waiting(let reason): return .notIssued(reason)
        case .refused(let reason):
            keep(request.keys)
            batch.settled.append(
                SettledParticipant(
                    campaign: campaign.id, shopper: participant.shopper, coupon: nil, refused: reason))
            return .notIssued(reason)
        case .granted(let grant):
            let issued = try write(
                grant,
                to: Holder(shopper: participant.shopper, session: participant.session, at: request.at),
                store: participant.store == nil ? nil : store, also: [], checkIn: nil, desk: desk,
                retailer: retailer)
            keep(request.keys)
            batch.settled.append(
                SettledParticipant(
                    campaign: campaign.id, shopper: participant.shopper, coupon: grant.coupon, refused: nil))
            batch.messages.append(
                Message(
                    id: desk.ids.next(), retailer: retailer, shopper: participant.shopper,
                    session: participant.session, kind: participant.message == nil ? .unlocked : .granted,
                    campaign: campaign.id, coupon: grant.coupon,
                    text: participant.message ?? PeopleWords.unlocked(campaign.terms).text, createdAt: request.at))
            return .issued(issued)
        }
    }
}

import Promotions
import Records

extension FactsWanted {
    /// - Parameters:
    ///   - visitsSince: the id from which on earlier visits matter.
    ///   - keys: whether to look up the retry keys.
    init(_ requests: [CheckInRequest], book: RetailerBook?, visitsSince: Int64, keys: Bool) {
        self.init(retryKeys: keys ? requests.flatMap(\.keys) : [], visitsSince: visitsSince)
        for request in requests {
            let shopper = request.caller.shopper
            switch request.kind {
            case .visit(let visit):
                guard !visit.isStaff, visit.vouchedSince == nil || visit.resumed != nil else { continue }
                switch visit.whereabouts {
                case .refused: continue
                case .unclear: shoppers.insert(shopper)
                case .inside(let nearby, _):
                    shoppers.insert(shopper)
                    for campaign in book?.campaigns(at: nearby.store) ?? [] {
                        want(
                            campaign, shopper, nearby.store,
                            channel: campaign.channel(visit.word, claimed: request.channel), at: request.at,
                            visitedAt: visit.vouchedSince, party: visit.parties[campaign.id])
                        wantEarly(campaign, shopper, nearby.store, at: request.at)
                    }
                }
            case .issue(let id, let store, let word):
                guard let campaign = book?.campaigns[id] else { continue }
                wantEarly(campaign, shopper, store, at: request.at)
                want(
                    campaign, shopper, store, channel: campaign.channel(word, claimed: request.channel), at: request.at)
                if campaign.terms.price != nil { spenders.insert(shopper) }
            case .settle(let participant, let store):
                guard let campaign = book?.campaigns[participant.campaign] else { continue }
                campaigns.insert(campaign.id)
                let date = store.zone.localDate(at: request.at)
                for (key, max) in Tally.keys(campaign, shopper: shopper, store: participant.store, on: date) {
                    counters[key] = max
                }
            }
        }
    }

    /// - Parameter visitedAt: if that was earlier.
    mutating func want(
        _ campaign: Campaign, _ shopper: ID<Shopper>, _ store: Store, channel: String?, at now: Instant,
        visitedAt: Instant? = nil, party: ID<Party>? = nil
    ) {
        campaigns.insert(campaign.id)
        if campaign.terms.unlock.isRemembered {
            unlocks.want(UnlockVisit(campaign, by: shopper, in: store, at: visitedAt ?? now, party: party), at: now)
        }
        let date = store.zone.localDate(at: now)
        for (key, max) in Tally.keys(campaign, shopper: shopper, store: store.id, channel: channel, on: date) {
            counters[key] = max
        }
    }
}

/// A batch while its requests are decided, one after the other, against one tally.
struct BatchDraft {
    private var known: [[UInt8]: RetryKey]
    private let written: Set<Int64>
    var tally: Tally
    private var trails: [ID<Shopper>: Trail]
    let belonging: [ID<Shopper>: Set<ID<Audience>>]
    var batch = CheckInBatch()
    private(set) var outcomes: [CheckInOutcome] = []

    /// - Parameter written: ids of requests that an earlier try of this batch has recorded after all.
    init(_ facts: Facts, written: Set<Int64>) {
        known = facts.known
        tally = facts.tally
        trails = facts.trails
        belonging = facts.belonging
        self.written = written
    }

    /// The batch with what its visits have made of unlocks.
    var recordable: CheckInBatch {
        var whole = batch
        whole.unlocks = tally.unlocks.changes
        return whole
    }

    var hasWork: Bool {
        !(batch.checkIns.isEmpty && batch.resumed.isEmpty && batch.coupons.isEmpty && batch.settled.isEmpty)
    }

    func keepsAllKeys(of requests: [CheckInRequest]) -> Bool {
        batch.retryKeys.count == requests.reduce(0) { $0 + ($1.retry == nil ? 0 : 1) + ($1.step == nil ? 0 : 1) }
    }

    mutating func decide(
        _ request: CheckInRequest, book: RetailerBook?, desk: Desk, retailer: ID<Retailer>
    ) throws {
        if let outcome = repeated(request) {
            outcomes.append(outcome)
            return
        }
        switch request.kind {
        case .visit(let visit): try decide(visit, of: request, book: book, desk: desk, retailer: retailer)
        case .issue(let id, let store, let word):
            guard let campaign = book?.campaigns[id], campaign.state == .enabled else {
                outcomes.append(.notIssued(.ended))
                return
            }
            try issue(request, campaign, store, word: word, desk: desk, retailer: retailer)
        case .settle(let participant, let store):
            outcomes.append(
                try settle(participant, in: store, of: request, book: book, desk: desk, retailer: retailer))
        }
    }

    /// Known from before, or from earlier in this batch.
    private mutating func repeated(_ request: CheckInRequest) -> CheckInOutcome? {
        if written.contains(request.id) { return .repeated(reference: request.id) }
        if let key = request.retry, let earlier = known[key.hash] {
            return earlier.bodyHash == key.bodyHash ? .repeated(reference: earlier.reference) : .mismatch
        }
        if let step = request.step, let taken = known[step.hash] {
            return taken.reference == step.reference ? .repeated(reference: request.id) : .overtaken
        }
        return nil
    }

    /// Refusals to issue keep no key: nothing was changed, and a retry may find the offer open.
    mutating func keep(_ keys: [RetryKey]) {
        batch.retryKeys += keys
        for key in keys { known[key.hash] = key }
    }

    private mutating func decide(
        _ visit: CheckInRequest.Visit, of request: CheckInRequest, book: RetailerBook?, desk: Desk,
        retailer: ID<Retailer>
    ) throws {
        let store = visit.whereabouts.store
        let trail = (trails[request.caller.shopper] ?? Trail()).before(visit.resumed?.id)
        var visitor = CheckInRules.Visitor(
            shopper: request.caller.shopper, assurance: request.caller.assurance, fix: request.fix,
            reported: visit.reported, code: visit.code, trail: trail, channel: request.channel, isStaff: visit.isStaff,
            vouchedSince: visit.vouchedSince, session: request.caller.session, checkIn: ID(request.id))
        visitor.parties = visit.parties
        let campaigns = open(
            visit.campaigns(among: store.map { book?.campaigns(at: $0) ?? [] } ?? []), to: request.caller.shopper,
            by: visit.word)
        let decision = CheckInRules.decide(
            visit.whereabouts, visitor: visitor, campaigns: campaigns, tally: &tally, at: request.at,
            nextCoupon: { desk.ids.next() })
        if visit.vouchedSince != nil, decision.grants.isEmpty, !decision.isCounted {
            // An appeal that a limit forbids changes nothing, and may be tried again.
            outcomes.append(.notIssued(decision.reasons.first ?? .noOfferHere))
            return
        }
        guard let storeID = store?.id ?? visit.resumed?.store else { throw Unplaced() }
        var record = Self.record(request, visit, decision: decision, store: storeID)
        if visit.vouchedSince != nil, let before = visit.resumed?.evidence {
            record.evidence = before.vouched(with: visit.code)
        } else {
            record.evidence = visitor.evidence(
                at: store, offered: campaigns, namesOffers: !decision.offers.isEmpty, at: request.at)
        }
        var issued: [IssuedCoupon] = []
        for grant in decision.grants {
            var also: [ID<Store>] = []
            if case .inside(_, let others) = visit.whereabouts { also = others }
            if give(grant, to: request.holder, store: storeID, checkIn: record.id) { continue }
            note(grant, word: visit.word)
            issued.append(
                try write(
                    grant, to: request.holder, store: store, also: also, checkIn: record.id, desk: desk,
                    retailer: retailer))
        }
        for shared in decision.shared {
            let holder = Holder(shopper: shared.member.shopper, session: shared.member.session, at: request.at)
            batch.earned.append((shared.member.checkIn, shared.outcome))
            batch.messages.append(shared.message(desk.ids.next(), of: retailer, at: request.at))
            if give(shared.grant, to: holder, store: storeID, checkIn: shared.member.checkIn) { continue }
            _ = try write(
                shared.grant, to: holder, store: store, also: [], checkIn: shared.member.checkIn, desk: desk,
                retailer: retailer)
        }
        keep(request.keys)
        if let store { trails[request.caller.shopper, default: Trail()].add(EarlierVisit(record, at: store)) }
        if visit.resumed == nil { batch.checkIns.append(record) } else { batch.resumed.append(record) }
        outcomes.append(.recorded(record, coupons: issued))
    }

    /// A check-in always belongs to a store; the desk answers before queueing when there is none.
    struct Unplaced: Error {}

    private mutating func issue(
        _ request: CheckInRequest, _ campaign: Campaign, _ store: Store, word: String?, desk: Desk,
        retailer: ID<Retailer>
    ) throws {
        let opened = open([campaign], to: request.caller.shopper, by: word)
        let outcome = IssueRules.decide(
            opened.first ?? campaign, shopper: request.caller.shopper, assurance: request.caller.assurance,
            store: store, channel: request.channel, tally: &tally, at: request.at, nextCoupon: { ID(request.id) })
        switch outcome {
        case .refused(let reason): outcomes.append(.notIssued(reason))
        case .short(let balance, let price): outcomes.append(.short(balance: balance, price: price))
        case .granted(let grant):
            if let price = grant.campaign.terms.price { pay(price, for: grant, from: request.holder, desk: desk) }
            let issued = try write(
                grant, to: request.holder, store: store, also: [], checkIn: nil, desk: desk, retailer: retailer)
            note(grant, word: word)
            keep(request.keys)
            outcomes.append(.issued(issued))
        }
    }

    /// Whose a coupon is, and since when.
    struct Holder {
        let shopper: ID<Shopper>
        let session: ID<Session>
        let at: Instant
    }

    mutating func write(
        _ grant: Grant, to holder: Holder, store: Store?, also: [ID<Store>], checkIn: ID<CheckIn>?, desk: Desk,
        retailer: ID<Retailer>
    ) throws -> IssuedCoupon {
        var dice = desk.dice
        let code = CouponCode.random(grant.campaign.terms.coupon.code, using: &dice)
        batch.coupons.append(
            NewCoupon(
                grant: grant, shopper: holder.shopper, session: holder.session, store: store?.id,
                alsoValidAt: also, checkIn: checkIn, codeHash: desk.secrets.codeHash(code, of: retailer),
                codeSealed: try desk.secrets.seal(code, for: Ref(retailer, grant.coupon)), issuedAt: holder.at))
        let coupon = Coupon(
            id: grant.coupon, campaign: grant.campaign.id, revision: grant.campaign.revision,
            shopper: holder.shopper, session: holder.session, store: store?.id, alsoValidAt: also,
            storedState: .issued, issuedAt: holder.at, expiresAt: grant.expiresAt, redeemedAt: nil, redeemedStore: nil)
        return IssuedCoupon(
            coupon: coupon, code: code, terms: grant.campaign.terms, store: store,
            keyGeneration: desk.secrets.current)
    }

    private static func record(
        _ request: CheckInRequest, _ visit: CheckInRequest.Visit, decision: Decision, store: ID<Store>
    ) -> CheckInRecord {
        var candidates: [CheckInRecord.Candidate] = []
        if case .unclear(_, let stores) = visit.whereabouts, decision.verdict == .held {
            candidates = stores.map {
                CheckInRecord.Candidate(
                    store: $0.store.id, distanceMeters: $0.distanceMeters, containment: $0.containment)
            }
        }
        let hasFix = request.fix != nil
        let nearby = visit.whereabouts.nearby
        return CheckInRecord(
            id: ID(request.id), shopper: request.caller.shopper, session: request.caller.session, store: store,
            verdict: decision.verdict, reasons: decision.reasons, source: visit.code.isRight ? .code : .position,
            checkedAt: visit.resumed?.checkedAt ?? request.at, capturedAt: request.capturedAt, fix: request.fix,
            fixes: request.fixes, distanceMeters: hasFix ? nearby?.distanceMeters : nil,
            containment: hasFix ? nearby?.containment : nil,
            heldUntil: decision.verdict == .held
                ? visit.resumed?.heldUntil ?? request.at.adding(seconds: CheckIn.holdSeconds) : nil,
            candidates: candidates, offers: decision.offers, channel: request.channel)
    }
}

extension SharedGrant {
    fileprivate func message(_ id: ID<Message>, of retailer: ID<Retailer>, at now: Instant) -> Message {
        Message(
            id: id, retailer: retailer, shopper: member.shopper, session: member.session, kind: .unlocked,
            campaign: grant.campaign.id, coupon: outcome.coupon, text: PeopleWords.together(grant.campaign.terms).text,
            createdAt: now)
    }
}

extension CheckInRequest {
    fileprivate var holder: BatchDraft.Holder {
        BatchDraft.Holder(shopper: caller.shopper, session: caller.session, at: at)
    }
}

extension CheckInRequest.Visit {
    /// What is vouched for later earns what was on at its time.
    fileprivate func campaigns(among running: [Campaign]) -> [Campaign] {
        if vouchedSince == nil, onlyCampaign == nil { return running }
        return running.filter { campaign in
            guard onlyCampaign == nil || campaign.id == onlyCampaign else { return false }
            guard let vouchedSince else { return true }
            return campaign.launchedAt.map { $0 <= vouchedSince } ?? false
        }
    }
}

extension EarlierVisit {
    /// What was decided a moment ago, for those who come after it in the same batch.
    fileprivate init(_ record: CheckInRecord, at store: Store) {
        self.init(
            record.id, at: store, checkedAt: record.checkedAt, verdict: record.verdict, reasons: record.reasons,
            fix: record.fix, capturedAt: record.capturedAt)
    }
}

import Logging
import Postgres
public import Promotions
import Records
public import ServiceLifecycle

/// Makes the codes that retailers have asked for, and withdraws those of cancelled batches. Any number of processes may be
/// at it: each page is written by one of them.
public struct CodeMaker: Service {
    static let interval = Duration.milliseconds(300)
    /// Check-ins of the same campaign wait while a page is written.
    static let pageMax: Int64 = 2_000
    /// Pages of one batch before others, and other retailers, have their turn.
    static let pagesMax = 25
    static let triesMax = 5
    private let desk: Desk

    public init(_ desk: Desk) {
        self.desk = desk
    }

    public func run() async throws {
        await repeating(every: Self.interval, desk.logger, "make codes") {
            while try await desk.makeCodes() > 0 {}
        }
    }
}

extension Desk {
    /// Called inside `once`. The codes follow; a campaign that is paused meanwhile lets them wait.
    public func orderCodes(
        _ order: CodeBatchOrder, of ref: Ref<Campaign>, by key: ID<Actor>?
    ) async throws -> Answer<CodeBatch> {
        guard try await database.raiseVersion(of: ref.retailer) != nil else { return .refused(.notFound) }
        if case .refused(let refused) = try await campaignForCodes(ref) { return .refused(refused) }
        let batch = CodeBatch(
            id: ids.next(), campaign: ref.id, name: order.name, channel: order.channel, asked: order.count,
            createdAt: now)
        try await database.add(batch, by: key, of: ref.retailer)
        return .done(batch)
    }

    /// The campaign, if it can have codes that are for nobody yet.
    func campaignForCodes(_ ref: Ref<Campaign>) async throws -> Answer<Campaign> {
        guard let campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        guard campaign.state == .enabled else {
            return .refused(
                .wrongState, "This campaign is \(campaign.state.rawValue); it takes codes once it is launched.")
        }
        if let obstacle = CodeBatchRules.obstacle(campaign.terms) { return .refused(.wrongState, obstacle) }
        return .done(campaign)
    }

    public func codeBatch(_ ref: Ref<CodeBatch>) async throws -> Answer<CodeBatch> {
        try await database.codeBatch(ref.id, of: ref.retailer).map { .done($0) } ?? .refused(.notFound)
    }

    public func codeBatches(
        of ref: Ref<Campaign>, after: ID<CodeBatch>?, limit: Int
    ) async throws -> Answer<[CodeBatch]> {
        guard try await database.campaign(ref.id, of: ref.retailer) != nil else { return .refused(.notFound) }
        return .done(try await database.codeBatches(of: ref.id, of: ref.retailer, after: after, limit: limit))
    }

    /// No more are made. Called inside `once`.
    /// - Parameter isWithdrawing: what was made and is not used is revoked too, page by page; then one that is finished
    ///   can be cancelled as well.
    public func cancelCodes(_ ref: Ref<CodeBatch>, isWithdrawing: Bool) async throws -> Answer<CodeBatch> {
        guard try await database.raiseVersion(of: ref.retailer) != nil,
            try await database.codeBatch(ref.id, of: ref.retailer) != nil
        else { return .refused(.notFound) }
        guard
            try await database.cancel(ref.id, isWithdrawing: isWithdrawing, of: ref.retailer, at: now)
        else {
            return .refused(.wrongState, isWithdrawing ? "It was withdrawn before." : "It is finished.")
        }
        return try await codeBatch(ref)
    }

    /// A code as its retailer gets it.
    public struct MadeCode: Sendable {
        public let code: CouponCode
        public let link: String
        public let state: Coupon.State
        public let expiresAt: Instant
    }

    /// In the order of making, in pages.
    public func eachCode(
        of ref: Ref<CodeBatch>, _ page: (_ codes: [MadeCode]) async throws -> Void
    ) async throws {
        var last: ID<Coupon>?
        while true {
            let kept = try await database.codes(
                of: ref.id, of: ref.retailer, after: last, limit: Int(CodeMaker.pageMax))
            let now = now
            let codes = kept.compactMap { row -> MadeCode? in
                guard let code = secrets.openCode(row.sealed, for: Ref(ref.retailer, row.coupon)) else {
                    logger.error("a sealed code does not open", metadata: ["coupon": "\(row.coupon.rawValue)"])
                    return nil
                }
                return MadeCode(
                    code: code, link: codeLink(code, of: ref.retailer),
                    state: row.state == .issued && now >= row.expiresAt ? .expired : row.state,
                    expiresAt: row.expiresAt)
            }
            if !codes.isEmpty { try await page(codes) }
            last = kept.last?.coupon
            if kept.count < Int(CodeMaker.pageMax) { return }
        }
    }

    /// Goes on with every batch that is under way.
    /// - Returns: how many codes were made or withdrawn.
    public func makeCodes() async throws -> Int {
        var count = 0
        let books = shelf.current.books.filter { !$0.value.openCodes.isEmpty }
        try await each(of: books.keys.sorted(), logger, "make codes") { retailer in
            for batch in books[retailer]?.openCodes ?? [] {
                let ref = Ref(retailer, batch.id)
                count += try await batch.state == .making ? make(ref) : withdraw(ref, from: batch.campaign)
            }
        }
        return count
    }

    /// Makes the next pages.
    /// - Parameter takes: gets each page as soon as it is committed, while the next is written. A page of which nobody can say
    ///   whether it was committed may be missing.
    /// - Returns: how many codes; 0 when there is nothing to make, or not now.
    public func make(
        _ ref: Ref<CodeBatch>, takes: (@Sendable ([MadeCode]) throws -> Void)? = nil
    ) async throws -> Int {
        guard let batch = try await database.codeBatch(ref.id, of: ref.retailer),
            let campaign = shelf.current.book(ref.retailer)?.campaigns[batch.campaign]
        else { return 0 }
        var made = 0
        var left = batch.asked - batch.made
        var drawn = try await draw(min(left, CodeMaker.pageMax), for: campaign, of: ref.retailer)
        for _ in 0..<CodeMaker.pagesMax {
            left -= CodeMaker.pageMax
            let nextCount = max(0, min(left, CodeMaker.pageMax))
            // Drawn while the page before is written.
            async let next = draw(nextCount, for: campaign, of: ref.retailer)
            let grants = try await makePage(of: ref, drawn)
            if grants.isEmpty { break }
            made += grants.count
            if let takes { try takes(told(drawn, grants, of: ref.retailer)) }
            drawn = try await next
        }
        return made
    }

    private func told(_ drawn: [DrawnCode], _ grants: [Grant], of retailer: ID<Retailer>) -> [MadeCode] {
        zip(drawn, grants).map { drawn, grant in
            MadeCode(
                code: drawn.code, link: codeLink(drawn.code, of: retailer), state: .issued, expiresAt: grant.expiresAt)
        }
    }

    /// A code that nobody has yet, for a coupon that is not written yet.
    private struct DrawnCode {
        let code: CouponCode
        let coupon: ID<Coupon>
        let hash: [UInt8]
        let sealed: [UInt8]
    }

    private func draw(_ count: Int64, for campaign: Campaign, of retailer: ID<Retailer>) async throws -> [DrawnCode] {
        var dice = dice
        var drawn: [DrawnCode] = []
        drawn.reserveCapacity(Int(count))
        while drawn.count < count {
            let code = CouponCode.random(campaign.terms.coupon.code, using: &dice)
            let coupon: ID<Coupon> = ids.next()
            drawn.append(
                DrawnCode(
                    code: code, coupon: coupon, hash: secrets.codeHash(code, of: retailer),
                    sealed: try secrets.seal(code, for: Ref(retailer, coupon))))
            // Whoever checks in meanwhile has this thread now and then.
            if drawn.count.isMultiple(of: 100) { await Task.yield() }
        }
        return drawn
    }

    private func makePage(of ref: Ref<CodeBatch>, _ drawn: [DrawnCode]) async throws -> [Grant] {
        for attempt in 1... {
            guard let batch = try await database.codeBatch(ref.id, of: ref.retailer), batch.state == .making else {
                try await refresh(ref.retailer)
                return []
            }
            do {
                if attempt == 1 { return try await makePage(of: batch, drawn, of: ref.retailer, isLocking: false) }
                // Others take from the same limit: with its counters locked first, what is left stays left.
                return try await database.transaction { database in
                    try await Desk(self, database: database)
                        .makePage(of: batch, drawn, of: ref.retailer, isLocking: true)
                }
            } catch BatchSetback.repeated {
                // Another process is at it, or it was cancelled.
                return []
            } catch BatchSetback.overdrawn where attempt < CodeMaker.triesMax {
                try await refresh(ref.retailer)
            } catch let error as PostgresError
                where attempt < CodeMaker.triesMax && (error.isTransient || error.kind == .outcomeUnknown)
            {
                // Whether it was written is read from the batch's own count.
                try await Task.sleep(for: .milliseconds(20 << attempt))
            }
        }
        preconditionFailure("the last try returns or throws")
    }

    private func makePage(
        of batch: CodeBatch, _ drawn: [DrawnCode], of retailer: ID<Retailer>, isLocking: Bool
    ) async throws -> [Grant] {
        guard let book = shelf.current.book(retailer), let campaign = book.campaigns[batch.campaign] else { return [] }
        guard campaign.state == .enabled, let store = book.clockStore(of: campaign) else {
            if campaign.state == .archived { try await stop(batch, because: .ended, of: retailer) }
            return []
        }
        let now = now
        let wanted = FactsWanted(batch, campaign, on: store.zone.localDate(at: now))
        var facts = try await database.facts(of: retailer, wanted, stores: { book.stores[$0] }, isLocking: isLocking)
        guard facts.tally.totals[campaign.id]?.matches(campaign) == true else { throw BatchSetback.overdrawn }
        var coupons = drawn.prefix(Int(batch.asked - batch.made))[...]
        let page = CodeBatchRules.page(
            coupons.count, of: batch, campaign, in: store, tally: &facts.tally, at: now,
            nextCoupon: { coupons.removeFirst().coupon })
        switch page {
        case .stopped(let reason):
            // What the limit of a day leaves tomorrow is not waited for: nobody would know when.
            try await stop(batch, because: reason, of: retailer)
            return []
        case .grants(let grants):
            var page = CheckInBatch()
            page.codes = batch
            page.coupons = zip(grants, drawn).map { grant, drawn in
                NewCoupon(
                    grant: grant, shopper: nil, session: nil, store: nil, alsoValidAt: [], checkIn: nil,
                    codeHash: drawn.hash, codeSealed: drawn.sealed, issuedAt: now)
            }
            try await database.record(page, of: retailer, outboxID: ids.nextNumber(), at: now)
            return grants
        }
    }

    private func stop(_ batch: CodeBatch, because reason: CheckInReason, of retailer: ID<Retailer>) async throws {
        try await database.stop(batch.id, because: reason, of: retailer, at: now)
        try await raiseAndRefresh(retailer)
    }

    private func withdraw(_ ref: Ref<CodeBatch>, from campaign: ID<Campaign>) async throws -> Int {
        var count = 0
        var last: ID<Coupon>?
        while let page = try await withdrawPage(of: campaign, batch: ref.id, after: last, of: ref.retailer) {
            count += page.count
            last = page.last
        }
        try await database.finishWithdrawal(of: ref.id, of: ref.retailer)
        try await raiseAndRefresh(ref.retailer)
        return count
    }

    /// So that all processes hear that there is nothing left to do.
    private func raiseAndRefresh(_ retailer: ID<Retailer>) async throws {
        _ = try await database.transaction { try await $0.raiseVersion(of: retailer) }
        try await refresh(retailer)
    }
}

extension FactsWanted {
    /// What is counted for codes that are for nobody yet.
    init(_ batch: CodeBatch, _ campaign: Campaign, on date: LocalDate) {
        self.init(campaigns: [campaign.id])
        for (key, max) in Tally.keys(campaign, shopper: nil, store: nil, channel: batch.channel, on: date) {
            counters[key] = max
        }
    }
}

public import Promotions
import Records

/// An appeal as it stands now.
public struct AppealAnswer: Sendable {
    public let retailer: ID<Retailer>
    public let appeal: Appeal
    /// For the shopper.
    public let say: Sentence
    /// What granting it has issued.
    public let coupons: [IssuedCoupon]
}

extension Desk {
    /// A shopper's word that they were there. With the code that the store shows it is granted at once, if the limits
    /// allow; else it joins the store's list. Again, it answers how the appeal stands.
    /// - Returns: refused with `codeWrong` (nothing is kept then), `notAppealable` or `notFound`.
    public func appeal(
        _ ref: Ref<CheckIn>, by caller: ShopperToken, code: PresenceCode?, message: String?, retry: RetryRequest?
    ) async throws -> Answer<AppealAnswer> {
        let now = now
        guard let record = try await ownCheckIn(ref, of: caller), let book = shelf.current.book(ref.retailer) else {
            return .refused(.notFound)
        }
        let standing = record.appealStanding(at: now)
        var mayOpen = false
        if case .possible = standing { mayOpen = true }
        let known = try await database.appeal(ref.id, of: ref.retailer)
        if known == nil, !mayOpen { return .refused(.notAppealable, Self.sentence(standing)) }

        var shown: (store: Store, stepsOff: Int)?
        if let code, mayOpen, known?.state ?? .open == .open, try await !isRepeated(retry, of: ref.retailer) {
            let stores = ([record.store] + record.candidates.map(\.store)).compactMap(book.store)
            shown = shownStore(code, among: stores, of: ref.retailer, at: now)
            if shown == nil { return .refused(.codeWrong) }
        }
        let opened = Appeal(
            checkIn: ref.id, store: shown?.store.id ?? record.store, shopper: record.shopper,
            assurance: caller.assurance, message: message, openedAt: now)
        let isNew = try await keeping(retry, for: ref) { try await $0.open(opened, of: ref.retailer) }
        guard isNew != nil else { return .refused(.idempotencyMismatch) }
        guard let appeal = try await database.appeal(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        if let shown {
            return try await settle(
                appeal, by: .shopperCode, in: shown.store, assurance: caller.assurance,
                code: .right(stepsOff: shown.stepsOff), ref)
        }
        return .done(try await told(appeal, ref))
    }

    /// The right code, but perhaps nothing left to give: then the store decides.
    private func settle(
        _ appeal: Appeal, by settler: Appeal.Settler, in store: Store, assurance: Shopper.Assurance, code: CodeProof,
        _ ref: Ref<CheckIn>
    ) async throws -> Answer<AppealAnswer> {
        switch try await grant(appeal, ref, by: settler, in: store, assurance: assurance, code: code) {
        case .refused(let refused): return .refused(refused)
        case .done(.granted), .done(.rejected): break
        case .done(.nothing(let reason)):
            let waiting = try await database.appeal(ref.id, of: ref.retailer) ?? appeal
            let said = SaidReason(reason, say: CheckInWords.say(reason, isVisit: false))
            return .done(
                AppealAnswer(retailer: ref.retailer, appeal: waiting, say: ReceiptWords.believed(said), coupons: []))
        }
        return .done(try await told(try await database.appeal(ref.id, of: ref.retailer) ?? appeal, ref))
    }

    /// The appeal with whatever it has earned.
    func told(_ appeal: Appeal, _ ref: Ref<CheckIn>) async throws -> AppealAnswer {
        var coupons: [IssuedCoupon] = []
        if appeal.state == .granted, let record = try await database.checkIn(ref.id, of: ref.retailer) {
            coupons = try await issuedCoupons(record.offers.compactMap(\.coupon), of: ref.retailer)
        }
        return AppealAnswer(
            retailer: ref.retailer, appeal: appeal,
            say: ReceiptWords.next(.needless, appeal.state, hasCoupon: !coupons.isEmpty), coupons: coupons)
    }

    private func isRepeated(_ retry: RetryRequest?, of retailer: ID<Retailer>) async throws -> Bool {
        guard let retry else { return false }
        let hash = secrets.retryKey(retry, reference: 0).hash
        return try await database.retryKeys([hash], of: retailer)[hash] != nil
    }

    /// Writes the retry key together with what `body` writes. What an appeal answers is told from its state, so that a
    /// known key with the same body goes on like a new one.
    /// - Returns: nil if the key came with another body before.
    func keeping<Subject>(
        _ retry: RetryRequest?, for ref: Ref<Subject>, _ body: @Sendable (Database) async throws -> Bool
    ) async throws -> Bool? {
        let key = retry.map { secrets.retryKey($0, reference: ref.id.rawValue) }
        let retailer = ref.retailer
        return try await database.transaction { database -> Bool? in
            if let key, try await database.claim([key], of: retailer, at: now).isEmpty {
                let known = try await database.retryKeys([key.hash], of: retailer)[key.hash]
                guard known?.bodyHash == key.bodyHash else { return nil }
            }
            return try await body(database)
        }
    }

    private static func sentence(_ standing: CheckInRecord.AppealStanding) -> Sentence {
        switch standing {
        case .possible, .needless: "This check-in has earned what it can. There is nothing to appeal against."
        case .waiting: "This check-in still waits for you. Send another position or the code first."
        case .groundless: "An appeal cannot change this: nobody doubts your visit."
        case .late: "An appeal is possible for \(Appeal.hours) hours after the check-in."
        }
    }
}

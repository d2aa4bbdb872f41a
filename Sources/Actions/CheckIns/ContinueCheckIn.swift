import Geofence
import Promotions
import Records

/// What a held check-in becomes with one more thing that says where the shopper is.
extension Desk {
    struct Continued {
        let whereabouts: Whereabouts
        let fix: Fix?
        let fixes: Int
    }

    /// The store among these whose screen shows the code.
    func shownStore(
        _ code: PresenceCode?, among stores: [Store], of retailer: ID<Retailer>, at now: Instant
    ) -> (store: Store, stepsOff: Int)? {
        guard let code else { return nil }
        for store in stores {
            let ref = Ref(retailer, store.id)
            guard code.store == nil || code.store == ref else { continue }
            if let steps = secrets.presenceStep(code, of: ref, at: now) { return (store, steps) }
        }
        return nil
    }

    /// Why this attempt says nothing at all; nil if it may decide something.
    func idleReason(
        _ fix: ReportedFix?, _ code: PresenceCode?, after held: CheckInRecord, by caller: ShopperToken,
        in book: RetailerBook, at now: Instant
    ) -> CheckInReason? {
        guard let fix, caller.consents.location else { return code == nil ? nil : .codeWrong }
        if let store = book.store(held.store),
            let flaw = PresenceRules.flaw(of: fix, at: now, policy: book.policy(at: store))
        {
            return flaw
        }
        // The same measurement twice would look twice as sure.
        return fix.fix.position == held.fix?.position ? .replayed : nil
    }

    /// The code shows the store; a position counts beside it only where some campaign asks for both.
    func continued(
        _ held: CheckInRecord, in store: Store, by caller: ShopperToken, fix: Fix?, book: RetailerBook
    ) -> Continued {
        let fixes = caller.consents.location ? [held.fix, fix].compactMap { $0 } : []
        guard !book.policy(at: store).codeSuffices, let fused = Fix.fused(fixes) else {
            return Continued(whereabouts: .inside(Nearby(bare: store), also: []), fix: nil, fixes: 0)
        }
        return Continued(
            whereabouts: .inside(Nearby(store: store, fix: fused), also: []), fix: fused,
            fixes: held.fixes + (fix == nil ? 0 : 1))
    }

    /// - Parameter stores: those that are still possible, chosen or all.
    func continued(
        _ held: CheckInRecord, by caller: ShopperToken, fix: Fix?, stores: [Store], book: RetailerBook
    ) -> Continued {
        guard caller.consents.location else {
            return Continued(
                whereabouts: .refused(.noConsent, nearest: stores.first.map { Nearby(bare: $0) }), fix: nil, fixes: 0)
        }
        var fused = held.fix
        var fixes = held.fixes
        if let fix {
            fused = Fix.fused([held.fix, fix].compactMap { $0 })
            fixes += 1
        }
        guard let fused, let first = stores.first else {
            return Continued(whereabouts: .refused(.outsideFence, nearest: nil), fix: held.fix, fixes: fixes)
        }
        var seen: Set<ID<Store>> = []
        let stores = stores.filter { seen.insert($0.id).inserted }
        let judged =
            stores.count == 1
            ? PresenceRules.judge(fused, at: first, policy: book.policy(at: first))
            : PresenceRules.judge(fused, among: stores, policy: book.policy(at:))
                ?? .refused(.outsideFence, nearest: Nearby(store: first, fix: fused))
        return Continued(whereabouts: settled(judged, held, fixes: fixes, book: book), fix: fused, fixes: fixes)
    }

    private func settled(
        _ judged: Whereabouts, _ held: CheckInRecord, fixes: Int, book: RetailerBook
    ) -> Whereabouts {
        switch judged {
        case .inside(let nearby, _):
            // Where fences overlap, the coupon is good in each that holds the shopper as surely.
            let also = held.candidates.filter { candidate in
                guard candidate.store != nearby.store.id, let other = book.store(candidate.store) else { return false }
                return candidate.containment >= book.policy(at: other).inside
            }
            return .inside(nearby, also: also.map(\.store))
        case .unclear(.uncertain, let candidates) where fixes >= CheckIn.fixesMax:
            return .refused(.uncertain, nearest: candidates.first)
        case .unclear, .refused: return judged
        }
    }
}

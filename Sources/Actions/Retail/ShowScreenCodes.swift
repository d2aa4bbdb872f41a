public import Promotions

/// A code for a screen in the shop, and the one after it, so that the screen has to ask only once a minute and shows
/// a good code through a short outage of its line.
public struct ScreenCode: Sendable {
    public struct Shown: Sendable {
        public let digits: String
        /// What the screen's QR holds.
        public let scanned: String
        /// The code is shown from here until `expiresAt`; it is taken a step longer either way.
        public let validFrom: Instant
        public let expiresAt: Instant
    }

    public let store: (ref: Ref<Store>, name: String)
    public let now: Shown
    public let next: Shown
}

extension Desk {
    /// Proves that somebody is in the till's store.
    public func presenceScreen(of till: TillToken) -> Answer<ScreenCode> {
        screen(of: till) { store, step in secrets.presenceCode(of: store, step: step) }
    }

    /// Proves that somebody works in the till's store. Not for the shopper's side of the counter.
    public func staffScreen(of till: TillToken) -> Answer<ScreenCode> {
        screen(of: till) { store, step in secrets.staffCode(of: store, step: step) }
    }

    private func screen(of till: TillToken, digits: (Ref<Store>, Int64) -> String) -> Answer<ScreenCode> {
        let ref = Ref(till.till.retailer, till.store)
        guard let store = shelf.current.store(ref) else { return .refused(.storeArchived) }
        func shown(_ step: Int64) -> ScreenCode.Shown {
            let digits = digits(ref, step)
            return ScreenCode.Shown(
                digits: digits, scanned: PresenceCode.scanned(digits, at: ref),
                validFrom: PresenceCode.start(ofStep: step), expiresAt: PresenceCode.start(ofStep: step + 1))
        }
        let step = PresenceCode.step(at: now)
        return .done(ScreenCode(store: (ref, store.name), now: shown(step), next: shown(step + 1)))
    }
}

public import Promotions
import Records

/// The PIN with which a till may speak for its store.
extension Desk {
    public static let pinLength = 4...12
    /// Wrong tries of one store's PIN in a quarter of an hour, over all tills and processes.
    static let pinTriesMax = 5
    static let pinTriesSeconds = 900

    /// Nil takes the PIN away. Called inside `once`.
    public func setPIN(_ pin: String?, of store: Ref<Store>) async throws -> Answer<Void> {
        guard let place = try await database.store(store.id, of: store.retailer) else { return .refused(.notFound) }
        guard place.archivedAt == nil else { return .refused(.storeArchived) }
        try await database.setPIN(
            pin.map { secrets.pinHash($0, of: store) }, of: store.id, at: store.retailer, now: now)
        return .done(())
    }

    /// - Returns: refused with `pinWrong`, also where there is none, or `tooManyAttempts`.
    public func checkPIN(_ pin: String, of store: Ref<Store>) async throws -> Answer<Void> {
        let now = now
        let since = now.adding(seconds: -Self.pinTriesSeconds)
        switch try await database.tryPIN(
            of: store.id, at: store.retailer, now: now, since: since, max: Self.pinTriesMax)
        {
        case .none: return .refused(.pinWrong, "This store has no PIN. The retailer sets it.")
        case .tooMany:
            return .refused(
                .tooManyAttempts, "The PIN was wrong too often. Wait a quarter of an hour, or ask the retailer.")
        case .counted(let hash):
            guard hash == secrets.pinHash(pin, of: store) else { return .refused(.pinWrong) }
            try await database.clearPINTries(of: store.id, at: store.retailer)
            return .done(())
        }
    }
}

extension Secrets {
    /// Keyed: four digits could be tried out by whoever reads the table.
    func pinHash(_ pin: String, of store: Ref<Store>) -> [UInt8] {
        Array(mac(.storePIN, store.bytes + Array(pin.utf8), generation: founding))
    }
}

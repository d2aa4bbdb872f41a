import Actions
import Promotions

/// A till whose line is down: it judges with nothing but its pack.
struct LiveLine {
    private var pack: OfflinePack?
    private var memory = OfflineMemory(lastSeen: Instant(seconds: 0))
    private var items: [JSON] = []
    private(set) var leases: [String] = []

    var isCut: Bool { pack != nil }

    /// A pastry and a coffee.
    static let basket: JSON = [
        "currency": "NZD", "total": 1_450,
        "lines": [
            ["id": "1", "sku": "pastry", "quantity": 1, "unit_price": 650],
            ["id": "2", "sku": "coffee", "quantity": 1, "unit_price": 800],
        ],
    ]

    mutating func cut(_ pack: OfflinePack) {
        self.pack = pack
        memory = OfflineMemory(lastSeen: pack.issuedAt)
        items = []
    }

    /// - Returns: whether it was accepted.
    mutating func take(_ code: String, at now: Instant) -> Bool {
        guard let pack,
            case .accepted(let body, let offer, _) = OfflineVerifier.verdict(
                on: code, pack: pack, root: nil, memory: memory, at: now)
        else { return false }
        memory.accept(body.code, of: offer.campaign, at: now)
        items.append([
            "id": .string("offline-\(items.count)"), "code": .string(code), "accepted_at": .string(now.rfc3339),
            "basket": Self.basket,
        ])
        return true
    }

    /// What is to be uploaded.
    mutating func restore() -> [JSON] {
        leases = pack?.leases.map { Ref(pack?.till.retailer ?? ID(0), $0.id).text } ?? []
        pack = nil
        return items
    }
}

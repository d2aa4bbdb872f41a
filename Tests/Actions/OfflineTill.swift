import Promotions
import Records

@testable import Actions

/// A till as an honest device behaves: what it knows is its pack, as JSON, and what it remembers.
struct OfflineTill {
    let desk: Desk
    let token: TillToken
    private(set) var pack: OfflinePack?
    private(set) var memory: OfflineMemory
    private(set) var waiting: [OfflineAcceptance] = []
    private var root: [UInt8]?
    private var count = 0

    init(_ desk: Desk, _ token: TillToken) {
        self.desk = desk
        self.token = token
        memory = OfflineMemory(lastSeen: Instant(seconds: 0))
    }

    /// Over the line.
    mutating func fetchPack() async throws {
        let fetched = try await desk.pack(for: token).value
        let read = try OfflinePack(reading: try JSON(parsing: fetched.json.text()))
        root = root ?? read.keys.root
        memory.adopt(read)
        pack = read
    }

    mutating func forgetPack() {
        pack = nil
    }

    /// Without the line.
    mutating func take(_ scanned: String, at now: Instant) -> OfflineVerdict? {
        guard let pack else { return nil }
        let verdict = OfflineVerifier.verdict(on: scanned, pack: pack, root: root, memory: memory, at: now)
        if case .accepted(let body, let offer, _) = verdict {
            count += 1
            memory.accept(body.code, of: offer.campaign, at: now)
            waiting.append(
                OfflineAcceptance(name: "\(token.till.text)-\(count)", scanned: scanned, acceptedAt: now))
        }
        return verdict
    }

    /// Over the line. - Parameter isHeard: false: the answer is lost on its way.
    mutating func upload(isHeard: Bool = true) async throws -> [KeptAcceptance] {
        let (token, sent) = (token, waiting)
        if sent.isEmpty { return [] }
        let kept = try await desk.uploaded(sent, at: token)
        guard isHeard else { return kept }
        for (acceptance, answer) in zip(sent, kept) {
            guard case .signed(let signed) = ScannedCoupon(acceptance.scanned) else { continue }
            memory.settle(signed.body.code, answer.settlement.outcome)
        }
        waiting = []
        return kept
    }
}

extension Desk {
    /// As a route does it.
    func uploaded(_ acceptances: [OfflineAcceptance], at till: TillToken) async throws -> [KeptAcceptance] {
        for attempt in 1... {
            do {
                return try await database.transaction {
                    try await Desk(self, database: $0).upload(acceptances, at: till)
                }
            } catch BatchSetback.overdrawn where attempt < 20 {
                continue
            }
        }
        preconditionFailure("the last try returns or throws")
    }
}

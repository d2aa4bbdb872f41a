import Actions
import ArgumentParser
import Foundation
import Promotions

/// The reference for other implementers of a till: one pack, some coupons, no database and no line.
struct VerifyCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Say of scanned coupons what a till without a line says of them.",
        discussion: """
            Needs nothing but a pack as GET /v1/tills/me/pack answered it. The coupons are judged one after the other, \
            as one till would: what is accepted uses up its lease and is refused the second time. The exit status is 0 \
            if all of them are accepted, else 65.
            """)

    @Option(help: "The pack's JSON.")
    var pack: String

    @Option(help: "The root key that the till has kept, in base 32 (default: the pack's own).")
    var root: String?

    @Option(help: "What the till's clock shows, such as 2026-08-14T10:30:00Z (default: now).")
    var at: String?

    @Option(name: .customLong("last-seen"), help: "The latest time that the till has seen (default: the pack's).")
    var lastSeen: String?

    @Argument(help: "What the scanner gave; without any, each line of standard input.")
    var codes: [String] = []

    @OptionGroup var common: CommonOptions

    private static let packBytesMax = 64 << 20
    private static let inputBytesMax = 16 << 20

    func perform() async throws -> Outcome {
        let pack = try read()
        let kept = try root.map { text in
            guard let bytes = Base32.decode(text.uppercased()), bytes.count == 32 else {
                throw Complaint(.badInput, "\(text) is not a root key: 32 bytes in base 32.")
            }
            return bytes
        }
        let now = try at.map { try instant($0) } ?? Clock.system.now()
        var memory = OfflineMemory(lastSeen: try lastSeen.map { try instant($0) } ?? pack.issuedAt)
        var accepted = 0
        var items: [JSON] = []
        var lines: [String] = []
        for scanned in try scanned() {
            let verdict = OfflineVerifier.verdict(on: scanned, pack: pack, root: kept, memory: memory, at: now)
            if case .accepted(let body, let offer, _) = verdict {
                memory.accept(body.code, of: offer.campaign, at: now)
                accepted += 1
            }
            items.append(verdict.json(of: scanned, pack))
            lines.append(verdict.line)
        }
        return Outcome(
            ["accepted": .int(Int64(accepted)), "items": .array(items)], text: lines.joined(separator: "\n"),
            status: accepted == items.count ? .fine : .badInput)
    }

    private func read() throws -> OfflinePack {
        let text = try InputFile.text(pack, bytesMax: Self.packBytesMax)
        guard let json = try? JSON(parsing: text) else { throw Complaint(.badInput, "\(pack) is not JSON.") }
        return try OfflinePack(reading: json)
    }

    private func scanned() throws -> [String] {
        guard codes.isEmpty else { return codes }
        let text = try InputFile.text("-", bytesMax: Self.inputBytesMax)
        let lines = text.split(whereSeparator: \.isNewline).map(String.init)
        if lines.isEmpty { throw Complaint(.usage, "Name a coupon, or write some to standard input.") }
        return lines
    }

    private func instant(_ text: String) throws -> Instant {
        guard let instant = Instant(rfc3339: text) else {
            throw Complaint(.badInput, "\(text) is not a time such as 2026-08-14T10:30:00Z.")
        }
        return instant
    }
}

extension OfflineVerdict {
    fileprivate var word: String {
        reason.map { $0.isForServer ? "ask" : "refuse" } ?? "accept"
    }

    fileprivate var line: String {
        switch self {
        case .accepted(let body, let offer, let lease):
            "accept  \(body.code.grouped)  \(offer.headline) (until \(body.expiry.rfc3339), lease until "
                + "\(lease.endsAt.rfc3339))"
        case .refused(let reason): "\(word)  \(reason.rawValue)  \(OfflineWords.say(reason))"
        }
    }

    fileprivate func json(of scanned: String, _ pack: OfflinePack) -> JSON {
        var object: JSONObject = [
            "scanned": .string(scanned), "verdict": .string(word), "reason": JSON(reason?.rawValue),
        ]
        switch self {
        case .accepted(let body, let offer, let lease):
            object["code"] = .string(body.code.symbols)
            object["campaign_id"] = .string(Ref(pack.till.retailer, offer.campaign).text)
            object["expires_at"] = .string(body.expiry.rfc3339)
            object["lease_id"] = .string(Ref(pack.till.retailer, lease.id).text)
            object["say"] = .string(OfflineWords.accepted)
        case .refused(let reason): object["say"] = .string(OfflineWords.say(reason))
        }
        return .object(object)
    }
}

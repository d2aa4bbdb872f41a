import Actions
import HTTPTypes
import Promotions

/// A retailer's tills in the console: which device stands where, which are ready, and new ones.
enum ConsoleTillPages {
    private static let listed = 50

    static func list(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        let words = try Words.of(.tills, call.request.pageLanguage)
        let retailer = caller.user.retailer
        let wanted = (call.query["q"] ?? "").lowercased()
        let book = call.desk.shelf.current.book(retailer)
        let found = (book?.tills.values ?? [:].values).compactMap { till -> (Till, Store)? in
            guard till.revokedAt == nil, caller.caller.reaches(till.store), let store = book?.stores[till.store]
            else { return nil }
            let text = [store.name, store.externalID ?? "", till.name].joined(separator: " ").lowercased()
            return wanted.isEmpty || text.contains(wanted) ? (till, store) : nil
        }.sorted { ($0.1.name, $0.0.id) < ($1.1.name, $1.0.id) }
        let start = max(0, Int(try call.query.integer("from", in: 0...1_000_000) ?? 0))
        let shown = found.dropFirst(start).prefix(listed)
        var facts: [String: any Sendable] = [
            "q": call.query["q"] ?? "", "count": words.text("till_count", count: Int64(found.count)),
            "tills": shown.map { row($0.0, $0.1, retailer, words) },
            "readiness": try await readiness(call, caller),
        ]
        let query = wanted.isEmpty ? "" : "&q=\(percentEncoded(call.query["q"] ?? ""))"
        if start > 0 { facts["before"] = "/console/tills?from=\(max(0, start - listed))\(query)" }
        if found.count > start + listed { facts["after"] = "/console/tills?from=\(start + listed)\(query)" }
        return try ConsolePages.show("console-tills", .tills, at: .tills, call, caller, facts)
    }

    private static func row(
        _ till: Till, _ store: Store, _ retailer: ID<Retailer>, _ words: Words
    ) -> [String: any Sendable] {
        [
            "id": Ref(retailer, till.id).text, "name": till.name, "store": store.name,
            "store_id": Ref(retailer, store.id).text, "is_enrolled": till.enrolledAt != nil,
        ]
    }

    /// Of campaigns that run or are about to: how many tills have rehearsed, and the code to do it with.
    private static func readiness(_ call: Call, _ caller: ConsoleCaller) async throws -> [[String: any Sendable]] {
        let retailer = caller.user.retailer
        let campaigns = (call.desk.shelf.current.book(retailer)?.campaigns.values ?? [:].values).filter {
            [.draft, .approved, .enabled].contains($0.state) && $0.terms.reward.form == .coupon
                && caller.caller.sees($0)
        }.sorted { $0.id > $1.id }.prefix(6)
        var cards: [[String: any Sendable]] = []
        for campaign in campaigns {
            let ref = Ref(retailer, campaign.id)
            guard case .done(let (readiness, code)) = try await call.desk.readiness(of: ref, in: caller.caller.scope),
                readiness.tills > 0
            else {
                continue
            }
            cards.append([
                "name": campaign.terms.name, "href": "/console/campaigns/\(ref.text)",
                "say": Speech.said(readiness.say),
                "ready": "\(readiness.ready)", "tills": "\(readiness.tills)", "code": code.grouped,
                "is_ready": readiness.ready == readiness.tills,
            ])
        }
        return cards
    }
}

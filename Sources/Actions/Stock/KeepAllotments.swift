public import Promotions
import Records

/// What an import of allotments did, line by line.
public struct AllotmentReport: Sendable {
    public var set = 0
    public var cleared = 0
    public var unchanged = 0
    public var rejected: [LineProblem] = []

    public func json(_ said: (Sentence) -> String = \.text) -> JSON {
        [
            "set": .int(Int64(set)), "cleared": .int(Int64(cleared)), "unchanged": .int(Int64(unchanged)),
            "rejected": .array(rejected.map { $0.json(said) }),
        ]
    }
}

extension Desk {
    private static let allotmentsPageMax = 2_000

    /// The period that a file of allotments means if it names none: that of the campaign's only limit per store, or its
    /// whole life. Nil where it has several.
    public func allotmentPeriod(of ref: Ref<Campaign>) async throws -> Answer<Limit.Period?> {
        guard let campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        let periods = campaign.terms.limits.filter { $0.per == .store }.map(\.period)
        return .done(periods.isEmpty ? .campaign : periods.count == 1 ? periods[0] : nil)
    }

    /// All good lines in one transaction, called inside `once`. The same file again changes nothing.
    public func allot(_ file: RowFile<AllotmentImport>, of ref: Ref<Campaign>) async throws -> Answer<AllotmentReport> {
        guard let version = try await database.raiseVersion(of: ref.retailer),
            let before = try await stocked(ref)
        else { return .refused(.notFound) }
        guard before.state != .archived else { return .refused(.wrongState, "This campaign is over.") }
        if before.terms.unlock.isGivenLater {
            return .refused(.wrongState, "Its coupons belong to no store: limit them per campaign.")
        }
        var report = AllotmentReport(rejected: file.rejected)
        var changes: [NewAllotment] = []
        var lines: [[String]: Int] = [:]
        let stores = try await stores(named: file.rows.map(\.store), of: ref.retailer)
        for row in file.rows {
            let reject = { (field: String, reason: Sentence) in
                report.rejected.append(LineProblem(line: row.line, field: field, reason: reason))
            }
            guard let store = stores[row.store] else {
                reject("store", "is none of your stores, or it is archived")
                continue
            }
            guard before.includes(store) else {
                reject("store", "the campaign does not run there")
                continue
            }
            if let line = lines.updateValue(row.line, forKey: [store.id.text, row.period.rawValue]) {
                reject("store", "stands on line \(line) already")
                continue
            }
            let allotment = before.stock.allotments[store.id]?[row.period]
            let start = row.period.start(of: store.zone.localDate(at: now))
            let hasOwnWord = allotment?.once[start] != nil
            if allotment?.standing == row.max, !hasOwnWord {
                report.unchanged += 1
                continue
            }
            if row.max == nil { report.cleared += 1 } else { report.set += 1 }
            changes.append(
                NewAllotment(campaign: ref.id, store: store.id, period: row.period, start: nil, max: row.max))
            if hasOwnWord {
                // What the store said was left gives way to what the retailer says now.
                changes.append(
                    NewAllotment(campaign: ref.id, store: store.id, period: row.period, start: start, max: nil))
            }
        }
        report.rejected.sort { $0.line < $1.line }
        guard !changes.isEmpty else { return .done(report) }
        try await database.raiseEdition(of: ref.id, at: ref.retailer, version: version)
        for start in stride(from: 0, to: changes.count, by: Self.allotmentsPageMax) {
            let page = Array(changes[start..<min(start + Self.allotmentsPageMax, changes.count)])
            try await database.allot(page, of: ref.id, at: ref.retailer, version: version, now: now)
        }
        let limited = before.terms.limits.filter { $0.per == .store }.map(\.period)
        for period in Set(changes.map(\.period)).subtracting(limited).sorted(by: { $0.reach < $1.reach }) {
            // What is out counts for those who were not counted so far.
            let limit = Limit(per: .store, period: period, max: Int(Limit.countMax))
            try await database.recount(limit, of: ref.id, giving: before.terms.reward.form, at: ref.retailer)
        }
        return .done(report)
    }

    /// By our id or the retailer's, as a file writes them; archived ones left out.
    private func stores(named names: [String], of retailer: ID<Retailer>) async throws -> [String: Store] {
        var found: [String: Store] = [:]
        let book = shelf.current.book(retailer)
        for name in names {
            if let ref = Ref<Store>(text: name), ref.retailer == retailer { found[name] = book?.store(ref.id) }
        }
        let others = Array(Set(names.filter { found[$0] == nil }))
        for start in stride(from: 0, to: others.count, by: Self.allotmentsPageMax) {
            let page = Array(others[start..<min(start + Self.allotmentsPageMax, others.count)])
            for store in try await database.stores(of: retailer, externalIDs: page) where store.archivedAt == nil {
                if let name = store.externalID { found[name] = store }
            }
        }
        return found
    }

    /// What each store of a campaign may give in its present periods, and has given, as a file that can be sent back.
    public func allotments(_ ref: Ref<Campaign>) async throws -> Answer<String> {
        guard let campaign = try await stocked(ref) else { return .refused(.notFound) }
        let stores = try await database.allStores(of: ref.retailer)
            .filter { $0.archivedAt == nil && campaign.includes($0) }
        var text = CSVLine.text(["store", "external_id", "name", "period", "max", "used", "left"])
        for start in stride(from: 0, to: stores.count, by: Self.allotmentsPageMax) {
            let page = stores[start..<min(start + Self.allotmentsPageMax, stores.count)].map { store in
                (store, campaign.storeKeys(of: store.id, on: store.zone.localDate(at: now)))
            }
            let used = try await database.used(page.flatMap { $0.1.map(\.key) }, of: ref.retailer)
            for (store, keys) in page {
                for (key, max) in keys {
                    let given = used[key, default: 0]
                    text += CSVLine.text([
                        Ref(ref.retailer, store.id).text, store.externalID ?? "", CSVLine.words(store.name),
                        key.period.rawValue,
                        "\(max)", "\(given)", "\(Swift.max(0, max - given))",
                    ])
                }
            }
        }
        return .done(text)
    }
}

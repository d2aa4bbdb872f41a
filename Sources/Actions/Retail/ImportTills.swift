public import Promotions
import Records

/// What an import of tills did, line by line; the enrolment codes are shown this once.
public struct TillImportReport: Sendable {
    public struct Created: Sendable {
        public let line: Int
        /// As the file named the store.
        public let store: String
        public let new: NewTill
    }

    public var created: [Created] = []
    public var rejected: [LineProblem] = []

    public func json(of retailer: ID<Retailer>, _ said: (Sentence) -> String = \.text) -> JSON {
        [
            "created": .array(
                created.map { created in
                    let till = created.new.till
                    return [
                        "line": .int(Int64(created.line)), "id": .string(Ref(retailer, till.id).text),
                        "store_id": .string(Ref(retailer, till.store).text), "store": .string(created.store),
                        "name": .string(till.name), "enrolment_code": .string(created.new.enrolmentCode),
                        "enrolment_expires_at": .string(created.new.expiresAt.rfc3339),
                    ]
                }), "rejected": .array(rejected.map { $0.json(said) }),
        ]
    }
}

extension Desk {
    private static let tillsPageMax = 500

    /// Sets up every till of a file, in one transaction. A store has one till of each name, so that the same file again makes
    /// none twice. Called inside `once`.
    public func importTills(_ file: RowFile<TillImport>, of retailer: ID<Retailer>) async throws -> Answer<
        TillImportReport
    > {
        guard try await database.raiseVersion(of: retailer) != nil else { return .refused(.notFound) }
        var report = TillImportReport()
        report.rejected = file.rejected
        var taken = Set(
            try await database.tills(of: retailer, changedSince: -1).filter { $0.revokedAt == nil }.map {
                TillName(store: $0.store, name: $0.name)
            })
        for start in stride(from: 0, to: file.rows.count, by: Self.tillsPageMax) {
            let page = file.rows[start..<min(start + Self.tillsPageMax, file.rows.count)]
            let external = try await database.stores(of: retailer, externalIDs: page.map(\.store))
            let byName = Dictionary(
                external.compactMap { store in store.externalID.map { ($0, store.id) } },
                uniquingKeysWith: { first, _ in first })
            for row in page {
                let named = Ref<Store>(text: row.store)
                guard let store = byName[row.store] ?? named.flatMap({ $0.retailer == retailer ? $0.id : nil }) else {
                    report.reject(row, "store", "is none of your stores")
                    continue
                }
                guard taken.insert(TillName(store: store, name: row.name)).inserted else {
                    report.reject(row, "name", "this store has a till of that name")
                    continue
                }
                switch try await addTill(named: row.name, at: Ref(retailer, store)) {
                case .done(let new):
                    report.created.append(TillImportReport.Created(line: row.line, store: row.store, new: new))
                case .refused(let refused):
                    report.reject(
                        row, "store", refused.refusal == .storeArchived ? "is archived" : "is none of your stores")
                }
            }
        }
        report.rejected.sort { $0.line < $1.line }
        return .done(report)
    }

    private struct TillName: Hashable {
        let store: ID<Store>
        let name: String
    }
}

extension TillImportReport {
    fileprivate mutating func reject(_ row: TillImport.Row, _ field: String, _ reason: Sentence) {
        rejected.append(LineProblem(line: row.line, field: field, reason: reason))
    }
}

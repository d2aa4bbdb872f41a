import Crypto
import Geofence
public import Promotions
import Records

/// What an import of stores did, line by line.
public struct ImportReport: Sendable {
    public var created = 0
    public var updated = 0
    public var unchanged = 0
    public var rejected: [LineProblem] = []
    public var warnings: [LineProblem] = []
    /// What would become of each good line; only where nothing is written.
    public var rows: [Row]?

    public struct Row: Sendable {
        public enum Deed: String, CaseIterable, Sendable { case create, update, keep }

        public let line: Int
        public let deed: Deed
        public let store: Store

        fileprivate var json: JSON {
            [
                "line": .int(Int64(line)), "deed": .string(deed.rawValue), "external_id": JSON(store.externalID),
                "name": .string(store.name), "latitude": .double(store.location.latitude),
                "longitude": .double(store.location.longitude),
                "radius_meters": store.radiusMeters.map { .double($0) } ?? .null,
            ]
        }
    }

    public func json(_ said: (Sentence) -> String = \.text) -> JSON {
        var object: JSONObject = [
            "created": .int(Int64(created)), "updated": .int(Int64(updated)), "unchanged": .int(Int64(unchanged)),
            "rejected": .array(rejected.map { $0.json(said) }),
            "warnings": .array(warnings.map { $0.json(said) }),
        ]
        if let rows { object["rows"] = .array(rows.map(\.json)) }
        return .object(object)
    }
}

/// How to read the file, and what stands in for columns that it lacks.
public struct ImportOrder: Sendable {
    public var mapping: StoreMapping
    public var zone: Zone?
    public var radiusMeters: Double
    /// Says what would come of it, and writes nothing.
    public var isDry: Bool

    public init(
        mapping: StoreMapping = StoreMapping(), zone: Zone? = nil, radiusMeters: Double = 75, isDry: Bool = false
    ) {
        self.isDry = isDry
        self.mapping = mapping
        self.zone = zone
        self.radiusMeters = radiusMeters
    }
}

/// A file read to its end: its good rows, and what was wrong with the others.
public struct ImportFile: Sendable {
    var rows: [StoreRow] = []
    var columns: Set<StoreColumn> = []
    var report = ImportReport()
    /// SHA-256 of the whole file: what stands for the body in a retry key.
    public internal(set) var digest: [UInt8] = []

    /// Streams: memory holds the rows that were read, never the file.
    public static func reading<Chunks: AsyncSequence>(
        _ chunks: Chunks, order: ImportOrder
    ) async throws -> ImportFile where Chunks.Element: Sequence<UInt8> {
        var file = ImportFile()
        var reader = StoreImport(mapping: order.mapping)
        var hash = SHA256()
        for try await chunk in chunks {
            hash.update(data: Array(chunk))
            file.take(try reader.feed(chunk))
        }
        file.take(try reader.finish())
        file.columns = reader.columns
        file.digest = Array(hash.finalize())
        return file
    }

    private mutating func take(_ outcomes: [StoreImport.Outcome]) {
        for outcome in outcomes {
            switch outcome {
            case .row(let row, let warnings):
                rows.append(row)
                report.warnings += warnings
            case .rejected(let problems): report.rejected += problems
            }
        }
    }
}

extension Desk {
    private static let importPageMax = 500
    private static let rowsToldMax = 5_000

    /// Upserts by external id, in one transaction: all good rows or none. The same file again changes nothing.
    public func importStores(
        _ file: ImportFile, order: ImportOrder, of retailer: ID<Retailer>
    ) async throws -> Answer<ImportReport> {
        var version: Int64?
        if !order.isDry {
            guard let raised = try await database.raiseVersion(of: retailer) else { return .refused(.notFound) }
            version = raised
        }
        var report = file.report
        var told: [ImportReport.Row] = []
        for start in stride(from: 0, to: file.rows.count, by: Self.importPageMax) {
            let rows = file.rows[start..<min(start + Self.importPageMax, file.rows.count)]
            let known = try await database.stores(of: retailer, externalIDs: rows.map(\.externalID))
            let byExternalID = Dictionary(
                known.map { ($0.externalID ?? "", $0) }, uniquingKeysWith: { first, _ in first })
            var changed: [Store] = []
            for row in rows {
                let old = byExternalID[row.externalID]
                guard
                    let store = row.store(updating: old, id: old?.id ?? ids.next(), order: order, columns: file.columns)
                else {
                    let reason: Sentence = "is required: give the file a time_zone column or name a zone for all"
                    report.rejected.append(LineProblem(line: row.line, field: "time_zone", reason: reason))
                    continue
                }
                if told.count < Self.rowsToldMax {
                    told.append(
                        ImportReport.Row(
                            line: row.line, deed: old == nil ? .create : store == old ? .keep : .update, store: store))
                }
                if store == old {
                    report.unchanged += 1
                    continue
                }
                if old == nil { report.created += 1 } else { report.updated += 1 }
                changed.append(store)
            }
            if let version { try await database.save(changed, of: retailer, version: version, at: now) }
        }
        if order.isDry { report.rows = told }
        report.rejected.sort { $0.line < $1.line }
        report.warnings.sort { $0.line < $1.line }
        return .done(report)
    }
}

extension StoreRow {
    /// The store that this row makes of `old`. Columns that the file lacks leave the old value alone; an archived store
    /// that is in the file again is brought back. Nil without any time zone.
    fileprivate func store(updating old: Store?, id: ID<Store>, order: ImportOrder, columns: Set<StoreColumn>) -> Store?
    {
        guard let zone = zone ?? (columns.contains(.timeZone) ? nil : old?.zone) ?? order.zone else { return nil }
        let kept = { (column: StoreColumn) in !columns.contains(column) }
        let hasHours = columns.contains { (column: StoreColumn) in column.rawValue.hasPrefix("hours.") }
        var fence = Fence.circle(center: position, radiusMeters: radiusMeters ?? order.radiusMeters)
        if radiusMeters == nil, let old, case .polygon = old.fence { fence = old.fence }
        return Store(
            id: id, externalID: externalID, name: name, brand: kept(.brand) ? old?.brand : brand,
            owner: owner ?? old?.owner ?? .company, region: kept(.region) ? old?.region : region,
            address: kept(.address) ? old?.address : address, zone: zone, location: position, fence: fence,
            hours: hasHours ? hours : old?.hours, tags: kept(.tags) ? old?.tags ?? [] : tags, archivedAt: nil)
    }
}

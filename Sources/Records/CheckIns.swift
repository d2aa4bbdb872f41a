import Geofence
import Postgres
public import Promotions

extension Database {
    public func checkIn(_ id: ID<CheckIn>, of retailer: ID<Retailer>) async throws -> CheckInRecord? {
        try await checkIns([id], of: retailer)[id]
    }

    public func checkIns(
        _ ids: [ID<CheckIn>], of retailer: ID<Retailer>
    ) async throws -> [ID<CheckIn>: CheckInRecord] {
        guard !ids.isEmpty else { return [:] }
        var records: [ID<CheckIn>: CheckInRecord] = [:]
        for row in try await run(CheckInStatements.read(retailer.rawValue, ids.map(\.rawValue))) {
            let record = try Self.checkIn(row)
            records[record.id] = record
        }
        return records
    }

    static func checkIn(_ row: Row) throws -> CheckInRecord {
        var row = row
        let id: ID<CheckIn> = try row.id()
        let shopper: ID<Shopper> = try row.id()
        let session: ID<Session> = try row.id()
        let store: ID<Store> = try row.id()
        let verdict: Verdict = try row.choice()
        let reasons = try row.read([String].self).compactMap(CheckInReason.init(rawValue:))
        let source: CheckInRecord.Source = try row.choice()
        let checkedAt = try row.instant()
        let capturedAt = try row.optionalInstant()
        let fix = try fix(&row)
        let fixes = Int(try row.read(Int16.self))
        let distance: Double? = try row.read()
        let containment: Double? = try row.read()
        let heldUntil = try row.optionalInstant()
        let candidates = try row.read(String?.self).map { try JSON(parsing: $0).elements ?? [] } ?? []
        let offers = try JSON(parsing: row.read(String.self)).elements ?? []
        return CheckInRecord(
            id: id, shopper: shopper, session: session, store: store, verdict: verdict, reasons: reasons,
            source: source, checkedAt: checkedAt, capturedAt: capturedAt, fix: fix, fixes: fixes,
            distanceMeters: distance, containment: containment, heldUntil: heldUntil,
            candidates: candidates.compactMap(CheckInRecord.Candidate.init(stored:)),
            offers: offers.compactMap(OfferOutcome.init(stored:)), channel: try row.read(),
            evidence: try row.read(String?.self).map { CheckInEvidence(stored: try JSON(parsing: $0)) }
                ?? CheckInEvidence())
    }

    /// - Parameter stores: those in memory; visits elsewhere say nothing any more.
    static func trails(_ rows: [Row], stores: (ID<Store>) -> Store?) throws -> [ID<Shopper>: Trail] {
        var visits: [ID<Shopper>: [EarlierVisit]] = [:]
        for var row in rows {
            let shopper: ID<Shopper> = try row.id()
            let id: ID<CheckIn> = try row.id()
            guard let store = stores(try row.id()) else { continue }
            let verdict: Verdict = try row.choice()
            let reasons = try row.read([String].self).compactMap(CheckInReason.init(rawValue:))
            let checkedAt = try row.instant()
            let capturedAt = try row.optionalInstant()
            visits[shopper, default: []].append(
                EarlierVisit(
                    id, at: store, checkedAt: checkedAt, verdict: verdict, reasons: reasons, fix: try fix(&row),
                    capturedAt: capturedAt))
        }
        return visits.mapValues { Trail($0) }
    }

    private static func fix(_ row: inout Row) throws -> Fix? {
        let latitude: Double? = try row.read()
        let longitude: Double? = try row.read()
        let accuracy: Double? = try row.read()
        guard let latitude, let longitude, let accuracy,
            let position = Position(latitude: latitude, longitude: longitude)
        else { return nil }
        return Fix(position: position, accuracyMeters: accuracy)
    }
}

extension [CheckInRecord] {
    /// The values of `add check-ins` and `resume check-ins`, sorted by id.
    func call(_ statement: Statement, _ retailer: ID<Retailer>) -> Call {
        let rows = sorted { $0.id < $1.id }
        return statement(
            retailer.rawValue, rows.map(\.id.rawValue), rows.map(\.shopper.rawValue), rows.map(\.session.rawValue),
            rows.map(\.store.rawValue), rows.map(\.verdict.rawValue),
            rows.map { $0.reasons.map(\.rawValue).joined(separator: ",") }, rows.map(\.source.rawValue),
            rows.map(\.checkedAt.timestamp), rows.map { $0.capturedAt?.timestamp },
            rows.map { $0.fix?.position.latitude }, rows.map { $0.fix?.position.longitude },
            rows.map { $0.fix?.accuracyMeters }, rows.map { Int16(clamping: $0.fixes) }, rows.map(\.distanceMeters),
            rows.map(\.containment), rows.map { $0.heldUntil?.timestamp },
            rows.map { $0.candidates.isEmpty ? nil : JSON.array($0.candidates.map(\.stored)).text() },
            rows.map { JSON.array($0.offers.map(\.stored)).text() }, rows.map(\.channel),
            rows.map { $0.evidence.stored?.text() })
    }
}

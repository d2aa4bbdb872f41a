import Actions
import Promotions

/// The books of closed days.
enum ExportsAPI {
    private static let daysMax = 92

    static func export(_ export: BookExport) -> @Sendable (Call, RetailerCaller) async throws -> Reply {
        { call, caller in
            let (from, to) = try days(call.query, atMost: daysMax)
            let desk = call.desk
            if let refused = try await desk.refusesExport(of: caller.retailer, to: to) { throw Problem(refused) }
            return .csv(named: "\(export.rawValue)-\(from.text)-\(to.text).csv") { write in
                try await write(export.header)
                try await desk.write(export, of: caller.retailer, in: caller.scope, from: from, to: to, write)
            }
        }
    }

    static func days(_ query: Query, atMost daysMax: Int) throws(Invalid) -> (from: LocalDate, to: LocalDate) {
        let from = try date("from", query)
        let to = try date("to", query)
        guard from < to, to <= from.adding(days: daysMax) else {
            throw Invalid(
                field: "to", reason: "must be 1 to \(daysMax) days after from: it is the first day left out")
        }
        return (from, to)
    }

    private static func date(_ name: String, _ query: Query) throws(Invalid) -> LocalDate {
        guard let text = query[name] else { throw Invalid(field: name, reason: "is required") }
        guard let date = LocalDate(text) else {
            throw Invalid(field: name, reason: "must be a date such as 2026-08-14")
        }
        return date
    }
}

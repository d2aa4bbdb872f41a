public import Promotions
import Records

/// What is known of a campaign before it is launched.
public struct PreflightReport: Sendable {
    public let preflight: Preflight
    /// Most severe first.
    public let findings: [Finding]
}

extension Desk {
    /// Changes nothing.
    public func preflight(
        _ ref: Ref<Campaign>, arrivalsPerHour: Double
    ) async throws -> Answer<PreflightReport> {
        guard var campaign = try await database.campaign(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        // What stores were allotted is kept beside the campaign.
        if let known = shelf.current.book(ref.retailer)?.campaigns[ref.id] { campaign.stock = known.stock }
        let stores = try await database.allStores(of: ref.retailer).filter { $0.archivedAt == nil }
        let others = (shelf.current.book(ref.retailer)?.campaigns ?? [:]).values
            .filter { $0.id != ref.id && $0.state != .archived }
        let preflight = Preflight(
            campaign, stores: stores, others: others.map(\.terms), arrivalsPerHour: arrivalsPerHour, at: now)
        var problems = LaunchCheck.findings(campaign.terms, stores: stores, at: now)
        if preflight.stores.isEmpty, !problems.contains(where: { $0.field == "stores" }) {
            problems.append(
                FieldProblem(field: "stores.participation", reason: "leaves no store until an owner accepts"))
        }
        problems += [preflight.guessing].compactMap(\.self)
        problems += await printFindings(campaign.terms, of: ref.retailer, stores: stores)
        return .done(
            PreflightReport(preflight: preflight, findings: problems.map { Finding($0) } + preflight.findings))
    }
}

import Actions
import Promotions

/// What holds for all campaigns of a retailer.
enum SettingsAPI {
    enum Approval: String, CaseIterable, Sendable {
        case none
        case secondKey = "second_key"
    }

    private struct Settings: Sendable {
        var needsApproval: Bool
        var below: ReturnRules.BelowMinSpend

        init(_ call: Call, _ retailer: ID<Retailer>) {
            let known = call.desk.shelf.current.book(retailer)?.retailer
            needsApproval = known?.needsApproval ?? false
            below = known?.returnsBelowMinSpend ?? .keep
        }

        var reply: Reply {
            .json([
                "launch_approval": .string((needsApproval ? Approval.secondKey : .none).rawValue),
                "returns_below_min_spend": .string(below.rawValue),
            ])
        }
    }

    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        Settings(call, caller.retailer).reply
    }

    /// Whoever may launch could otherwise also do away with what keeps them from it.
    static func change(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let fields = try call.fields()
        let approval = fields.optionalChoice("launch_approval", Approval.self)
        let below = fields.optionalChoice("returns_below_min_spend", ReturnRules.BelowMinSpend.self)
        try fields.finish()
        let known = Settings(call, caller.retailer)
        return try await call.once(by: caller) { desk in
            var settings = known
            if let approval, (approval == .secondKey) != known.needsApproval {
                guard approval == .secondKey else {
                    throw Problem(
                        ProblemCode(.forbidden), "Only the operator can switch this off: footfall retailer approval.")
                }
                settings.needsApproval = try await desk.setApproval(isNeeded: true, of: caller.retailer).done()
            }
            if let below, below != known.below {
                try await desk.setReturns(below: below, of: caller.retailer).done()
                settings.below = below
            }
            return settings.reply
        }
    }
}

import Actions
import ArgumentParser
import Foundation
import Promotions

struct ReplayCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Decide past check-ins anew under other thresholds or fences, and count what changes.",
        discussion: """
            FILE is JSON: {"presence": {...}, "fences": {"sto_...": {...}}}. Of presence (as in a campaign) only what \
            changes is needed; a fence is written as for a store, alone or as {"location": ..., "fence": ...}; - reads \
            standard input. Only check-ins at which the campaign was looked at are counted. Hours, schedule and limits \
            are those of today. Without --grant-missed nothing is written, and limits count as the counters stand, \
            each in the period of its check-in. With it, a visit that counts now is believed as after an appeal: it \
            earns what every running campaign of its store gives, with today's counters; again, it gives nothing twice.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "The campaign's id.")
    var campaign: CampaignID

    @Option(help: "The file with what changes.")
    var policy: String

    @Option(help: "How many days back, 1 to 366.")
    var days = 30

    @Flag(help: "Issue what shoppers were refused and would earn now.")
    var grantMissed = false

    private static let policyBytesMax = 4 << 20

    func validate() throws {
        guard (1...366).contains(days) else { throw ValidationError("The days must be 1 to 366.") }
    }

    func perform() async throws -> Outcome {
        let text = try InputFile.text(policy, bytesMax: Self.policyBytesMax)
        let json: JSON
        do throws(JSONProblem) {
            json = try JSON(parsing: text)
        } catch {
            throw Invalid(error)
        }
        let ref = campaign.ref
        return try await Opening(common).withDesk { desk in
            try await desk.warmUp()
            guard case .done(let campaign) = desk.campaignToReplay(ref) else {
                throw Complaint(.badInput, "There is no campaign \(ref.text) here.")
            }
            let plan = try desk.replayPlan(json, for: campaign, of: ref.retailer)
            let outcome = try await desk.replay(plan, of: ref.retailer, days: days, isGranting: grantMissed)
            let stores = desk.shelf.current.book(ref.retailer)?.stores ?? StoreTable()
            let told = ReplayTold(
                ref: ref, campaign: campaign, outcome: outcome, stores: stores, isGranting: grantMissed)
            return Outcome(told.json, text: told.text)
        }
    }
}

/// `cmp_...` on the command line.
struct CampaignID: ExpressibleByArgument {
    let ref: Ref<Campaign>

    init?(argument: String) {
        guard let ref = Ref<Campaign>(text: argument) else { return nil }
        self.ref = ref
    }
}

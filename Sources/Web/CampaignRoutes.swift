import Actions
import HTTPTypes
import Printing
import Promotions

/// Campaigns beside their terms: what comes before a launch, and what becomes of it.
extension Routes {
    static let planning: [Route] = [
        Route(
            .get, "/v1/campaigns/{id}/preview", "See the next windows of each store, in real time and on its own clock",
            query: previewing + page, gives: .ok("Preview"), .reader(PreflightAPI.preview)),
        Route(
            .post, "/v1/campaigns/{id}/preflight",
            "Hear what would stand in the way of a launch, what it can cost and when it sells out; changes nothing",
            takes: .json("PreflightOrder"), gives: .ok("PreflightReport"), mindsScope: true,
            .marketer(PreflightAPI.preflight)),
        Route(
            .post, "/v1/campaigns/draw", "See how a coupon of such terms would be printed; changes nothing",
            takes: .json("NewCampaign"),
            query: [
                Parameter(
                    name: "paper",
                    schema: [
                        "type": "string", "default": "a4",
                        "enum": .array(Paper.allCases.filter(PrintFormat.png.suits).map { .string($0.rawValue) }),
                    ], about: "What it is drawn for")
            ], gives: .file("image/png"), refuses: [.unprintable], mindsScope: true, .marketer(CampaignsAPI.draw)),
        Route(
            .get, "/v1/campaigns/{id}/revisions",
            "List every text the campaign ever had, who wrote and who approved it",
            query: page, gives: .ok("RevisionList"), .reader(CampaignLifeAPI.revisions)),
        Route(
            .post, "/v1/campaigns/{id}/approve", "Agree to the present revision, with another key than its author's",
            gives: .ok("Campaign"), refuses: [ProblemCode(.wrongState)], mindsScope: true,
            .marketer(CampaignLifeAPI.approve)),
        Route(
            .post, "/v1/campaigns/{id}/recall",
            "Issue nothing more and withdraw every coupon that is out, for a reason that tills read aloud",
            takes: .json("Recall"), gives: .ok("Campaign"), refuses: [ProblemCode(.wrongState)], mindsScope: true,
            .marketer(CampaignLifeAPI.recall)),
        Route(
            .post, "/v1/campaigns/{id}/acceptances", "Record that the owner of franchised stores takes part, by name",
            takes: .json("NewAcceptance"), gives: .ok("Campaign"), refuses: [ProblemCode(.wrongState)],
            .marketer(CampaignLifeAPI.accept)),
        Route(
            .delete, "/v1/campaigns/{id}/acceptances/{store}",
            "Record that an owner takes no part any more; nothing is issued there from now on", gives: .ok("Campaign"),
            .marketer(CampaignLifeAPI.withdraw)),
        Route(
            .get, "/v1/campaigns/{id}/acceptances", "List the owners who take part, by store", query: page,
            gives: .ok("AcceptanceList"), .reader(CampaignLifeAPI.acceptances)),
        Route(
            .get, "/v1/campaigns/{id}/stats",
            "See how far people came, why not further, and what it cost: by store, day, hour, channel and brand",
            gives: .ok("CampaignStats"), mindsScope: true, .reader(StatsAPI.stats)),
        Route(
            .get, "/v1/campaigns/{id}/live",
            "Watch it run: one snapshot, or with Accept: text/event-stream each that differs, a second apart at least",
            gives: .ok("LiveView"), mindsScope: true, .reader(LiveAPI.watch)),
        Route(
            .get, "/v1/campaigns/{id}/recount",
            "Count it again from its rows: what counters, coupons, redemptions and ledger say, and every limit",
            gives: .ok("Recount"), .reader(RecountAPI.recount)),
        Route(
            .get, "/v1/campaigns/{id}/lift",
            "See what the offer changed, by matched stores where it does not run, with a 95 % interval",
            gives: .ok("LiftReport"), .reader(LiftAPI.lift)),
        exporting(.redemptions, "Redemptions, voids and returns of closed days, with who pays for them"),
        exporting(.liability, "What coupons that are out can cost, day by day, with who pays for it"),
        Route(
            .get, "/v1/settings", "Read what holds for all campaigns", gives: .ok("Settings"),
            .reader(SettingsAPI.read)),
        Route(
            .patch, "/v1/settings",
            "Ask for a second key's approval, which only the operator can switch off; say what a return does",
            takes: .json("SettingsPatch"), gives: .ok("Settings"), .owner(SettingsAPI.change)),
    ]

    private static func exporting(_ export: BookExport, _ summary: String) -> Route {
        let date: JSON = ["type": "string", "format": "date"]
        return Route(
            .get, "/v1/exports/\(export.rawValue)", summary,
            query: [
                Parameter(name: "from", schema: date, about: "The first day", isRequired: true),
                Parameter(name: "to", schema: date, about: "The first day that is left out", isRequired: true),
            ], gives: .file("text/csv"), refuses: [ProblemCode(.dayOpen)], mindsScope: true,
            .reader(ExportsAPI.export(export)))
    }

    private static let previewing: [Parameter] = [
        Parameter(name: "store_id", schema: ["type": "string"], about: "Only this store"),
        Parameter(
            name: "n", schema: ["type": "integer", "minimum": 1, "maximum": 50, "default": 5],
            about: "How many windows of each store"),
    ]
}

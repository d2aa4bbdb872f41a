import Actions
import Promotions

/// What came of campaigns, in the console: charts that the server draws, check-ins one by one, and their receipts.
enum ConsoleResultPages {
    private static let campaignsMax = 200
    private static let booksDays = 30

    static func list(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        let words = try Words.of(.results, call.request.pageLanguage)
        let today = Zone.utc.localDate(at: call.now)
        let retailer = caller.user.retailer
        let (campaigns, scope) = (campaigns(call, caller), caller.caller.scope)
        let theirs = try await call.desk.given(by: campaigns.map(\.id), of: retailer, in: scope)
        var rows: [[String: any Sendable]] = []
        for campaign in campaigns where campaign.launchedAt != nil {
            let ref = Ref(retailer, campaign.id)
            let issued =
                scope.isEverything ? try await call.desk.live(ref)?.participants : theirs[campaign.id]
            rows.append([
                "id": ref.text, "name": campaign.terms.name, "state": words.text("campaign_\(campaign.state.rawValue)"),
                "issued": words.number(issued ?? 0),
            ])
        }
        return try ConsolePages.show(
            "console-results", .results, at: .results, call, caller,
            [
                "campaigns": rows, "has_campaigns": !rows.isEmpty, "today": today.adding(days: -1).text,
                "month_ago": today.adding(days: -Self.booksDays).text,
            ])
    }

    static func campaign(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.caller.owns(call.ref(Campaign.self))
        let campaign = try await call.desk.campaign(ref).done()
        let (words, scope) = (try Words.of(.results, call.request.pageLanguage), caller.caller.scope)
        let report = try await call.desk.funnel(of: ref, in: scope).done()
        let results = try await call.desk.results(ref, in: scope).done()
        let stores = call.desk.shelf.current.book(ref.retailer)?.stores
        let pictures = ResultPictures(
            campaign.terms, report, results,
            counted: scope.isEverything ? try await call.desk.live(ref) : nil, words: words,
            name: { stores?[$0]?.name })
        var facts: [String: any Sendable] = [
            "id": ref.text, "name": campaign.terms.name, "figures": pictures.figures,
            "charts": pictures.charts.map { ["html": $0.html] }, "has_charts": !pictures.charts.isEmpty,
        ]
        // What the offer changed is told by comparing all stores.
        if scope.isEverything, let lift = try await lift(of: ref, call, words) { facts["lift"] = lift }
        return try ConsolePages.show("console-result", .results, at: .results, call, caller, facts)
    }

    static func checkIns(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        let words = try Words.of(.results, call.request.pageLanguage)
        let campaigns = campaigns(call, caller).map {
            ["id": Ref(caller.user.retailer, $0.id).text, "name": $0.terms.name]
        }
        let verdicts = Verdict.allCases.map { ["id": $0.rawValue, "name": words.text("verdict_\($0.rawValue)")] }
        return try ConsolePages.show(
            "console-check-ins", .results, at: .results, call, caller, ["campaigns": campaigns, "verdicts": verdicts])
    }

    static func receipt(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        let ref: Ref<CheckIn> = try caller.caller.owns(call.ref(CheckIn.self))
        return try ConsolePages.show(
            "console-check-in", .results, at: .results, call, caller,
            call.maps.facts.merging(["id": ref.text]) { $1 }, in: .map(call.maps))
    }

    /// The latest, newest first.
    private static func campaigns(_ call: Call, _ caller: ConsoleCaller) -> [Campaign] {
        let all = (call.desk.shelf.current.book(caller.user.retailer)?.campaigns.values ?? [:].values)
            .filter { caller.caller.sees($0) }
        return Array(all.sorted { $0.id > $1.id }.prefix(Self.campaignsMax))
    }

    private static func lift(of ref: Ref<Campaign>, _ call: Call, _ words: Words) async throws -> [String: String]? {
        let (lift, kind): (Lift?, String)
        switch try await call.desk.lift(of: ref).done() {
        case nil: return nil
        case .stores(let matched, _, _): (lift, kind) = (matched.lift, "stores")
        case .shoppers(let offered, let heldOut, _): (lift, kind) = (Lift.between(offered, heldOut), "shoppers")
        }
        guard let lift else {
            return [
                "title": words.text("lift_unknown"), "text": words.text("lift_unknown_text"),
                "method": words.text("lift_method_\(kind)"),
            ]
        }
        let isSure = lift.low > 0 || lift.high < 0
        let values = [
            "mean": words.decimal(lift.mean), "low": words.decimal(lift.low), "high": words.decimal(lift.high),
        ]
        return [
            "title": isSure ? words.text("lift_sure", values) : words.text("lift_unsure", values),
            "text": words.text("lift_text_\(kind)", values), "method": words.text("lift_method_\(kind)"),
        ]
    }
}

extension Words {
    /// With its sign and two decimals.
    func decimal(_ number: Double) -> String {
        let hundredths = Int64((abs(number) * 100).rounded())
        let text = LocalePack.pack(for: language.rawValue).percent(basisPoints: Int(hundredths))
        let bare = text.filter { $0.isNumber || $0 == "." || $0 == "," }
        return (number < 0 && hundredths > 0 ? "\u{2212}" : "") + bare
    }
}

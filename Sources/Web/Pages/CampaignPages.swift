import Actions
import HTTPTypes
import Promotions

/// A retailer's campaigns in the console: the list, the editor, and one campaign.
enum CampaignPages {
    private static let listed = 24

    static func list(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        let words = try Words.of(.campaigns, call.request.pageLanguage)
        let book = call.desk.shelf.current.book(caller.user.retailer)
        let before: ID<Campaign>? = try call.query.ref("before", Campaign.self).map(\.id)
        let campaigns = (book?.campaigns.values ?? [:].values).filter { campaign in
            before.map { campaign.id < $0 } ?? true && caller.caller.sees(campaign)
        }.sorted { $0.id > $1.id }
        let theirs = try await call.desk.given(
            by: campaigns.prefix(listed).map(\.id), of: caller.user.retailer, in: caller.caller.scope)
        var cards: [[String: any Sendable]] = []
        for campaign in campaigns.prefix(listed) {
            cards.append(try await card(campaign, given: theirs[campaign.id], words, call, caller))
        }
        var facts: [String: any Sendable] = ["campaigns": cards]
        if campaigns.count > listed, let last = campaigns.prefix(listed).last {
            facts["older"] = "/console/campaigns?before=\(Ref(caller.user.retailer, last.id).text)"
        }
        return try ConsolePages.show("console-campaigns", .campaigns, at: .campaigns, call, caller, facts)
    }

    private static func card(
        _ campaign: Campaign, given: Int64?, _ words: Words, _ call: Call, _ caller: ConsoleCaller
    ) async throws -> [String: any Sendable] {
        let ref = Ref(caller.user.retailer, campaign.id)
        let pack = LocalePack.pack(for: words.language.rawValue)
        var facts = look(of: campaign, words, call, caller)
        facts["href"] = "/console/campaigns/\(ref.text)"
        facts["name"] = campaign.terms.name
        facts["summary"] = pack.summary(campaign.terms.reward)
        facts["when"] = dates(campaign.terms.schedule, words)
        // Whoever looks after some stores is told what these gave.
        if campaign.launchedAt != nil, !caller.caller.scope.isEverything {
            facts["given"] = ["text": words.text("given", count: given ?? 0)]
        } else if campaign.launchedAt != nil {
            let count = try await call.desk.live(ref)?.coupons ?? 0
            let max = campaign.terms.couponsMax
            var given: [String: any Sendable] = ["count": "\(min(count, max))"]
            if max == .max {
                given["text"] = words.text("given", count: count)
            } else {
                given["max"] = "\(max)"
                given["text"] = words.text("given_of", count: count, ["max": words.number(max)])
            }
            facts["given"] = given
        }
        return facts
    }

    /// The state as a chip: what the retailer ordered, or where its time is.
    private static func look(
        of campaign: Campaign, _ words: Words, _ call: Call, _ caller: ConsoleCaller
    ) -> [String: any Sendable] {
        let (text, tone, icon) =
            switch (campaign.state, phase(of: campaign, call, caller)) {
            case (.draft, _): (words.text("state_draft"), "sky", "info")
            case (.approved, _): (words.text("state_approved"), "sky", "check")
            case (.paused, _): (words.text("state_paused"), "amber", "clock")
            case (.archived, _): (words.text("state_ended"), "quiet", "off")
            case (.enabled, .ended?): (words.text("state_over"), "quiet", "off")
            case (.enabled, .scheduled?): (words.text("state_scheduled"), "amber", "clock")
            case (.enabled, .running?), (.enabled, nil): (words.text("state_running"), "footfall", "check")
            }
        return ["state": text, "tone": tone, "icon": icon]
    }

    private static func phase(of campaign: Campaign, _ call: Call, _ caller: ConsoleCaller) -> Campaign.Phase? {
        let stores = call.desk.shelf.current.book(caller.user.retailer)?.stores ?? StoreTable()
        return campaign.phase(in: stores.values.lazy.filter { $0.archivedAt == nil }, at: call.now)
    }

    private static func dates(_ schedule: Schedule, _ words: Words) -> String {
        let pack = LocalePack.pack(for: words.language.rawValue)
        // The end is exclusive; people name the last day.
        return switch (schedule.from, schedule.to?.adding(days: -1)) {
        case (nil, nil): words.text("always")
        case (let from?, nil): words.text("from_day", ["day": pack.day(from)])
        case (nil, let last?): words.text("until_day", ["day": pack.day(last)])
        case (let from?, let last?) where from == last: pack.day(from)
        case (let from?, let last?): words.text("between_days", ["from": pack.day(from), "to": pack.day(last)])
        }
    }

    static func create(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        guard caller.user.user.role.allows(.campaigns) else { throw Problem(.forbidden) }
        let words = try Words.of(.campaigns, call.request.pageLanguage)
        return try ConsolePages.show(
            "console-campaign-editor", .campaigns, at: .campaigns, call, caller,
            ["title": words.text("new_campaign"), "id": "", "coupon_languages": couponLanguages])
    }

    static func edit(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        guard caller.user.user.role.allows(.campaigns) else { throw Problem(.forbidden) }
        let (ref, campaign) = try campaign(call, caller)
        return try ConsolePages.show(
            "console-campaign-editor", .campaigns, at: .campaigns, call, caller,
            ["title": campaign.terms.name, "id": ref.text, "coupon_languages": couponLanguages])
    }

    /// In which a coupon's own words are known.
    private static let couponLanguages = LocalePack.all.map(\.language).joined(separator: " ")

    static func show(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        let (ref, campaign) = try campaign(call, caller)
        let words = try Words.of(.campaigns, call.request.pageLanguage)
        let terms = campaign.terms.coupon.words(for: words.language.rawValue)
        var facts = look(of: campaign, words, call, caller)
        facts["id"] = ref.text
        facts["name"] = campaign.terms.name
        facts["headline"] = terms.headline
        facts["stored_state"] = campaign.state.rawValue
        facts["phase"] = phase(of: campaign, call, caller)?.rawValue ?? ""
        let givesOrders = caller.user.user.role.allows(.campaigns) && caller.caller.reachesAll(of: campaign)
        facts["gives_orders"] = givesOrders
        facts["can_edit"] = campaign.state != .archived && givesOrders
        facts["needs_approval"] = call.desk.needsApproval(ref.retailer)
        facts["facts"] = sentence(campaign, words, call, caller).map { ["label": $0.0, "text": $0.1] }
        if let offer = try await call.desk.publicOffer(ref) { facts["slug"] = OfferSlug.text(offer) }
        facts["watches"] = campaign.launchedAt != nil
        facts["has_books"] = campaign.launchedAt != nil && caller.caller.scope.isEverything
        return try ConsolePages.show(
            "console-campaign", .campaigns, at: .campaigns, call, caller, facts.merging(call.maps.facts) { $1 },
            in: .map(call.maps))
    }

    /// What, where, when, for whom, how many, how much: a page that reads from top to bottom like a sentence.
    private static func sentence(
        _ campaign: Campaign, _ words: Words, _ call: Call, _ caller: ConsoleCaller
    ) -> [(String, String)] {
        let (terms, pack) = (campaign.terms, LocalePack.pack(for: words.language.rawValue))
        let stores = call.desk.shelf.current.book(caller.user.retailer)?.stores.values.lazy.filter {
            $0.archivedAt == nil && terms.stores.includes($0) && caller.caller.scope.includes($0)
        }.count
        let windows = terms.schedule.windows.map { said($0, words, pack) }
        var facts = [
            (
                words.text("what"),
                ([pack.summary(terms.reward)] + pack.lines(terms.conditions)).joined(separator: " · ")
            ),
            (words.text("where"), words.text("in_stores", count: Int64(stores ?? 0))),
            (words.text("when"), ([dates(terms.schedule, words)] + windows).joined(separator: " · ")),
            (words.text("for_whom"), words.text("unlock_\(terms.unlock.kind.rawValue)")),
        ]
        let limits = terms.limits.map { words.limit(Int64($0.max), per: $0.per, in: $0.period) }
        if !limits.isEmpty { facts.append((words.text("how_many"), limits.joined(separator: " · "))) }
        if let budget = terms.budget { facts.append((words.text("how_much"), pack.money(budget.money))) }
        return facts
    }

    /// Its days too, where it does not start on all of them: three in a row or more by the first and the last.
    private static func said(_ window: Schedule.Window, _ words: Words, _ pack: LocalePack) -> String {
        let times = [window.span.from, window.span.to].map { pack.time(secondOfDay: 60 * $0.minuteOfDay) }
            .joined(separator: "–")
        guard window.days.count < Weekday.allCases.count else { return times }
        var runs: [[Weekday]] = []
        for day in Weekday.allCases where window.days.contains(day) {
            if let last = runs.last?.last, last.number + 1 == day.number {
                runs[runs.count - 1].append(day)
            } else {
                runs.append([day])
            }
        }
        let days = runs.flatMap { run -> [String] in
            let names = run.map { words.text("day_\($0.rawValue)") }
            return names.count < 3 ? names : ["\(names[0])–\(names[names.count - 1])"]
        }
        return words.text("at_time", ["days": days.joined(separator: ", "), "time": times])
    }

    private static func campaign(_ call: Call, _ caller: ConsoleCaller) throws -> (Ref<Campaign>, Campaign) {
        let ref: Ref<Campaign> = try caller.caller.owns(call.ref())
        guard let campaign = call.desk.shelf.current.book(ref.retailer)?.campaigns[ref.id] else {
            throw Problem(.notFound)
        }
        return (ref, campaign)
    }
}

import Actions
import Promotions

/// A campaign's books on one page: issued, used, spent, out and over the limit, counted again from the rows.
enum CampaignBooksPage {
    static func show(_ call: Call, _ caller: ConsoleCaller) async throws -> Reply {
        guard caller.caller.scope.isEverything else {
            throw Problem(.forbidden, "That is about all stores, and you work for some of them.")
        }
        let ref: Ref<Campaign> = try caller.caller.owns(call.ref(Campaign.self))
        let terms = try await call.desk.campaign(ref).done().terms
        let recount = try await call.desk.recount(ref).done()
        let words = try Words.of(.campaigns, call.request.pageLanguage)
        let books = BooksInWords(terms: terms, recount: recount, words: words)
        return try ConsolePages.show(
            "console-books", .campaigns, at: .campaigns, call, caller,
            [
                "id": ref.text, "name": terms.name, "figures": books.figures, "sums": books.sums,
                "limits": books.limits, "has_limits": !recount.limits.isEmpty, "agrees": recount.agrees,
                "counted_at": call.now.rfc3339, "wrong": "\(books.wrong)",
                "verdict": books.verdict(at: "\(call.now.rfc3339.dropFirst(11).prefix(8)) UTC"),
            ])
    }
}

/// What a recount says, as the page shows it.
struct BooksInWords {
    let terms: Terms
    let recount: CampaignRecount
    let words: Words

    private var pack: LocalePack { LocalePack.pack(for: words.language.rawValue) }
    private var currency: Currency? {
        terms.budget?.money.currency ?? terms.reward.currency ?? recount.currency
    }

    private func text(_ sum: CampaignRecount.Sum, _ value: Int64) -> String {
        switch sum {
        case .issued, .counted, .used, .out: words.number(value)
        case .reserved, .spent: currency.map { pack.money(Money(value, $0)) } ?? words.number(value)
        }
    }

    /// How many lines do not agree.
    var wrong: Int {
        CampaignRecount.Sum.allCases.count { !recount.agrees($0) } + recount.limits.count { !$0.holds }
            + (recount.overBudget > 0 ? 1 : 0)
    }

    func verdict(at time: String) -> String {
        recount.agrees
            ? words.text("recount_agrees", ["time": time])
            : words.text("recount_differs", count: Int64(wrong), ["time": time])
    }

    var figures: [[String: String]] {
        let shown: [(String, String)] = [
            (words.text("recount_issued"), text(.issued, recount.said(.issued))),
            (words.text("recount_used"), text(.used, recount.said(.used))),
            (words.text("recount_spent"), text(.spent, recount.said(.spent))),
            (words.text("recount_out"), text(.out, recount.said(.out))),
            (words.text("recount_over"), words.number(recount.over)),
        ]
        // Nothing is spent in no currency.
        return shown.enumerated().filter { currency != nil || $0.offset != 2 }.map {
            ["name": $0.element.0, "value": $0.element.1]
        }
    }

    var sums: [[String: any Sendable]] {
        CampaignRecount.Sum.allCases.filter { sum in
            // Without an amount anywhere these say nothing.
            sum != .reserved && sum != .spent || currency != nil
        }.map { sum in
            let cells = CampaignRecount.Source.allCases.map { source in
                ["text": recount.sums[sum]?[source].map { text(sum, $0) } ?? "\u{2013}"]
            }
            return [
                "name": words.text("recount_\(sum.rawValue)"), "cells": cells,
                "bound": bound(of: sum), "agrees": recount.agrees(sum) && !(sum == .reserved && recount.overBudget > 0),
            ]
        }
    }

    private func bound(of sum: CampaignRecount.Sum) -> String {
        switch sum {
        case .counted where terms.couponsMax < .max: words.number(terms.couponsMax)
        case .reserved: recount.budget.map { text(.reserved, $0) } ?? "\u{2013}"
        case .issued, .counted, .used, .spent, .out: "\u{2013}"
        }
    }

    var limits: [[String: any Sendable]] {
        recount.limits.map { limit in
            let name =
                limit.max.map { words.limit($0, per: limit.per, in: limit.period) }
                ?? words.text("recount_allotments", ["period": words.text("in_\(limit.period.rawValue)")])
            return [
                "name": name, "subjects": words.number(limit.subjects), "highest": words.number(limit.highest),
                "over": words.number(limit.over - limit.overSinceLowered),
                "lowered": limit.overSinceLowered > 0
                    ? words.text("recount_lowered", count: limit.overSinceLowered) : "",
                "differing": words.number(limit.differing), "agrees": limit.holds,
            ]
        }
    }
}

extension Words {
    /// A limit in a few words.
    func limit(_ max: Int64, per: Limit.Scope, in period: Limit.Period) -> String {
        let scope = text("per_\(per.rawValue)")
        // Of the campaign as a whole one word says it.
        if per == .campaign, period == .campaign { return "\(number(max)) \(scope)" }
        let values = ["max": number(max), "per": scope, "period": text("in_\(period.rawValue)")]
        return text("limit_said", values)
    }
}

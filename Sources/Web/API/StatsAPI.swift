import Actions
import Promotions

/// What came of a campaign, counted from its rows.
enum StatsAPI {
    static func stats(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let terms = try await call.desk.campaign(ref).done().terms
        let results = try await call.desk.results(ref, in: caller.scope).done()
        let report = try await call.desk.funnel(of: ref, in: caller.scope).done()
        // Without an amount in the campaign the tills' own currency decides; of several there is no one sum to tell.
        let offline = try await call.desk.offlineResults(ref, in: caller.scope)
        let theirs = caller.storeCount
        // Points belong to people, and counters to all stores.
        let points = theirs == nil ? try await call.desk.pointTotals(ref, terms) : nil
        let counted = theirs == nil ? live(try await call.desk.live(ref), terms, money(of: terms, results)) : .null
        let money = money(of: terms, results)
        let days = results.days.map { day -> JSON in
            [
                "date": .string(day.date.text), "store_id": .string(Ref(caller.retailer, day.store).text),
                "issued": .int(day.issued), "redeemed": .int(day.redeemed),
            ]
        }
        return .json([
            "issued": .int(results.issued), "redeemed": .int(results.redeemed), "expired": .int(results.expired),
            "voided": .int(results.voided), "outstanding": .int(results.outstanding),
            "exposure": [
                "open": money(results.openExposure),
                "total": money(results.exposure + report.total.donated + offline.leased.counted),
            ],
            "your_stores": theirs.map { .int(Int64($0)) } ?? .null, "live": counted,
            "discount": money(results.discount),
            "basket": money(report.total.basket),
            "returned": [
                "discount": money(report.total.returnedDiscount), "basket": money(report.total.returnedBasket),
            ],
            "net": ["discount": money(report.total.netDiscount), "basket": money(report.total.netBasket)],
            "days": .array(days),
            "offline": json(offline, money),
            "points": points.map {
                [
                    "given": .int($0.given), "spent": .int($0.spent), "returned": .int($0.returned),
                    "out": .int($0.out),
                ]
            } ?? .null,
            "funnel": json(report.total, money), "refusals": refusals(report),
            "by": by(report, of: caller.retailer, call.desk, money),
        ])
    }

    private static func money(of terms: Terms, _ results: CampaignResults) -> (Int64) -> JSON {
        let currency = terms.budget?.money.currency ?? terms.reward.currency ?? results.currency
        return { amount in currency.map { Money(amount, $0).json } ?? .null }
    }

    /// What tills hold and took with their lines down. Losses are over the limit: nothing had been kept for them.
    private static func json(_ offline: OfflineResults, _ money: (Int64) -> JSON) -> JSON {
        [
            "leased": ["coupons": .int(offline.leased.coupons), "exposure": money(offline.leased.exposure)],
            "accepted": .array(
                offline.booked.map {
                    [
                        "outcome": .string($0.settlement.outcome.rawValue),
                        "reason": JSON($0.settlement.reason?.rawValue), "loss": JSON($0.settlement.loss?.rawValue),
                        "count": .int($0.count), "on_paper": .int($0.onPaper), "exposure": money($0.exposure),
                        "discount": money($0.discount),
                    ]
                }),
        ]
    }

    /// What counts against the limits at this moment; a bound that is null is none.
    private static func live(_ total: Tally.Total?, _ terms: Terms, _ money: (Int64) -> JSON) -> JSON {
        [
            "coupons": .int(total?.coupons ?? 0),
            "coupons_max": terms.couponsMax == .max ? .null : .int(terms.couponsMax),
            "exposure": money(total?.exposure ?? 0),
            "exposure_max": terms.budget == nil ? .null : money(terms.exposureMax),
        ]
    }

    private static func refusals(_ report: FunnelReport) -> JSON {
        let reasons = CheckInReason.allCases.compactMap { reason in report.refusals[reason].map { (reason, $0) } }
        return .array(reasons.map { ["code": .string($0.rawValue), "count": .int($1)] })
    }

    private static func by(
        _ report: FunnelReport, of retailer: ID<Retailer>, _ desk: Desk, _ money: (Int64) -> JSON
    ) -> JSON {
        func list<Key: Comparable>(
            _ funnels: [Key: Funnel], _ name: String, _ value: (Key) -> JSON
        ) -> JSON {
            .array(
                funnels.sorted { $0.key < $1.key }.map { key, funnel in
                    var object: JSONObject = [:]
                    object[name] = value(key)
                    for member in json(funnel, money).members ?? [:] { object[member.name] = member.value }
                    return .object(object)
                })
        }
        let stores = desk.shelf.current.book(retailer)?.stores
        // Ids begin at one; what belongs to no store comes first.
        let byStore = report.byStore.map { ($0.key?.rawValue ?? 0, $0.value) }
        return [
            "store": list(Dictionary(uniqueKeysWithValues: byStore), "store_id") {
                $0 == 0 ? .null : .string(Ref<Store>(retailer, ID($0)).text)
            },
            "day": list(report.byDate, "date") { .string($0.text) },
            "hour": list(report.byHour, "hour") { .int(Int64($0)) },
            "channel": list(report.byChannel, "channel") { $0.isEmpty ? .null : .string($0) },
            "brand": list(report.byBrand { stores?[$0]?.brand }, "brand") { $0.isEmpty ? .null : .string($0) },
        ]
    }

    private static func json(_ funnel: Funnel, _ money: (Int64) -> JSON) -> JSON {
        [
            "looked": .int(funnel.looked), "checked_in": .int(funnel.checkedIn), "eligible": .int(funnel.eligible),
            "issued": .int(funnel.issued), "redeemed": .int(funnel.redeemed), "voided": .int(funnel.voided),
            "expired": .int(funnel.expired), "revoked": .int(funnel.revoked), "discount": money(funnel.discount),
            "basket": money(funnel.basket), "net_discount": money(funnel.netDiscount),
            "net_basket": money(funnel.netBasket), "given": .int(funnel.given), "donated": money(funnel.donated),
            "points": .int(funnel.points),
        ]
    }
}

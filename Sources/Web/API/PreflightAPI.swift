import Actions
import Promotions

/// What a campaign will do, before it does it.
enum PreflightAPI {
    private static let windowsMax: Int64 = 50
    private static let storesMax = 1_000

    /// The next windows of each store, in real time and on its own clock.
    static func preview(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let store: Ref<Store>? = try call.query.ref("store_id").map { try caller.owns($0) }
        let count = try call.query.integer("n", in: 1...windowsMax) ?? 5
        let page = try Page<Store>(call.query)
        let found = try await call.desk.windows(
            ref, at: store, count: Int(count), after: page.after(of: caller.retailer), limit: page.asked
        ).done()
        return page.reply(found, id: { Ref(caller.retailer, $0.store.id) }) { shown in
            [
                "store_id": .string(Ref(caller.retailer, shown.store.id).text), "name": .string(shown.store.name),
                "time_zone": .string(shown.store.zone.identifier),
                "windows": .array(shown.windows.map { window($0, in: shown.store.zone) }),
            ]
        }
    }

    private static func window(_ window: Interval, in zone: Zone) -> JSON {
        [
            "from": .string(window.start.rfc3339), "to": .string(window.end.rfc3339),
            "local_from": .string(window.start.rfc3339(in: zone)), "local_to": .string(window.end.rfc3339(in: zone)),
        ]
    }

    static func preflight(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        if let campaign = call.desk.shelf.current.book(ref.retailer)?.campaigns[ref.id] {
            try caller.demandReach(of: campaign)
        }
        var arrivals = Preflight.arrivalsStandard
        if !call.body.isEmpty {
            let fields = try call.fields()
            arrivals = fields.optionalNumber("arrivals_per_hour", in: Preflight.arrivals) ?? arrivals
            try fields.finish()
        }
        let report = try await call.desk.preflight(ref, arrivalsPerHour: arrivals).done()
        let worst = report.preflight.worstCase
        return .json([
            "launchable": .bool(!report.findings.contains { $0.severity == .error }),
            "findings": .array(
                report.findings.map {
                    ["severity": .string($0.severity.rawValue), "field": .string($0.field), "say": JSON($0.say)]
                }),
            "stores": .int(Int64(report.preflight.stores.count)), "arrivals_per_hour": .double(arrivals),
            "worst_case": [
                "coupons": worst.coupons.map { .int($0) } ?? .null, "cost": worst.cost?.json ?? .null,
                "per_coupon": worst.perCoupon?.json ?? .null,
                "budget_covers": worst.budgetCovers.map { .int($0) } ?? .null,
                "maximum_loss": worst.maximumLoss?.json ?? .null,
                "points": report.preflight.worstPoints.map { .int($0) } ?? .null,
            ],
            "sell_out": sellOut(report.preflight, of: caller.retailer),
            "windows": .array(
                report.preflight.nextWindows.map { zone, windows in
                    [
                        "time_zone": .string(zone.identifier),
                        "windows": .array(windows.map { window($0, in: zone) }),
                    ]
                }),
        ])
    }

    private static func sellOut(_ preflight: Preflight, of retailer: ID<Retailer>) -> JSON {
        let forecast = preflight.sellOut
        let stores = preflight.stores.prefix(storesMax).map { store -> JSON in
            let at = preflight.soldOutAt(store, forecast)
            return [
                "store_id": .string(Ref(retailer, store.id).text), "at": JSON(at?.rfc3339),
                "local_at": JSON(at?.rfc3339(in: store.zone)),
            ]
        }
        return ["campaign_at": JSON(forecast.campaignAt?.rfc3339), "stores": .array(stores)]
    }
}

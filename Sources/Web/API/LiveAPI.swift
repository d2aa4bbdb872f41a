import Actions
import HTTPTypes
import Hummingbird
import Promotions

/// A campaign as it runs, for a screen that stays open.
enum LiveAPI {
    private static let interval = Duration.seconds(1)
    /// Something is said after so many quiet intervals, so that a line that broke is noticed.
    private static let quietMax = 15
    /// In intervals: whether the screen may still see it.
    private static let lookEvery = 5
    /// Then the screen comes again by itself, and shows anew that it may.
    private static let life = Duration.seconds(300)

    static func watch(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let desk = call.desk
        let first = try await desk.liveView(ref, in: caller.scope).done()
        guard call.request.headers.value(.accept)?.contains(EventStream.mediaType) == true else {
            return .json(json(first, caller, at: call.now))
        }
        guard let seat = desk.takeLiveSeat(of: ref.retailer) else {
            throw Problem(.busy, "Too many screens watch this retailer's campaigns. Close one, or try again later.")
        }
        return .events { write in
            try await send(first, then: ref, caller, call, write)
            withExtendedLifetime(seat) {}
        }
    }

    /// Until the screen goes, the server stops or the time is over.
    private static func send(
        _ first: LiveView, then ref: Ref<Campaign>, _ caller: RetailerCaller, _ call: Call,
        _ write: (String) async throws -> Void
    ) async throws {
        let (desk, end) = (call.desk, ContinuousClock.now + life)
        var (shown, quiet, rounds) = (first, 0, 0)
        try await write(EventStream.begin + EventStream.event(json(first, caller, at: desk.clock.now())))
        while ContinuousClock.now < end, await Desk.rest(for: interval) {
            rounds += 1
            if rounds % lookEvery == 0 {
                // Who has signed out, or was given other stores, hears so when the screen comes again.
                guard let now = try? await call.retailer(for: nil), now.scope == caller.scope else { return }
            }
            guard case .done(let view) = try await desk.liveView(ref, in: caller.scope) else { return }
            quiet += 1
            if view != shown {
                try await write(EventStream.event(json(view, caller, at: desk.clock.now())))
                (shown, quiet) = (view, 0)
            } else if quiet >= quietMax {
                try await write(EventStream.stayAwake)
                quiet = 0
            }
        }
    }

    private static func json(_ view: LiveView, _ caller: RetailerCaller, at now: Instant) -> JSON {
        let money = { (amount: Int64?) -> JSON in
            guard let amount, let currency = view.currency else { return .null }
            return Money(amount, currency).json
        }
        let forecast = view.forecast
        let reasons = CheckInReason.allCases.compactMap { reason in view.total.refusals[reason].map { (reason, $0) } }
        return [
            "at": .string(now.rfc3339), "state": .string(view.state.rawValue),
            "check_ins": .int(view.total.checkIns), "refused": .int(view.total.refused), "issued": .int(view.issued),
            "redeemed": .int(view.total.redeemed), "discount": money(view.total.discount),
            "coupons": view.counted.map {
                ["counted": .int($0.coupons), "max": $0.couponsMax.map { .int($0) } ?? .null]
            } ?? .null,
            "exposure": view.counted.map { ["counted": money($0.exposure), "max": money($0.exposureMax)] } ?? .null,
            "your_stores": caller.storeCount.map { .int(Int64($0)) } ?? .null,
            "forecast": [
                "left": forecast.left.map { .int($0) } ?? .null, "per_hour": .double(forecast.perHour.rounded()),
                "at": JSON(forecast.at?.rfc3339), "closes_at": JSON(forecast.closesAt?.rfc3339),
            ],
            "stores": .object(
                JSONObject(StoreStanding.allCases.map { ($0.rawValue, .int(Int64(view.stores[$0, default: 0]))) })),
            "usual": .string(view.usual.rawValue),
            "places": .array(
                view.places.map { place in
                    [
                        "store_id": .string(Ref(caller.retailer, place.store).text),
                        "standing": .string(place.standing.rawValue), "check_ins": .int(place.minute.checkIns),
                        "coupons": .int(place.minute.coupons),
                    ]
                }),
            "refusals": .array(reasons.map { ["code": .string($0.rawValue), "count": .int($1)] }),
            "open_appeals": .int(view.openAppeals),
        ]
    }
}

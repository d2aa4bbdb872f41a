import Postgres
import Promotions
import Support
import Synchronization
import Testing

@testable import Actions

/// One campaign of two stores, through a few steps in each of which several tasks do something at once.
final class History: Sendable {
    struct Held: Sendable {
        var codes: [String] = []
        var reservations: [(ref: Ref<Reservation>, till: TillToken)] = []
        var redemptions: [(ref: Ref<Redemption>, till: TillToken)] = []
        var sales: [(id: String, till: TillToken)] = []
        var tally = HistoryTally()
        var fixes = 0
        /// Stores that said how many are left, or were allotted some.
        var stocked: Set<ID<Store>> = []
    }

    let world: World
    let desks: [Desk]
    let stores: [Store]
    let campaign: Ref<Campaign>
    let seed: UInt64
    private let shoppers: [ShopperToken]
    let tills: [TillToken]
    let held = Mutex(Held())

    private static let channels = ["poster", "twitter", "radio", nil]

    init(_ world: World, _ desks: [Desk], place: Int, seed: UInt64) async throws {
        (self.world, self.desks, self.seed) = (world, desks, seed)
        var random = SeededRandom(seed: seed)
        // Overlapping, so that nobody travels; in two zones, so that days differ.
        let latitude = 30 + Double(place) / 10
        stores = [
            try await world.store("West \(place)", latitude: latitude),
            try await world.store("East \(place)", latitude: latitude, zone: "Asia/Kathmandu"),
        ]
        var tills: [TillToken] = []
        for store in stores { tills.append(try await world.till(at: store)) }
        self.tills = tills
        shoppers = try await world.shoppers(4)
        let ids = stores.map { JSON.string(Ref(world.retailer, $0.id).text) }
        let terms: JSONObject = [
            "name": "History", "stores": ["ids": .array(ids)],
            "reward": Self.reward(&random),
            "limits": Self.limits(&random), "budget": Self.budget(&random),
            "coupon": [
                "valid": ["for": "PT3H"], "headline": "Three off", "terms": "While they last.",
                "redeem_at": "any_store", "reserve_for": "PT45M",
                "void_within": .string(["PT0S", "PT1H", "P1D"].randomElement(using: &random) ?? "P1D"),
            ],
            "presence": [
                "too_soon_minutes": 0,
                "rapid_fire": ["max_stores": 50, "within_meters": 10, "within_seconds": 10],
            ],
        ]
        campaign = Ref(world.retailer, try await world.launch(terms).id)
        for desk in desks { try await desk.refresh(world.retailer) }
    }

    /// Half of them may cost less than they reserve.
    private static func reward(_ random: inout SeededRandom) -> JSON {
        let most: JSON = ["amount": 300, "currency": "USD"]
        return Bool.random(using: &random)
            ? ["kind": "amount_off", "amount": most] : ["kind": "percent_off", "percent": 20, "max_discount": most]
    }

    static func limits(_ random: inout SeededRandom) -> JSON {
        var limits: [JSON] = []
        for scope in Limit.Scope.allCases {
            for period in Limit.Period.allCases where Int.random(in: 0..<4, using: &random) == 0 {
                let max = Int64.random(in: 1...(scope == .shopper ? 3 : 6), using: &random)
                var limit: JSONObject = [
                    "per": .string(scope.rawValue), "period": .string(period.rawValue), "max": .int(max),
                ]
                if scope == .channel {
                    limit["channels"] = Bool.random(using: &random) ? ["poster", "twitter"] : ["radio"]
                }
                limits.append(.object(limit))
            }
        }
        return .array(limits)
    }

    static func budget(_ random: inout SeededRandom) -> JSON {
        guard Bool.random(using: &random) else { return .null }
        return ["amount": .int(Int64.random(in: 300...2_700, using: &random)), "currency": "USD"]
    }

    func run() async throws -> HistoryTally {
        var random = SeededRandom(seed: seed &+ 1)
        var given: [CounterKey: Int64] = [:]
        for step in 0..<Int.random(in: 5...9, using: &random) {
            let changes = held.withLock { $0.tally.changes }
            let tasks = (0..<Int.random(in: 2...5, using: &random)).map { _ in random.next() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for seed in tasks { group.addTask { try await self.act(SeededRandom(seed: seed)) } }
                try await group.waitForAll()
            }
            held.withLock { $0.tally.steps += 1 }
            let check = HistoryCheck(self)
            try await check.expect("seed \(seed) step \(step)")
            let isSteady = held.withLock { $0.tally.changes } == changes
            given = try await check.expectStock(after: given, isSteady: isSteady, "seed \(seed) step \(step)")
            world.clock.advance(
                seconds: [60, 60, 600, 1_800, 7_200, 11_000, 30_000, 90_000].randomElement(using: &random) ?? 60)
        }
        return held.withLock { $0.tally }
    }

    private func act(_ given: SeededRandom) async throws {
        var random = given
        let desk = desks[Int.random(in: 0..<desks.count, using: &random)]
        switch Int.random(in: 0..<34, using: &random) {
        case 0..<9: try await issue(desk, &random)
        case 9..<12: try await redeem(desk, &random)
        case 12..<16: try await reserve(desk, &random)
        case 16..<20: try await commit(desk, &random)
        case 20: try await release(desk, &random)
        case 21..<24: try await void(desk, &random)
        case 24..<27: try await sweep(desk)
        case 27..<29: try await order(desk, &random)
        case 29: try await stop(desk, &random)
        case 30: try await stock(desk, &random)
        default: try await edit(desk, &random)
        }
    }

    /// What the sweeper does, of which any part may run without the others.
    private func sweep(_ desk: Desk) async throws {
        let released = try await desk.endReservations(of: world.retailer)
        let settled = try await desk.settleRedemptions(of: world.retailer)
        let expired = try await desk.expireCoupons(of: world.retailer)
        held.withLock { held in
            held.tally.released += released
            held.tally.settled += settled
            held.tally.expired += expired
        }
    }

    private func issue(_ desk: Desk, _ random: inout SeededRandom) async throws {
        let fix = held.withLock { held in
            held.fixes += 1
            return held.fixes
        }
        let store = stores[Int.random(in: 0..<stores.count, using: &random)]
        let attempt = world.attempt(
            shoppers[Int.random(in: 0..<shoppers.count, using: &random)], at: store,
            accuracy: 8 + Double(fix) / 100, naming: store, from: Self.channels.randomElement(using: &random) ?? nil)
        let coupons = try await desk.checkIn(attempt).value.coupons
        held.withLock { held in
            held.codes += coupons.map(\.code.symbols)
            if coupons.isEmpty { held.tally.refused += 1 } else { held.tally.issued += 1 }
        }
    }

    private func order(_ desk: Desk, _ random: inout SeededRandom) async throws {
        let order: CampaignOrder = Int.random(in: 0..<3, using: &random) == 0 ? .pause : .resume
        try await change(desk) { desk in
            if case .done = try await desk.order(order, self.campaign) { self.held.withLock { $0.tally.orders += 1 } }
        }
    }

    private func stop(_ desk: Desk, _ random: inout SeededRandom) async throws {
        let store = Ref(world.retailer, stores[Int.random(in: 0..<stores.count, using: &random)].id)
        let isStop = Bool.random(using: &random)
        try await change(desk) { desk in
            if isStop {
                _ = try await desk.stop(store, .soldOut, campaign: self.campaign, until: nil).value
            } else {
                _ = try await desk.reopen(store, campaign: self.campaign).value
            }
            self.held.withLock { $0.tally.stops += 1 }
        }
    }

    /// A store says how many are left, or the retailer how many it may give.
    private func stock(_ desk: Desk, _ random: inout SeededRandom) async throws {
        let store = stores[Int.random(in: 0..<stores.count, using: &random)]
        let count = Int.random(in: 0...4, using: &random)
        let period = Limit.Period.allCases.randomElement(using: &random) ?? .day
        let max = Bool.random(using: &random) ? "\(count)" : ""
        let isLeft = Bool.random(using: &random)
        let ref = Ref(world.retailer, store.id)
        let lines = "store,max,period\n\(ref.text),\(max),\(period.rawValue)\n"
        let file = try await RowFile.reading(
            AsyncStream { stream in
                stream.yield(Array(lines.utf8))
                stream.finish()
            }, by: AllotmentImport(standard: nil))
        held.withLock { held in
            held.stocked.insert(store.id)
            held.tally.stocked += 1
        }
        try await change(desk) { desk in
            if isLeft {
                _ = try await desk.setLeft(count, of: self.campaign, at: ref, by: .retailer).value
            } else {
                _ = try await desk.allot(file, of: self.campaign).value
            }
        }
    }

    private func edit(_ desk: Desk, _ random: inout SeededRandom) async throws {
        let changes: JSON =
            Bool.random(using: &random)
            ? ["limits": Self.limits(&random)] : ["limits": Self.limits(&random), "budget": Self.budget(&random)]
        try await change(desk) { desk in
            let answer = try await desk.patchCampaign(
                self.campaign, with: changes, by: self.world.keys.owner.key.actor, expecting: nil)
            if case .done = answer { self.held.withLock { $0.tally.edits += 1 } }
        }
    }

    func change(_ desk: Desk, _ body: @escaping @Sendable (Desk) async throws -> Void) async throws {
        _ = try await desk.once(nil, of: world.retailer) { desk in
            try await body(desk)
            return KeptAnswer(status: 200, body: [])
        }
    }
}

import Length
import Postgres
import Promotions
import Records
import Support
import Testing

@testable import Actions

/// What happened, to be sure that something did.
struct OfflineTally: CustomStringConvertible {
    var steps = 0
    var issued = 0
    var taken = 0
    var refused = 0
    var online = 0
    var voided = 0
    var expired = 0
    var redeemed = 0
    var charged = 0
    var closed = 0
    var returned = 0

    mutating func add(_ other: OfflineTally) {
        steps += other.steps
        issued += other.issued
        taken += other.taken
        refused += other.refused
        online += other.online
        voided += other.voided
        expired += other.expired
        redeemed += other.redeemed
        charged += other.charged
        closed += other.closed
        returned += other.returned
    }

    var description: String {
        "\(steps) steps, \(issued) issued, \(taken) taken without the line, \(refused) refused there, \(online) with "
            + "it, \(voided) voided, \(expired) expired, \(redeemed) uploads redeemed, \(charged) charged, "
            + "\(closed) leases closed, \(returned) returned"
    }
}

/// One campaign, three tills whose lines come and go, and people who use each coupon wherever it is taken.
struct OfflineHistory {
    private let world: World
    private let store: Store
    private let campaign: Ref<Campaign>
    private let max: Int64
    private let perDay: Int64
    private let shoppers: [ShopperToken]
    private let seed: UInt64
    private var random: SeededRandom
    private var tills: [OfflineTill] = []
    private var scanned: [String] = []
    private var redemptions: [(Ref<Redemption>, TillToken)] = []
    private var tally = OfflineTally()

    private static let worst: Int64 = 500

    init(_ world: World, place: Int, seed: UInt64) async throws {
        (self.world, self.seed) = (world, seed)
        random = SeededRandom(seed: seed)
        store = try await world.store("Store \(place)", latitude: 30 + Double(place) / 10)
        max = Int64.random(in: 2...12, using: &random)
        perDay = Int64.random(in: 2...12, using: &random)
        let lease = Int64.random(in: 1...4, using: &random)
        let budget = Self.worst * Int64.random(in: 2...12, using: &random)
        shoppers = try await world.shoppers(3)
        let terms: JSONObject = [
            "name": "History", "stores": ["ids": [.string(Ref(world.retailer, store.id).text)]],
            "reward": ["kind": "amount_off", "amount": ["amount": .int(Self.worst), "currency": "USD"]],
            "limits": [
                ["per": "campaign", "period": "campaign", "max": .int(max)],
                ["per": "store", "period": "day", "max": .int(perDay)],
            ],
            "budget": ["amount": .int(budget), "currency": "USD"],
            "coupon": [
                "valid": ["for": "PT3H"], "headline": "Free pastry", "terms": "One each.", "offline": true,
                "offline_lease": .int(lease), "void_within": "PT1H",
            ],
            "presence": [
                "too_soon_minutes": 0,
                "rapid_fire": ["max_stores": 50, "within_meters": 10, "within_seconds": 10],
            ],
        ]
        campaign = Ref(world.retailer, try await world.launch(terms).id)
        for number in 1...3 {
            tills.append(OfflineTill(world.desk, try await world.till(at: store, named: "Till \(place)-\(number)")))
        }
    }

    mutating func run() async throws -> OfflineTally {
        for place in 0..<2 { try await tills[place].fetchPack() }
        for step in 0..<Int.random(in: 8...20, using: &random) {
            try await act()
            tally.steps += 1
            try await expect("seed \(seed), step \(step)")
        }
        // All lines come up again.
        for place in tills.indices { try await upload(place) }
        try await expect("seed \(seed), the end")
        let closed = try await world.count(
            "select count(*) from offline_leases where closed_at is null and campaign_id = \(campaign.id.rawValue)")
        #expect(closed <= 3, "seed \(seed)")
        return tally
    }

    private mutating func act() async throws {
        let place = Int.random(in: 0..<tills.count, using: &random)
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<5: try await issue()
        case 5..<7: try await tills[place].fetchPack()
        case 7..<13: take(at: place)
        case 13: try await upload(place)
        case 14..<16: try await redeem(at: place)
        case 16: try await void()
        case 17: try await close(place)
        case 18:
            world.clock.advance(seconds: [60, 3_600, 4 * 3_600, 86_400].randomElement(using: &random) ?? 60)
            tally.expired += try await world.desk.expireCoupons(of: world.retailer)
            _ = try await world.desk.settleRedemptions(of: world.retailer)
        default: try await wait(place)
        }
    }

    private mutating func issue() async throws {
        guard let shopper = shoppers.randomElement(using: &random) else { return }
        let answer = try await world.desk.checkIn(
            world.attempt(shopper, at: store, accuracy: 10 + Double.random(in: 0...9, using: &random))
        ).value
        for issued in answer.coupons {
            let held = HeldCoupon(ref: Ref(world.retailer, issued.coupon.id), issued: issued, state: .issued)
            scanned.append(try await world.desk.qrContent(held))
            tally.issued += 1
        }
    }

    private mutating func take(at place: Int) {
        guard let text = scanned.suffix(5).randomElement(using: &random),
            let verdict = tills[place].take(text, at: world.clock.now)
        else { return }
        if verdict.reason == nil { tally.taken += 1 } else { tally.refused += 1 }
    }

    private mutating func upload(_ place: Int) async throws {
        let isHeard = Int.random(in: 0..<4, using: &random) > 0
        let answers = try await tills[place].upload(isHeard: isHeard)
        guard isHeard else { return }
        tally.redeemed += answers.count { $0.settlement.outcome == .redeemed }
        tally.charged += answers.count { $0.settlement.outcome == .charged }
        for answer in answers {
            #expect(answer.settlement.outcome == .redeemed || answer.settlement.outcome == .charged, "seed \(seed)")
            if let redemption = answer.redemption {
                redemptions.append((Ref(world.retailer, redemption), tills[place].token))
            }
        }
    }

    private mutating func redeem(at place: Int) async throws {
        guard let text = scanned.randomElement(using: &random) else { return }
        let token = tills[place].token
        let total = Int64.random(in: 300...900, using: &random)
        let basket = try Currency("USD").map { try Basket(currency: $0, total: total) }
        let sale = TillSale(code: text, basket: basket)
        if case .redeemed(let kept, _) = try await world.desk.redeem(sale, at: token, retry: nil).value {
            redemptions.append((Ref(world.retailer, kept.id), token))
            tally.online += 1
        }
    }

    private mutating func void() async throws {
        guard let (ref, token) = redemptions.randomElement(using: &random) else { return }
        let answer = try await world.change { try await $0.void(ref, at: token) }
        if case .voided = answer { tally.voided += 1 }
    }

    /// An honest till closes nothing while something waits.
    private mutating func close(_ place: Int) async throws {
        guard !tills[place].memory.isWaiting, let lease = tills[place].pack?.leases.first else { return }
        let token = tills[place].token
        let retailer = world.retailer
        let closed = try await world.change { try await $0.closeLease(Ref(retailer, lease.id), at: token) }
        if closed.closedAt == nil { tally.closed += 1 }
        tills[place].forgetPack()
    }

    /// Nobody hears of the till for so long that its leases go back; what it has is uploaded before.
    private mutating func wait(_ place: Int) async throws {
        guard Int.random(in: 0..<3, using: &random) == 0, tills.allSatisfy({ !$0.memory.isWaiting }) else { return }
        world.clock.advance(seconds: OfflineLease.seconds + OfflineLease.uploadSeconds)
        tally.expired += try await world.desk.expireCoupons(of: world.retailer)
        tally.returned += try await world.desk.returnLeases(of: world.retailer)
        for place in tills.indices { tills[place].forgetPack() }
    }

    private func expect(_ place: String) async throws {
        let id = campaign.id.rawValue
        let row = try await world.numbers(
            """
            select array[c.coupons, c.exposure, c.exposure_max,
                (select count(*) from coupons where campaign_id = c.campaign_id
                    and state in ('issued', 'reserved', 'redeemed'))
                + (select coalesce(sum(case when closed_at is null then coupons else used end), 0)
                    from offline_leases where campaign_id = c.campaign_id),
                (select coalesce(sum(exposure - coalesce(exposure_returned, 0)), 0) from coupons
                    where campaign_id = c.campaign_id and state in ('issued', 'reserved', 'redeemed'))
                + (select coalesce(sum(case when closed_at is null then exposure else exposure_used end), 0)
                    from offline_leases where campaign_id = c.campaign_id),
                (select count(*) from redemptions where campaign_id = c.campaign_id and state = 'redeemed'),
                (select count(*) from offline_acceptances
                    where campaign_id = c.campaign_id and outcome = 'charged'),
                (select count(*) from offline_acceptances
                    where campaign_id = c.campaign_id and outcome in ('lost', 'unknown')),
                (select coalesce(max(used), 0) from period_counters where campaign_id = c.campaign_id)
            ]::bigint[]
            from campaign_counters c where c.campaign_id = \(id)
            """)
        #expect(row[0] == row[3] && row[1] == row[4], "\(place): the counters are what is out and leased: \(row)")
        #expect(row[0] <= max && row[1] <= row[2] && row[8] <= perDay, "\(place): a limit is crossed: \(row)")
        // What customers have in their hands, also what no server knows of yet.
        let given = row[5] + row[6] + Int64(try await unreported())
        #expect(given <= max, "\(place): \(given) given of \(max)")
        #expect(row[7] == 0, "\(place): an honest till loses nothing")
    }

    /// Taken and not on any server's books.
    private func unreported() async throws -> Int {
        var count = 0
        for till in tills {
            let known = try await world.desk.database.acceptances(till.waiting.map(\.name), of: till.token.till)
            count += till.waiting.count { known[$0.name] == nil }
        }
        return count
    }
}

extension World {
    func numbers(_ sql: String) async throws -> [Int64] {
        guard var row = try await pool.run(Statement(once: "numbers", sql)()).first else {
            throw Unexpected("no row")
        }
        return try row.read()
    }
}

@Suite("Random histories of tills without a line")
struct OfflineHistoryTests {
    private static let historiesOfWorld = 20
    private static let worldsAtOnce = 2

    @Test(
        "whatever tills take while their lines are down, wherever else the same coupons are used, expire or are taken back: no limit is crossed, no counter is wrong and no honest till makes a loss"
    )
    func anyOrder() async throws {
        var random = SeededRandom()
        let count = rounds(300, long: 10_000)
        print("offline histories: \(count), \(random)")
        let seeds = (0..<count).map { _ in random.next() }
        let worlds = stride(from: 0, to: count, by: Self.historiesOfWorld).map { start in
            Array(seeds[start..<min(start + Self.historiesOfWorld, count)])
        }
        let total = try await withThrowingTaskGroup(of: OfflineTally.self) { group in
            var total = OfflineTally()
            for (place, part) in worlds.enumerated() {
                if place >= Self.worldsAtOnce, let tally = try await group.next() { total.add(tally) }
                group.addTask { try await Self.run(part) }
            }
            for try await tally in group { total.add(tally) }
            return total
        }
        print("offline histories: \(total)")
        // A run in which nothing happens proves nothing.
        #expect(total.taken > count / 4 && total.charged > 0 && total.redeemed > 0, "\(random)")
        #expect(total.refused > 0 && total.online > 0 && total.voided > 0 && total.expired > 0, "\(random)")
        #expect(total.closed > 0 && total.returned > 0, "\(random)")
    }

    private static func run(_ seeds: [UInt64]) async throws -> OfflineTally {
        try await World.with { world in
            var tally = OfflineTally()
            for (place, seed) in seeds.enumerated() {
                var history = try await OfflineHistory(world, place: place, seed: seed)
                tally.add(try await history.run())
            }
            return tally
        }
    }
}

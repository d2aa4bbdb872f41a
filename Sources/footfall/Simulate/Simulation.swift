import Actions
import Foundation
import Postgres
import Promotions

/// One morning, from the first launch to the recount.
struct Simulation {
    let common: CommonOptions
    let plan: MorningPlan
    let changes: JSONObject
    let processes: Int
    let connections: Int
    let desk: Desk
    let pool: Pool
    /// Hears what is going on; the report comes at the end.
    let say: @Sendable (String) -> Void

    private static let settleSeconds = 300
    private static let shoppersPerInsert = 10_000

    func run(_ file: ImportFile, _ order: ImportOrder) async throws -> MorningReport {
        let retailer = try await SimulatedRetailer.add(desk, seed: plan.seed, file, order)
        say("\(retailer.stores.created) stores, \(retailer.stores.rejected.count) lines rejected")
        var servers = try ServerProcesses(processes, common)
        do {
            try await servers.start(at: plan.opening)
            var maker = SimulatedShopMaker(
                retailer: retailer, plan: plan, changes: changes, client: Client(servers.ports))
            let places = try await maker.places()
            let arrivals = ArrivalMaker(plan, places, servers: processes)
            let coming = arrivals.make()
            let shop = try await maker.open(arrivals)
            maker.client.close()
            let stage = Stage(desk, shop, plan, shoppers: try await addShoppers(), pool: pool)
            var played = Played()
            for (number, phase) in plan.phases.enumerated() {
                let clock = places.zone.instant(of: MorningPlan.date, time: phase.time)
                await servers.stop()
                try await servers.start(at: clock)
                stage.setClock(clock)
                let jobs = stage.takePockets(of: number).map(PhaseQueue.Job.sale) + coming[number].map { .visit($0) }
                try await play(phase, PhaseQueue(jobs), stage, arrivals, servers.ports, &played)
            }
            let report = try await report(played, stage, coming, servers.ports)
            await servers.stop()
            return report
        } catch {
            await servers.stop()
            throw error
        }
    }

    /// Ids in no order, as people come, with rows as if they had signed up.
    private func addShoppers() async throws -> [ID<Shopper>] {
        let shoppers: [ID<Shopper>] = (0..<plan.shoppers + 2 * Retailing.probes).map { _ in desk.ids.next() }
        let add = Statement(
            once: "add simulated shoppers", takes: [.int8Array],
            """
            insert into shoppers (shopper_id, locale, location_consent, marketing_consent, generation,
                generation_changed_at, created_at)
            select id, 'en', true, false, 1, now(), now() from unnest($1) as id
            """)
        for start in stride(from: 0, to: shoppers.count, by: Self.shoppersPerInsert) {
            let page = shoppers[start..<min(start + Self.shoppersPerInsert, shoppers.count)]
            _ = try await pool.run(add(page.map(\.rawValue)))
        }
        var dice = SeededDice(seed: plan.seed &+ 2)
        return shoppers.shuffled(using: &dice)
    }

    /// What was heard so far.
    private struct Played {
        var diary = Diary()
        var phases: [PhaseReport] = []
        var log = RetailingLog()
    }

    private func play(
        _ phase: MorningPhase, _ queue: PhaseQueue, _ stage: Stage, _ arrivals: ArrivalMaker, _ ports: [Int],
        _ played: inout Played
    ) async throws {
        let start = ContinuousClock.now
        let events = phase.events
        async let retailing: (RetailingLog, Diary) = {
            var retailing = Retailing(
                stage: stage, arrivals: arrivals, visitor: Visitor(stage: stage, client: Client(ports)))
            let log = try await retailing.act(events, during: queue)
            retailing.visitor.client.close()
            return (log, retailing.visitor.client.takeDiary())
        }()
        var diary = try await crowd(queue, stage, ports)
        let seconds = Moments.seconds(.now - start)
        let (log, own) = try await retailing
        diary.add(own)
        played.log.soldOut = played.log.soldOut ?? log.soldOut
        played.log.pause = played.log.pause ?? log.pause
        let shop = stage.shop
        let report = PhaseReport(
            phase.name, diary, seconds: seconds,
            campaigns: [("pastry", shop.pastry.id.rawValue), ("fallback", shop.fallback.id.rawValue)])
        say(report.text)
        played.phases.append(report)
        played.diary.add(diary)
    }

    private func crowd(_ queue: PhaseQueue, _ stage: Stage, _ ports: [Int]) async throws -> Diary {
        try await withThrowingTaskGroup(of: Diary.self) { group in
            for _ in 0..<connections {
                group.addTask {
                    var visitor = Visitor(stage: stage, client: Client(ports))
                    while let job = queue.take() { try await visitor.play(job) }
                    visitor.client.close()
                    return visitor.client.takeDiary()
                }
            }
            return try await group.reduce(into: Diary()) { $0.add($1) }
        }
    }
}

/// The recount.
extension Simulation {
    private func report(
        _ played: Played, _ stage: Stage, _ coming: [[Arrival]], _ ports: [Int]
    ) async throws -> MorningReport {
        let shop = stage.shop
        let recount = Recount(retailer: shop.retailer, pool: pool)
        let start = ContinuousClock.now
        try await wait { try await recount.count("select count(*) from outbox where retailer_id = $1") }
        try await wait {
            try await recount.count(
                """
                select count(*) from participants p where retailer_id = $1 and settled_at is null
                and place <= \(plan.crowdMax)
                """)
        }
        try await wait { try await recount.count("select count(*) from outbox where retailer_id = $1") }
        let deliveredAfter = Moments.seconds(.now - start)
        try await wait {
            try await recount.count(
                "select count(*) from mine where state = 'issued' and expires_at <= '\(stage.now.rfc3339)'")
        }
        let expiredAfter = Moments.seconds(.now - start)
        say("counting again")
        var client = Client(ports)
        var checks = ToldChecks(
            diary: played.diary, rows: try await recount.rows(), pastry: shop.pastry.id.rawValue,
            fallback: shop.fallback.id.rawValue, log: played.log
        ).all
        checks += try await recount.checks()
        checks += try await more(played, stage, recount)
        for (name, campaign) in [("pastry", shop.pastry), ("fallback", shop.fallback), ("crowd", shop.crowd)] {
            checks += try await stats(name, campaign, shop.owner, recount, &client)
        }
        client.close()
        let manners = coming.joined().filter { !$0.isAgain }.reduce(into: [:]) { $0[$1.manner, default: 0] += 1 }
        return MorningReport(
            plan: plan, stores: shop.places.all.count, processes: processes, connections: connections,
            manners: manners, earned: played.diary.earned, phases: played.phases, crossing: stage.crossing,
            deliveredAfter: deliveredAfter,
            expiredAfter: expiredAfter, checks: checks)
    }

    /// What services do behind the answers; after a while without an end, the checks will tell.
    private func wait(_ left: () async throws -> Int64) async throws {
        let end = ContinuousClock.now + .seconds(Self.settleSeconds)
        while try await left() > 0, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(100)) }
    }

    private func more(_ played: Played, _ stage: Stage, _ recount: Recount) async throws -> [MorningCheck] {
        let shop = stage.shop
        let joined = Set(played.diary.pledges.map(\.shopper)).count
        var checks = [
            MorningCheck(
                "people who were told that they joined the crowd, and those in it", expected: Int64(joined),
                found: try await recount.count("select count(*) from participants where retailer_id = $1")),
            MorningCheck(
                "coupons of a crowd that came together, the limit allowing",
                expected: Int64(joined < plan.crowdTarget ? 0 : min(joined, plan.crowdMax)),
                found: try await recount.count(
                    "select count(*) from mine where campaign_id = \(shop.crowd.id.rawValue)")),
            MorningCheck(
                "coupons past their time that have not expired, and none", expected: 0,
                found: try await recount.count(
                    "select count(*) from mine where state = 'issued' and expires_at <= '\(stage.now.rfc3339)'")),
        ]
        guard let soldOut = played.log.soldOut else { return checks }
        // An id holds the real time in milliseconds since 2025, 22 bits up.
        let late = """
            select count(*) from mine where store_id = \(soldOut.store) and campaign_id = \(shop.pastry.id.rawValue)
            and (coupon_id >> 22) + 1735689600000 > \(soldOut.realMilliseconds + 1_000)
            """
        checks.append(
            MorningCheck(
                "pastries issued by the sold-out store more than a second after its word was answered", expected: 0,
                found: try await recount.count(late)))
        return checks
    }

    /// What the retailer reads, against the rows.
    private func stats(
        _ name: String, _ campaign: Ref<Campaign>, _ owner: String, _ recount: Recount, _ client: inout Client
    ) async throws -> [MorningCheck] {
        let stats = try await client.told(
            SimulatedRequest(.other, "GET", "/v1/campaigns/\(campaign.text)/stats", token: owner))
        let mine = "from mine where campaign_id = \(campaign.id.rawValue)"
        let sales = "from redemptions where retailer_id = $1 and campaign_id = \(campaign.id.rawValue)"
        let issued = stats["by"]?["store"]?.elements?.compactMap { $0["issued"]?.integerValue }.reduce(0, +)
        let counts: [(String, Int64?, String)] = [
            ("issued", stats["issued"]?.integerValue, "select count(*) \(mine)"),
            ("issued by store", issued, "select count(*) \(mine)"),
            ("redeemed", stats["redeemed"]?.integerValue, "select count(*) \(mine) and state = 'redeemed'"),
            ("expired", stats["expired"]?.integerValue, "select count(*) \(mine) and state = 'expired'"),
            ("live coupons", stats["live"]?["coupons"]?.integerValue, "select count(*) \(mine) and is_out"),
            (
                "live exposure", stats["live"]?["exposure"]?["amount"]?.integerValue,
                "select coalesce(sum(exposure), 0) \(mine) and is_out"
            ),
            ("discount", stats["discount"]?["amount"]?.integerValue, "select coalesce(sum(discount), 0) \(sales)"),
            ("basket", stats["basket"]?["amount"]?.integerValue, "select coalesce(sum(basket_total), 0) \(sales)"),
        ]
        var checks: [MorningCheck] = []
        for (count, told, sql) in counts {
            checks.append(
                MorningCheck(
                    "stats of the \(name) campaign, \(count)", expected: try await recount.count(sql),
                    found: told ?? 0))
        }
        return checks
    }
}

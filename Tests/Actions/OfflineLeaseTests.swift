import Postgres
import Promotions
import Records
import Testing

@testable import Actions

@Suite("Leases and uploads of tills without a line")
struct OfflineLeaseTests {
    /// So many pastries of 5 dollars, so many of them for each till.
    static func terms(_ max: Int64, lease: Int64, budget: Int64 = 1_000_000) -> JSONObject {
        [
            "schedule": ["from": "2026-07-21"],
            "reward": [
                "kind": "free_item", "item": "Pastry", "with_purchase": true,
                "value": ["amount": 500, "currency": "USD"],
            ],
            "limits": [
                ["per": "campaign", "period": "campaign", "max": .int(max)],
                ["per": "store", "period": "day", "max": .int(max)],
            ],
            "budget": ["amount": .int(budget), "currency": "USD"],
            "coupon": [
                "valid": ["for": "PT2H"], "headline": "Free pastry", "terms": "One each.", "offline": true,
                "offline_lease": .int(lease),
            ],
        ]
    }

    private struct Scene {
        let world: World
        let store: Store
        let campaign: Campaign

        init(_ world: World, max: Int64 = 20, lease: Int64 = 3) async throws {
            self.world = world
            store = try await world.store()
            campaign = try await world.launch(changing: OfflineLeaseTests.terms(max, lease: lease))
        }

        func till(_ name: String = "Till 1") async throws -> OfflineTill {
            OfflineTill(world.desk, try await world.till(at: store, named: name))
        }

        func coupon() async throws -> (held: HeldCoupon, scanned: String) {
            let held = try await world.held(at: store)
            return (held, try await world.desk.qrContent(held))
        }

        func live() async throws -> [Int64] {
            let total = try #require(try await world.desk.live(Ref(world.retailer, campaign.id)))
            return [total.coupons, total.exposure]
        }

        func participants() async throws -> Int64? {
            try await world.desk.live(Ref(world.retailer, campaign.id))?.participants
        }

        var used: [Int64] {
            get async throws {
                [try await world.count("select coalesce(sum(used), 0)::bigint from period_counters where scope = 2")]
            }
        }
    }

    @Test("a lease counts as if it were issued; closed, it gives back what is unused, once")
    func lease() async throws {
        try await World.with { world in
            let scene = try await Scene(world, max: 5, lease: 3)
            var till = try await scene.till()
            try await till.fetchPack()
            try await till.fetchPack()
            let lease = try #require(till.pack?.leases.first)
            #expect(lease.coupons == 3 && till.pack?.leases.count == 1)
            #expect(try await scene.live() == [3, 1_500])
            #expect(try await scene.participants() == 0, "nobody has taken part")
            #expect(try await scene.used == [3])
            for _ in 0..<2 { _ = try await scene.coupon() }
            let refused = try await world.desk.checkIn(world.attempt(try await world.shopper(), at: scene.store)).value
            #expect(refused.coupons.isEmpty, "the lease holds the rest")
            for _ in 0..<2 {
                let token = till.token
                let closed = try await world.change {
                    try await $0.closeLease(Ref(world.retailer, lease.id), at: token)
                }
                #expect(closed.coupons == 3 && closed.used == 0)
                #expect(try await scene.live() == [2, 1_000])
                #expect(try await scene.participants() == 2)
            }
            #expect(try await scene.used == [2])
            let other = try await world.till(at: scene.store, named: "Till 2")
            let foreign = try await world.desk.database.transaction {
                try await Desk(world.desk, database: $0).closeLease(Ref(world.retailer, lease.id), at: other)
            }
            #expect(foreign.refusal == .notFound)
        }
    }

    @Test("what limits leave is less than the campaign says, and nothing where nothing is left")
    func left() async throws {
        try await World.with { world in
            let scene = try await Scene(world, max: 5, lease: 3)
            for _ in 0..<3 { _ = try await scene.coupon() }
            var (first, second) = (try await scene.till(), try await scene.till("Till 2"))
            try await first.fetchPack()
            try await second.fetchPack()
            #expect(first.pack?.leases.map(\.coupons) == [2])
            #expect(second.pack?.leases.isEmpty == true)
        }
    }

    @Test("what nobody closes goes back thirty days after its end, and not before")
    func returned() async throws {
        try await World.with { world in
            let scene = try await Scene(world)
            var till = try await scene.till()
            try await till.fetchPack()
            world.clock.advance(seconds: OfflineLease.seconds + OfflineLease.uploadSeconds - 1)
            #expect(try await world.desk.returnLeases(of: world.retailer) == 0)
            #expect(try await scene.live() == [3, 1_500])
            world.clock.advance(seconds: 1)
            #expect(try await world.desk.returnLeases(of: world.retailer) == 1)
            #expect(try await world.desk.returnLeases(of: world.retailer) == 0)
            #expect(try await scene.live() == [0, 0])
            #expect(try await scene.used == [0])
        }
    }

    @Test("a sale that was taken back before its upload: nothing is booked, and the coupon is good elsewhere")
    func voidedBefore() async throws {
        try await World.with { world in
            let scene = try await Scene(world)
            var till = try await scene.till()
            try await till.fetchPack()
            let (held, scanned) = try await scene.coupon()
            let token = till.token
            _ = try await world.desk.database.transaction {
                try await Desk(world.desk, database: $0).voidSale("S-7", at: token).value
            }
            let live = try await scene.live()
            let taken = OfflineAcceptance(name: "a", scanned: scanned, acceptedAt: world.clock.now, saleID: "S-7")
            for _ in 0..<2 {
                let kept = try await world.desk.uploaded([taken], at: token)
                #expect(kept.map(\.settlement) == [.voided])
                #expect(kept.first?.redemption == nil && kept.first?.coupon == held.ref.id)
            }
            #expect(try await scene.live() == live)
            #expect(try await world.count("select count(*) from redemptions") == 0)
            #expect(try await world.count("select count(*) from coupons where state = 'issued'") == 1)
            let next = OfflineAcceptance(name: "b", scanned: scanned, acceptedAt: world.clock.now, saleID: "S-8")
            #expect(try await world.desk.uploaded([next], at: token).map(\.settlement) == [.redeemed])
        }
    }

    @Test("a new limit on a running campaign counts what tills hold")
    func recount() async throws {
        try await World.with { world in
            let scene = try await Scene(world)
            var till = try await scene.till()
            try await till.fetchPack()
            _ = try await scene.coupon()
            let ref = Ref(world.retailer, scene.campaign.id)
            let patch: JSON = [
                "limits": [
                    ["per": "campaign", "period": "campaign", "max": 20], ["per": "store", "period": "week", "max": 5],
                ]
            ]
            let owner = world.keys.owner.key.actor
            _ = try await world.change { try await $0.patchCampaign(ref, with: patch, by: owner, expecting: nil) }
            let used = try await world.count("select used::bigint from period_counters where scope = 2 and period = 3")
            #expect(used == 4)
        }
    }

    @Test("what was taken without the line is redeemed at its own time, once, however often it is reported")
    func redeemed() async throws {
        try await World.with { world in
            let scene = try await Scene(world)
            var till = try await scene.till()
            try await till.fetchPack()
            let coupon = try await scene.coupon()
            let at = world.clock.now
            #expect(till.take(coupon.scanned, at: at)?.reason == nil)
            #expect(till.take(coupon.scanned, at: at)?.reason == .alreadyUsed)
            world.clock.advance(seconds: 4 * 3_600)
            let first = try await till.upload(isHeard: false)
            let second = try await till.upload()
            #expect(first.map(\.settlement) == [.redeemed] && second.map(\.settlement) == [.redeemed])
            #expect(first[0].redemption == second[0].redemption && !till.memory.isWaiting)
            let kept = try await world.desk.database.coupons([coupon.held.ref.id], of: world.retailer)[0].coupon
            #expect(kept.storedState == .redeemed && kept.redeemedAt == at && kept.redeemedStore == scene.store.id)
            #expect(try await world.count("select count(*) from redemptions") == 1)
            #expect(try await scene.live() == [4, 2_000], "the lease is whole")
        }
    }

    @Test("used elsewhere meanwhile, or expired: charged to the lease; beyond it, or after it, a loss with a name")
    func charged() async throws {
        try await World.with { world in
            let scene = try await Scene(world, lease: 2)
            var till = try await scene.till()
            let other = try await world.till(at: scene.store, named: "Till 2")
            try await till.fetchPack()
            let (used, late, third) = (try await scene.coupon(), try await scene.coupon(), try await scene.coupon())
            for coupon in [used, late] { #expect(till.take(coupon.scanned, at: world.clock.now)?.reason == nil) }
            #expect(till.take(third.scanned, at: world.clock.now)?.reason == .leaseUsedUp)
            let online = TillSale(code: used.scanned, basket: nil)
            guard case .redeemed = try await world.desk.redeem(online, at: other, retry: nil).value else {
                throw Unexpected("not redeemed")
            }
            world.clock.advance(seconds: 3 * 3_600)
            _ = try await world.desk.expireCoupons()
            #expect(try await scene.live() == [3, 1_500], "one used, two of the lease")
            let settled = try await till.upload()
            #expect(
                settled.map(\.settlement) == [
                    OfflineSettlement(outcome: .charged, reason: .alreadyUsed),
                    OfflineSettlement(outcome: .charged, reason: .expired),
                ])
            #expect(try await scene.live() == [3, 1_500], "nothing moves: it was counted before")
            #expect(till.take(third.scanned, at: world.clock.now)?.reason == .expired)
            let slip = OfflineAcceptance(
                name: "slip", scanned: used.held.issued.code.grouped, acceptedAt: world.clock.now, isOnPaper: true)
            let beyond = try await world.desk.uploaded([slip], at: till.token)
            #expect(
                beyond.map(\.settlement) == [
                    OfflineSettlement(outcome: .lost, reason: .alreadyUsed, loss: .leaseUsedUp)
                ])
            let elsewhere = try await world.desk.uploaded([slip], at: other)
            #expect(elsewhere[0].settlement.loss == .noLease)
            let results = try await world.desk.offlineResults(Ref(world.retailer, scene.campaign.id))
            #expect(results.leased.coupons == 0 && results.leased.counted == 1_000)
            #expect(results.booked.reduce(0) { $0 + $1.count } == 4)
            #expect(results.booked.reduce(0) { $0 + $1.onPaper } == 2)
            try await till.fetchPack()
            #expect(till.pack?.leases.map(\.coupons) == [2], "what is used up is followed by another")
            #expect(try await scene.live() == [5, 2_500])
            try await Self.expectBooks(scene.world)
        }
    }

    private static func expectBooks(_ world: World) async throws {
        world.clock.advance(seconds: 3 * 86_400)
        _ = try await world.desk.closeDays(of: world.retailer)
        let day = try #require(LocalDate("2026-07-21"))
        let changes = try await world.desk.database.postedLiability(
            of: world.retailer, from: day.adding(days: -1), to: day.adding(days: 2))
        #expect(changes.map(\.charged) == [2] && changes.map(\.chargedAmount) == [1_000])
        #expect(changes.map(\.lost) == [2] && changes.map(\.lostAmount) == [1_000])
        #expect(changes.map(\.issued) == [3] && changes.map(\.released) == [3])
        #expect(changes.map { $0.issuedAmount - $0.releasedAmount } == [0])
    }

    @Test("of two in one upload the earlier one has redeemed; unknown codes book nothing; what a till held is let go")
    func order() async throws {
        try await World.with { world in
            let scene = try await Scene(world)
            let token = try await scene.till().token
            let other = try await world.till(at: scene.store, named: "Till 2")
            let coupon = try await scene.coupon()
            _ = try await world.desk.reserve(TillSale(code: coupon.scanned, basket: nil), at: other, retry: nil).value
            let now = world.clock.now
            let report = { (name: String, code: String, seconds: Int) in
                OfflineAcceptance(
                    name: name, scanned: code, acceptedAt: now.adding(seconds: seconds), isOnPaper: true, saleID: "sale"
                )
            }
            let kept = try await world.desk.uploaded(
                [
                    report("later", coupon.scanned, -5), report("earlier", coupon.scanned, -9),
                    report("unknown", "0000-0000-0000", -5), report("torn", "K7M4", -5),
                ], at: token)
            #expect(kept.map(\.settlement.outcome) == [.lost, .redeemed, .unknown, .unknown])
            #expect(kept.map(\.settlement.reason) == [.alreadyUsed, nil, .unknownCode, .badCheckSymbol])
            let commit = try await world.desk.redeem(TillSale(code: coupon.scanned, basket: nil), at: other, retry: nil)
                .value
            guard case .refused(let no) = commit else { throw Unexpected("\(commit)") }
            #expect(no.refusal == .alreadyUsed)
            #expect(try await world.count("select count(*) from reservations") == 0)
        }
    }

    @Test("two tills without a line, two with it and a crowd that checks in: the limit holds, and nothing is lost")
    func race() async throws {
        try await World.with { world in
            let max: Int64 = 40
            let scene = try await Scene(world, max: max, lease: 8)
            var offline = [try await scene.till("Off 1"), try await scene.till("Off 2")]
            let online = [
                try await world.till(at: scene.store, named: "On 1"),
                try await world.till(at: scene.store, named: "On 2"),
            ]
            let (pool, other) = try await world.anotherProcess()
            let crowd = try await world.shoppers(60)
            let first = try await withThrowingTaskGroup(of: [IssuedCoupon].self) { group in
                for (place, shopper) in crowd.enumerated() {
                    let desk = place % 2 == 0 ? world.desk : other
                    group.addTask { try await desk.checkIn(world.attempt(shopper, at: scene.store)).value.coupons }
                }
                for place in offline.indices {
                    let till = offline[place]
                    group.addTask {
                        _ = try await (place == 0 ? world.desk : other).pack(for: till.token)
                        return []
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            for place in offline.indices { try await offline[place].fetchPack() }
            let leased = offline.reduce(0) { $0 + ($1.pack?.leases.first?.coupons ?? 0) }
            #expect(first.count + leased == Int(max), "\(first.count) issued, \(leased) leased")
            var scanned: [String] = []
            for issued in first {
                let held = HeldCoupon(
                    ref: Ref(world.retailer, issued.coupon.id), issued: issued, state: .issued)
                scanned.append(try await world.desk.qrContent(held))
            }
            // The same coupons everywhere at once.
            for place in offline.indices {
                for text in scanned.shuffled() { _ = offline[place].take(text, at: world.clock.now) }
            }
            let tills = offline
            let codes = scanned
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (place, till) in tills.enumerated() {
                    group.addTask {
                        _ = try await (place == 0 ? world.desk : other).uploaded(till.waiting, at: till.token)
                    }
                }
                for (place, token) in online.enumerated() {
                    for code in codes {
                        group.addTask {
                            _ = try await (place == 0 ? world.desk : other).redeem(
                                TillSale(code: code, basket: nil), at: token, retry: nil)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let given = try await world.count(
                """
                select (select count(*) from redemptions where state = 'redeemed')
                    + (select count(*) from offline_acceptances where outcome = 'charged')
                """)
            #expect(given <= max && given >= Int64(first.count), "\(given) given")
            #expect(try await world.count("select count(*) from offline_acceptances where outcome = 'lost'") == 0)
            #expect(try await world.count("select count(*) from offline_acceptances") == Int64(leased))
            #expect(try await scene.live() == [max, max * 500])
            await pool.close()
        }
    }
}

import Postgres
import Promotions
import Testing

@testable import Actions

@Suite("Appeals under a crowd", .serialized)
struct AppealRaceTests {
    private func open(
        _ world: World, _ shopper: ShopperToken, at store: Store, on desk: Desk
    ) async throws -> Ref<CheckIn> {
        let checkIn = try await desk.checkIn(world.attempt(shopper, at: store, meters: 2_000)).value.record.id
        let ref = Ref<CheckIn>(world.retailer, checkIn)
        _ = try await desk.appeal(ref, by: shopper, code: nil, message: nil, retry: nil).value
        return ref
    }

    @Test("retailer, till and code at once, in two processes: one coupon")
    func oneCoupon() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: ["limits": []])
            let till = try await world.till(at: store)
            let (pool, other) = try await world.anotherProcess()
            let shopper = try await world.shopper()
            let ref = try await open(world, shopper, at: store, on: world.desk)
            let digits = world.desk.secrets.presenceCode(of: Ref(world.retailer, store.id), at: world.clock.now)
            let code = try #require(PresenceCode(typed: digits))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for place in 0..<30 {
                    let desk = place % 2 == 0 ? world.desk : other
                    group.addTask {
                        switch place % 3 {
                        case 0: _ = try await desk.appeal(ref, by: shopper, code: code, message: nil, retry: nil)
                        case 1:
                            _ = try await desk.grantAppeal(
                                ref, by: .till(till.till.id), at: till.store, retry: nil)
                        default:
                            _ = try await desk.grantAppeal(
                                ref, by: .retailer(world.keys.owner.key.actor), at: nil, retry: nil)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await world.count("select count(*) from coupons") == 1)
            #expect(try await world.count("select count(*) from appeals where state = 'granted'") == 1)
            #expect(try await world.count("select count(*) from check_ins where verdict = 'accepted'") == 1)
            await pool.close()
        }
    }

    @Test("grant against reject: there is a coupon exactly where it was granted")
    func grantAgainstReject() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: ["limits": []])
            let owner = Appeal.Settler.retailer(world.keys.owner.key.actor)
            var refs: [Ref<CheckIn>] = []
            for shopper in try await world.shoppers(20) {
                refs.append(try await open(world, shopper, at: store, on: world.desk))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (place, ref) in refs.enumerated() {
                    for isGrant in place % 2 == 0 ? [true, false] : [false, true] {
                        group.addTask {
                            if isGrant {
                                _ = try await world.desk.grantAppeal(ref, by: owner, at: nil, retry: nil)
                            } else {
                                _ = try await world.desk.rejectAppeal(
                                    ref, because: nil, by: owner, auditing: nil, at: nil, retry: nil)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await world.count("select count(*) from appeals where state = 'open'") == 0)
            let astray = try await world.count(
                """
                select count(*)
                from appeals a
                left join coupons c on c.check_in_id = a.check_in_id
                where (a.state = 'granted') <> (c.coupon_id is not null)
                """)
            #expect(astray == 0)
        }
    }

    @Test("a thousand appeals granted at once, in two processes, issue what the limit leaves and no coupon more")
    func limit() async throws {
        let (crowd, max) = (1_000, 300)
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: [
                "limits": [["per": "campaign", "period": "campaign", "max": .int(Int64(max))]]
            ])
            let (pool, other) = try await world.anotherProcess()
            let refs = try await withThrowingTaskGroup(of: Ref<CheckIn>.self) { group in
                for place in 0..<crowd {
                    let desk = place % 2 == 0 ? world.desk : other
                    group.addTask { try await open(world, try await world.shopper(), at: store, on: desk) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (place, ref) in refs.enumerated() {
                    let desk = place % 2 == 0 ? world.desk : other
                    group.addTask {
                        _ = try await desk.grantAppeal(
                            ref, by: .retailer(world.keys.owner.key.actor), at: nil, retry: nil
                        ).value
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await world.count("select count(*) from coupons") == Int64(max))
            #expect(try await world.count("select coupons from campaign_counters") == Int64(max))
            #expect(try await world.count("select count(*) from appeals where state = 'granted'") == Int64(max))
            #expect(try await world.count("select count(*) from appeals where state = 'open'") == Int64(crowd - max))
            await pool.close()
        }
    }
}

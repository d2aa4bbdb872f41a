import Promotions
import Records
import Support
import Testing

@Suite("the outbox")
struct OutboxTests {
    @Test("two workers deliver every entry once, into the right wallets")
    func twoWorkers() async throws {
        try await World.with { world in
            let running = try await world.launch()
            var coupons: [NewCoupon] = []
            for _ in 0..<30 {
                let batch = world.visit(running) + world.visit(running)
                try await world.record(batch)
                coupons += batch.coupons
            }
            #expect(try await world.database.retailersWithOutbox() == [world.retailer])
            let delivered = try await withThrowingTaskGroup { group in
                for _ in 0..<2 {
                    group.addTask {
                        var sum = 0
                        // Skipped rows are another worker's, so an empty take is not the end of all.
                        while try await world.count("outbox") > 0 {
                            sum += try await world.database.deliverOutbox(
                                of: world.retailer, limit: 4, wallets: world.database)
                        }
                        return sum
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(delivered == 30)
            for coupon in coupons {
                let wallet = try await world.database.wallet(of: #require(coupon.shopper), after: nil, limit: 9)
                #expect(wallet == [Ref(world.retailer, coupon.id)])
            }
            #expect(try await world.database.retailersWithOutbox().isEmpty)
            #expect(try await world.count("wallets") == 60)
        }
    }

    @Test("entries that one worker holds are skipped by the other")
    func skipped() async throws {
        try await World.with { world in
            let running = try await world.launch()
            for _ in 0..<3 { try await world.record(world.visit(running)) }
            let database = world.database
            let delivered = try await database.transaction { inner in
                let first = try await inner.deliverOutbox(of: world.retailer, limit: 2, wallets: database)
                return [first, try await database.deliverOutbox(of: world.retailer, limit: 9, wallets: database)]
            }
            #expect(delivered == [2, 1])
            #expect(try await world.count("outbox") == 0)
        }
    }

    @Test("a worker that dies before its commit leaves its entries for the next")
    func crash() async throws {
        struct Crash: Error {}
        try await World.with { world in
            let batch = world.visit(try await world.launch())
            try await world.record(batch)
            let database = world.database
            await #expect(throws: Crash.self) {
                try await database.transaction { inner in
                    _ = try await inner.deliverOutbox(of: world.retailer, limit: 9, wallets: database)
                    throw Crash()
                }
            }
            #expect(try await world.count("outbox") == 1)
            #expect(try await database.deliverOutbox(of: world.retailer, limit: 9, wallets: database) == 1)
            let wallet = try await database.wallet(of: #require(batch.coupons[0].shopper), after: nil, limit: 9)
            #expect(wallet.map(\.id) == [batch.coupons[0].id])
        }
    }

    @Test("one retailer's worker leaves another's entries alone")
    func tenants() async throws {
        try await World.with { world in
            try await world.record(world.visit(try await world.launch()))
            let database = world.database
            #expect(try await database.deliverOutbox(of: World.id(), limit: 9, wallets: database) == 0)
            #expect(try await world.count("outbox") == 1)
        }
    }
}

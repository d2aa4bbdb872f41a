import Postgres
import Printing
import Promotions
import Records
import Testing

@testable import Actions

@Suite("Print jobs and several processes")
struct PrintJobRaceTests {
    @Test("forty polls by two tills of two processes: each of three jobs is printed by one till, once")
    func polls() async throws {
        try await World.with { world in
            let store = try await world.store()
            let tills = [
                try await world.till(at: store, named: "Till 1"), try await world.till(at: store, named: "Till 2"),
            ]
            try await world.launch()
            let shopper = try await world.shopper()
            let told = try await world.desk.checkIn(world.attempt(shopper, at: store)).value
            let coupon = Ref(world.retailer, try #require(told.coupons.first).coupon.id)
            // Of twelve orders at once three find a place, whichever process has them.
            let (pool, other) = try await world.anotherProcess()
            let queued = try await withThrowingTaskGroup(of: Bool.self) { group in
                for place in 0..<12 {
                    group.addTask {
                        let desk = place % 2 == 0 ? world.desk : other
                        let answer = try await desk.database.transaction { database in
                            try await Desk(desk, database: database).queuePrint(
                                coupon, at: .ownStore, on: .roll80, language: "en", by: shopper)
                        }
                        return answer.refusal == nil
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(queued == PrintJob.waitingMax)
            let taken = try await withThrowingTaskGroup(of: [PrintJob].self) { group in
                for place in 0..<40 {
                    group.addTask {
                        let desk = place % 2 == 0 ? world.desk : other
                        let jobs = try await desk.takePrintJobs(for: tills[place / 2 % 2], limit: 1 + place % 2)
                        for job in jobs {
                            _ = try await desk.finish(
                                Ref(world.retailer, job.id), nil, by: tills[place / 2 % 2]
                            ).value
                        }
                        return jobs
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            await pool.close()
            #expect(taken.count == 3 && Set(taken.map(\.id)).count == 3)
            #expect(
                try await world.count("select count(*) from print_jobs where state = 'printed' and place is null") == 3)
        }
    }
}

import Postgres
import Promotions
import Records
import Support
import Testing

@Suite("the installation: process numbers, fingerprints, partitions")
struct InstallationTests {
    @Test("a thousand starts, eight at a time, take every number once and begin again")
    func processNumbers() async throws {
        try await World.with { world in
            let numbers = try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        var mine: [Int] = []
                        for _ in 0..<128 { mine.append(try await world.database.takeProcessNumber()) }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(numbers.sorted() == Array(0...1_023))
            #expect(try await world.database.takeProcessNumber() == 1)
        }
    }

    @Test("the first fingerprint of a generation stays")
    func fingerprints() async throws {
        try await World.with { world in
            let database = world.database
            try await database.answers()
            #expect(try await database.keyFingerprints().isEmpty)
            try await database.recordKey(generation: 1, fingerprint: [1], at: World.nine)
            try await database.recordKey(generation: 1, fingerprint: [9], at: World.nine)
            try await database.recordKey(generation: 2, fingerprint: [2], at: World.nine)
            #expect(try await database.keyFingerprints() == [1: [1], 2: [2]])
        }
    }

    /// As `IDMaker` does: 41 bits of milliseconds before 22 others.
    @Sendable private static func firstID(_ instant: Instant) -> Int64 {
        (instant.microseconds / 1_000 - 1_767_225_600_000) << 22
    }

    private func makePartitions(_ world: World, at now: Instant = World.nine) async throws {
        try await world.database.makePartitions(at: now, utc: .utc, firstID: Self.firstID)
    }

    private func partitions(_ world: World) async throws -> [String] {
        let sql = """
            select inhrelid::regclass::text from pg_inherits
            where inhparent = 'check_ins'::regclass order by 1
            """
        return try await world.pool.run(Statement(once: "partitions", sql)()).map { row in
            var row = row
            return try row.read()
        }
    }

    private static let summer = [
        "check_ins_2026_07", "check_ins_2026_08", "check_ins_2026_09", "check_ins_2026_10", "check_ins_default",
    ]

    @Test("this month and the next three are made, once")
    func partitionsTwice() async throws {
        try await World.with { world in
            try await makePartitions(world)
            try await makePartitions(world)
            #expect(try await partitions(world) == Self.summer)
            try await makePartitions(world, at: World.nine.adding(seconds: 14 * 86_400))
            #expect(try await partitions(world) == (Self.summer + ["check_ins_2026_11"]).sorted())
        }
    }

    /// Describing a partition again would wait for this lock, which is the one that autovacuum holds.
    @Test("where the partitions are there already, looking after them locks nothing")
    func partitionsWithoutLocks() async throws {
        try await World.with { world in
            try await makePartitions(world)
            try await world.pool.transaction { transaction in
                let lock = Statement(once: "lock", "lock table check_ins_2026_07 in share update exclusive mode")
                _ = try await transaction.run(lock())
                try await makePartitions(world)
            }
            #expect(try await partitions(world) == Self.summer)
        }
    }

    @Test("many servers may make them at once, while shoppers check in")
    func partitionsRace() async throws {
        try await World.with { world in
            let running = try await world.launch()
            try await withThrowingTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask { try await makePartitions(world) }
                }
                group.addTask {
                    for _ in 0..<20 { try await world.record(world.visit(running)) }
                }
                try await group.waitForAll()
            }
            #expect(try await partitions(world) == Self.summer)
            #expect(try await world.count("check_ins") == 20)
        }
    }

    @Test("a row lands in the month of its id, the first and the last instant included")
    func rightPartition() async throws {
        try await World.with { world in
            try await makePartitions(world)
            let august = try #require(Instant(rfc3339: "2026-08-01T00:00:00Z"))
            let expected: [(id: Int64, partition: String)] = [
                (Self.firstID(august) - 1, "check_ins_2026_07"), (Self.firstID(august), "check_ins_2026_08"),
                (Self.firstID(World.nine), "check_ins_2026_07"), (1, "check_ins_default"),
                (Self.firstID(august.adding(seconds: 400 * 86_400)), "check_ins_default"),
            ]
            for (id, partition) in expected {
                var batch = CheckInBatch()
                batch.checkIns = [
                    CheckInRecord(
                        id: ID(id), shopper: World.id(), session: World.id(), store: world.store.id,
                        verdict: .acceptedNoReward, reasons: [], source: .till, checkedAt: World.nine)
                ]
                try await world.record(batch)
                #expect(try await world.count(partition, where: "check_in_id = \(id)") == 1, "\(partition)")
                #expect(try await world.database.checkIn(ID(id), of: world.retailer) != nil)
            }
        }
    }

    @Test("a month whose rows came before its partition stays in the default one and stops no other month")
    func lateMonth() async throws {
        try await World.with { world in
            var batch = CheckInBatch()
            batch.checkIns = [
                CheckInRecord(
                    id: ID(Self.firstID(World.nine)), shopper: World.id(), session: World.id(), store: world.store.id,
                    verdict: .acceptedNoReward, reasons: [], source: .till, checkedAt: World.nine)
            ]
            try await world.record(batch)
            try await makePartitions(world)
            #expect(try await partitions(world) == Self.summer.filter { $0 != "check_ins_2026_07" })
        }
    }
}

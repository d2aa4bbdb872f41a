import Postgres
import Support
import Testing

@Suite struct TestDatabaseTests {
    @Test("each migrated database is at the newest schema and apart from the others")
    func apart() async throws {
        let one = try await TestDatabase.migrated()
        let other = try await TestDatabase.migrated()
        let pool = Pool(PoolConfiguration(conninfo: one.conninfo))
        let otherPool = Pool(PoolConfiguration(conninfo: other.conninfo))
        #expect(try await Migrator(directory: TestDatabase.migrations).pending(otherPool) == [])
        _ = try await pool.run(Numbers.create())
        await fails(with: "42P01") { _ = try await otherPool.run(Numbers.all()) }
        await pool.close()
        try await other.drop()
        await fails(as: .connectionLost) { _ = try await otherPool.run(Numbers.all()) }
        await otherPool.close()
        try await one.drop()
    }

    @Test("random numbers are the same for the same seed, and the published ones for seed 1234567")
    func random() {
        var random = SeededRandom(seed: 1_234_567)
        #expect([random.next(), random.next()] == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973])
    }
}

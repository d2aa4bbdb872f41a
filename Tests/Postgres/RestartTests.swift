import Postgres
import Support
import Testing

@Suite(.timeLimit(.minutes(5))) struct RestartTests {
    private static let one = Statement("one", gives: [.int4], "select 1")

    @Test("when the server goes away callers hear of it, and when it is back the pool finds it")
    func restart() async throws {
        let server = try TestServer()
        var configuration = PoolConfiguration(conninfo: server.conninfo(), size: 3)
        configuration.waitLimit = .milliseconds(1_500)
        let pool = Pool(configuration)
        _ = try await pool.run(Numbers.create())

        let inScope = await fails(as: .connectionLost) {
            try await pool.transaction { transaction in
                _ = try await transaction.run(Numbers.insert(Int64(1)))
                try server.stop()
                _ = try await transaction.run(Numbers.insert(Int64(2)))
            }
        }
        #expect(inScope?.isTransient == true)
        let away = await fails(as: .connectionLost) { _ = try await pool.run(Self.one()) }
        #expect(away?.statement == "one")
        await fails(as: .connectionLost) { _ = try await pool.pipeline([Self.one()]) }

        try server.start()
        try await retrying { _ = try await pool.run(Self.one()) }
        #expect(try await Numbers.read(on: pool) == [])

        // A caller who is already waiting when the server comes back is served.
        try server.stop()
        configuration.waitLimit = .seconds(60)
        let patient = Pool(configuration)
        let waiting = Task { try await patient.pipeline([Numbers.insert(Int64(3))]).count }
        try await Task.sleep(for: .milliseconds(100))
        try server.start()
        #expect(try await waiting.value == 1)
        await patient.close()
        await pool.close()
        try server.stop()
    }

    @Test("a server's last words and its end are noticed even when they come together")
    func lastWords() async throws {
        let server = try TestServer()
        var configuration = PoolConfiguration(conninfo: server.conninfo(), size: 1)
        configuration.waitLimit = .milliseconds(1_500)
        let pool = Pool(configuration)
        _ = try await pool.run(Self.one())
        try server.stopUnseen()
        try await Task.sleep(for: .milliseconds(200))
        await fails(as: .connectionLost) { _ = try await pool.run(Self.one()) }
        await pool.close()
    }

    @Test("a connection ended by an administrator is replaced without anybody's help")
    func terminated() async throws {
        try await withPool({ $0.size = 2 }) { pool in
            let suicide = Statement("end", "select pg_terminate_backend(pg_backend_pid())")
            await fails(as: .connectionLost) { _ = try await pool.run(suicide()) }
            await fails(as: .outcomeUnknown) { _ = try await pool.pipeline([suicide()]) }
            await fails(as: .connectionLost) { try await pool.transaction { _ = try await $0.run(suicide()) } }
            for _ in 0..<20 { _ = try await pool.run(Self.one()) }
        }
    }

    @Test("a server that cannot be had is said to be so within the waiting limit")
    func nowhere() async throws {
        var configuration = PoolConfiguration(conninfo: "host=127.0.0.1 port=1 dbname=none")
        configuration.waitLimit = .milliseconds(200)
        let pool = Pool(configuration)
        let error = await fails(as: .connectionLost) { _ = try await pool.run(Self.one()) }
        #expect(error?.message.contains("refused") == true)
        await pool.close()

        configuration.conninfo = "nonsense without sense"
        let senseless = Pool(configuration)
        await fails(as: .connectionLost) { _ = try await senseless.run(Self.one()) }
        await senseless.close()
    }

    /// The first call after the start may still meet the end of the pause between attempts.
    private func retrying(_ body: () async throws -> Void) async throws {
        for _ in 0..<50 {
            do {
                return try await body()
            } catch let error as PostgresError where error.isTransient {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        try await body()
    }
}

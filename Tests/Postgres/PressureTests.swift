import Glibc
import Support
import Synchronization
import Testing

@testable import Postgres

private let sleep = Statement("sleep", takes: [.float8], "select pg_sleep($1)")
private let same = Statement("same", takes: [.int8], gives: [.int8], "select $1")

private func answers(_ value: Int64, on querying: some Querying) async throws {
    var row = try #require(try await querying.run(same(value)).first)
    let back: Int64 = try row.read()
    #expect(back == value)
}

/// A value that several tasks change.
private final class Tally<Value: Sendable>: Sendable {
    private let content: Mutex<Value>

    init(_ value: Value) {
        content = Mutex(value)
    }

    var value: Value { content.withLock { $0 } }

    func change(_ body: (inout Value) -> Void) {
        content.withLock { body(&$0) }
    }
}

@Suite(.timeLimit(.minutes(5))) struct PressureTests {
    @Test("two hundred callers on two connections each get their own answer")
    func manyCallers() async throws {
        try await withPool({ $0.size = 2 }) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for caller in 0..<200 {
                    group.addTask {
                        for turn in 0..<20 {
                            let value = Int64(caller * 1_000 + turn)
                            try await answers(value, on: pool)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("megabytes go both ways at once without either side waiting for the other")
    func bulk() async throws {
        let mirror = Statement("mirror", takes: [.bytea], gives: [.bytea], "select $1")
        try await withPool({ $0.size = 1 }) { pool in
            let loads = (0..<100).map { Bytea([UInt8](repeating: UInt8($0), count: 200_000)) }
            for (sent, rows) in zip(loads, try await pool.pipeline(loads.map { mirror($0) })) {
                var row = try #require(rows.first)
                let back: Bytea = try row.read()
                #expect(back == sent)
            }
        }
    }

    @Test("a pool that its owner lets go still serves the scope that is running")
    func letGo() async throws {
        let database = try await TestDatabase.empty()
        let value = try await Pool(PoolConfiguration(conninfo: database.conninfo)).transaction { transaction in
            try await Task.sleep(for: .milliseconds(50))
            return try await transaction.run(same(Int64(1))).count
        }
        #expect(value == 1)
        try await database.drop()
    }

    @Test("the server gives up a statement in time, and the connection goes on")
    func statementTimeout() async throws {
        let configure = { (configuration: inout PoolConfiguration) in
            configuration.size = 1
            configuration.statementTimeout = .milliseconds(100)
        }
        try await withPool(configure) { pool in
            let named1 = await fails(with: "57014") { _ = try await pool.run(sleep(30.0)) }
            #expect(named1?.statement == "sleep")
            await fails(with: "57014") { _ = try await pool.pipeline([sleep(30.0)]) }
            await fails(with: "57014") { try await pool.transaction { _ = try await $0.run(sleep(30.0)) } }
            try await answers(7, on: pool)
        }
    }

    @Test("callers wait for a connection only so long, and only so many of them")
    func exhaustion() async throws {
        let configure = { (configuration: inout PoolConfiguration) in
            configuration.size = 1
            configuration.waitLimit = .seconds(5)
            configuration.waitersMax = 3
        }
        try await withPool(configure) { pool in
            let kinds = Tally<[PostgresError.Kind: Int]>([:])
            try await pool.transaction { transaction in
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<10 {
                        group.addTask {
                            let error = await #expect(throws: PostgresError.self) {
                                _ = try await pool.run(same(Int64(1)))
                            }
                            if let error { kinds.change { $0[error.kind, default: 0] += 1 } }
                        }
                    }
                }
                try await answers(2, on: transaction)
            }
            // Exactly three at a time may wait; on a busy machine some come after the first have given up.
            let refused = kinds.value[.poolExhausted] ?? 0
            let late = kinds.value[.deadlineExceeded] ?? 0
            #expect(refused > 0 && late >= 3 && refused + late == 10)
            try await answers(3, on: pool)
        }
    }

    @Test("a cancelled caller hears of it at once, and its results disturb nobody")
    func cancelled() async throws {
        try await withPool({ $0.size = 1 }) { pool in
            _ = try await pool.run(Numbers.create())
            // On one connection, whoever comes behind hears only when the sleep is over.
            let heard = Heard()
            let waiting = Task {
                defer { heard.names.withLock { $0.append("cancelled") } }
                _ = try await pool.run(sleep(5.0))
            }
            try await Task.sleep(for: .milliseconds(50))
            let behind = Task {
                try await answers(1, on: pool)
                heard.names.withLock { $0.append("answered") }
            }
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            try await behind.value
            #expect(heard.names.withLock { $0 } == ["cancelled", "answered"])

            let inScope = Task {
                try await pool.transaction { transaction in
                    _ = try await transaction.run(Numbers.insert(Int64(1)))
                    _ = try await transaction.run(sleep(0.5))
                }
            }
            try await Task.sleep(for: .milliseconds(100))
            inScope.cancel()
            await #expect(throws: CancellationError.self) { try await inScope.value }
            #expect(try await Numbers.read(on: pool) == [])
        }
    }

    @Test("after a storm of cancelled callers every connection is free again and only whole transactions are there")
    func storm() async throws {
        var random = SeededRandom()
        let delays = (0..<99).map { _ in UInt64.random(in: 0...20_000, using: &random) }
        let size = 4
        try await withPool({ $0.size = size }) { pool in
            _ = try await pool.run(Numbers.create())
            let certain = Tally<Set<Int64>>([])
            await withTaskGroup(of: Void.self) { group in
                for (number, delay) in delays.enumerated() {
                    let number = Int64(number)
                    let task = Task {
                        switch number % 3 {
                        case 0: _ = try await pool.run(Numbers.insert(number))
                        case 1:
                            let calls = [Numbers.insert(number), sleep(0.001), Numbers.insert(-1 - number)]
                            _ = try await pool.pipeline(calls)
                        default:
                            try await pool.transaction { transaction in
                                _ = try await transaction.run(Numbers.insert(number))
                                _ = try await transaction.run(sleep(0.001))
                                _ = try await transaction.run(Numbers.insert(-1 - number))
                            }
                        }
                        certain.change { $0.insert(number) }
                    }
                    group.addTask {
                        try? await Task.sleep(for: .microseconds(delay))
                        task.cancel()
                        _ = await task.result
                    }
                }
            }
            let meeting = Tally(0)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<size {
                    group.addTask {
                        try await pool.transaction { transaction in
                            meeting.change { $0 += 1 }
                            while meeting.value < size { try await Task.sleep(for: .milliseconds(1)) }
                            try await answers(1, on: transaction)
                        }
                    }
                }
                try await group.waitForAll()
            }
            // Pipelines whose callers left are still finishing; a lease on every connection, above, was behind them.
            let there = Set(try await Numbers.read(on: pool))
            #expect(certain.value.isSubset(of: there), "\(random)")
            for number in Int64(0)..<99 where number % 3 != 0 {
                #expect(there.contains(number) == there.contains(-1 - number), "\(random)")
            }
        }
    }

    @Test("a server that falls silent is given up; a commit on its way is then of unknown outcome")
    func silence() async throws {
        let configure = { (configuration: inout PoolConfiguration) in
            configuration.size = 1
            configuration.statementTimeout = .milliseconds(200)
            configuration.grace = .milliseconds(200)
        }
        try await withPool(configure) { pool in
            let identity = Statement("pid", gives: [.int4], "select pg_backend_pid()")
            for expected in [PostgresError.Kind.deadlineExceeded, .outcomeUnknown] {
                var row = try #require(try await pool.run(identity()).first)
                let backend: Int32 = try row.read()
                #expect(kill(backend, SIGSTOP) == 0)
                defer { kill(backend, SIGCONT) }
                await fails(as: expected) {
                    if expected == .outcomeUnknown { _ = try await pool.pipeline([same(Int64(1))]) }
                    _ = try await pool.run(same(Int64(1)))
                }
                try await answers(9, on: pool)
            }
        }
    }

    @Test("a connection that had nothing to do for longer than a silence may last is as good as before")
    func rest() async throws {
        let configure = { (configuration: inout PoolConfiguration) in
            configuration.size = 1
            configuration.statementTimeout = .milliseconds(500)
            configuration.grace = .milliseconds(500)
        }
        try await withPool(configure) { pool in
            try await answers(1, on: pool)
            // Long enough for plans to be made anew, too.
            try await Task.sleep(for: .milliseconds(1_200))
            #expect(try await pool.run(sleep(0.2)).count == 1)
        }
    }

    @Test("a closed pool finishes what is under way and refuses the rest")
    func closing() async throws {
        let database = try await TestDatabase.empty()
        let pool = Pool(PoolConfiguration(conninfo: database.conninfo, size: 2))
        let hasBegun = Tally(false)
        let underWay = Task {
            try await pool.transaction { transaction in
                hasBegun.change { $0 = true }
                return try await transaction.run(sleep(0.3)).count
            }
        }
        while !hasBegun.value { try await Task.sleep(for: .milliseconds(1)) }
        await pool.close()
        #expect(try await underWay.value == 1)
        await fails(as: .poolClosed) { _ = try await pool.run(same(Int64(1))) }
        await pool.close()
        try await database.drop()
    }
}

/// Who heard, in order.
private final class Heard: Sendable {
    let names = Mutex<[String]>([])
}

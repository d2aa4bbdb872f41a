import Glibc

/// Brings a database's schema up to date with numbered files, forward only. Each file is one transaction whose first
/// row is its line in the ledger, so that of two migrators one waits for the other. Statements are sent one by one.
public struct Migrator: Sendable {
    private let files: [MigrationFile]

    /// - Throws: `MigrationError` for a name that is not `NNNN_name.sql`, or a number that is there twice.
    public init(files: [(name: String, sql: String)]) throws {
        self.files = try MigrationFile.inOrder(files.map { try MigrationFile(name: $0.name, sql: $0.sql) })
    }

    /// All `.sql` files of a directory.
    /// - Throws: `MigrationError` when something there cannot be read or is named wrongly.
    public init(directory path: String) throws {
        files = try MigrationFile.inOrder(MigrationFile.read(from: path))
    }

    /// The names of the files, in order.
    public var names: [String] { files.map(\.name) }

    /// Applies what is missing, on a connection of its own that has no statement timeout.
    ///
    /// - Returns: The names of the files applied by this call; none when there was nothing to do.
    /// - Throws: `MigrationError`, or `PostgresError` when the database cannot be reached.
    @discardableResult
    public func migrate(_ pool: Pool) async throws -> [String] {
        try await onOwnConnection(pool.configuration) { try await migrate(on: $0) }
    }

    @discardableResult
    public func migrate(_ conninfo: String) async throws -> [String] {
        try await onOwnConnection(PoolConfiguration(conninfo: conninfo)) { try await migrate(on: $0) }
    }

    /// The names of the files that `migrate` would apply. Changes nothing.
    /// - Throws: As `migrate`.
    public func pending(_ pool: Pool) async throws -> [String] {
        try await pendingFiles(on: pool).map(\.file.name)
    }

    private struct Pending {
        let file: MigrationFile
        let checksum: String
    }

    private func onOwnConnection<Value>(
        _ configuration: PoolConfiguration, _ work: (Pool) async throws -> Value
    ) async throws -> Value {
        var configuration = configuration
        configuration.size = 1
        configuration.statementTimeout = nil
        let pool = Pool(configuration)
        do {
            let value = try await work(pool)
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }

    private func migrate(on pool: Pool) async throws -> [String] {
        try await createLedger(on: pool)
        var applied: [String] = []
        for pending in try await pendingFiles(on: pool) where try await apply(pending, on: pool) {
            applied.append(pending.file.name)
        }
        // Whoever applied a file at the same time may have had another text for it.
        _ = try await pendingFiles(on: pool)
        return applied
    }

    private func createLedger(on pool: Pool) async throws {
        guard try await !hasLedger(pool) else { return }
        do {
            _ = try await pool.pipeline(Ledger.create.map { Statement(once: "create ledger", $0)() })
        } catch let error as PostgresError where ["23505", "42P07", "42710", "XX000"].contains(error.sqlState) {
            // "if not exists" does not keep two sessions from creating at once; the other one has it now.
            guard try await hasLedger(pool) else { throw error }
        }
    }

    private func hasLedger(_ pool: Pool) async throws -> Bool {
        guard var row = try await pool.run(Ledger.exists()).first else { return false }
        return try row.read()
    }

    private func pendingFiles(on pool: Pool) async throws -> [Pending] {
        let texts = files.map { Bytea(Array($0.sql.utf8)) }
        let checksums = try await pool.run(Ledger.checksums(texts)).map { row in
            var row = row
            return try row.read(String.self)
        }
        let applied = try await hasLedger(pool) ? pool.run(Ledger.applied()) : []
        var known: [String: String] = [:]
        for var row in applied {
            let name: String = try row.read()
            known[name] = try row.read()
        }
        let strangers = Set(known.keys).subtracting(names)
        guard strangers.isEmpty else { throw MigrationError.newerDatabase(names: strangers.sorted()) }
        let all = zip(files, checksums).map { Pending(file: $0, checksum: $1) }
        for one in all where known[one.file.name].map({ $0 != one.checksum }) ?? false {
            throw MigrationError.changed(one.file.name)
        }
        let pending = all.filter { known[$0.file.name] == nil }
        if let first = pending.first, let last = known.keys.max(), first.file.name < last {
            throw MigrationError.outOfOrder(first.file.name, after: last)
        }
        return pending
    }

    /// - Returns: False when another migrator has applied the file meanwhile.
    private func apply(_ pending: Pending, on pool: Pool) async throws -> Bool {
        try await pool.transaction { transaction in
            let record = Ledger.record(pending.file.name, pending.checksum, Self.now())
            guard try await !transaction.run(record).isEmpty else { return false }
            for piece in SQLScanner.split(pending.file.sql) {
                do {
                    _ = try await transaction.run(Statement(once: pending.file.name, piece.sql)())
                } catch let error as PostgresError {
                    throw MigrationError.failed(file: pending.file.name, line: piece.line, error)
                }
            }
            return true
        }
    }

    /// The real time: the ledger is no part of any rehearsal with a test clock.
    private static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microsecondsSince1970: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}

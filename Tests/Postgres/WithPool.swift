import Postgres
import Support
import Testing

/// A pool on a database of the test's own.
func withPool(
    _ configure: (inout PoolConfiguration) -> Void = { _ in }, _ body: (Pool) async throws -> Void
) async throws {
    let database = try await TestDatabase.empty()
    var configuration = PoolConfiguration(conninfo: database.conninfo)
    configure(&configuration)
    let pool = Pool(configuration)
    do {
        try await body(pool)
    } catch {
        await pool.close()
        throw error
    }
    await pool.close()
    try await database.drop()
}

/// Expects a `PostgresError` of this kind and returns it.
@discardableResult
func fails(
    as kind: PostgresError.Kind, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> PostgresError? {
    let error = await #expect(throws: PostgresError.self, sourceLocation: sourceLocation) { try await body() }
    #expect(error?.kind == kind, "\(error?.description ?? "")", sourceLocation: sourceLocation)
    return error
}

@discardableResult
func fails(
    with sqlState: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
) async -> PostgresError? {
    await fails(as: .server(sqlState: sqlState), sourceLocation: sourceLocation, body)
}

/// A table of numbers, each of which may stand once, below a hundred.
enum Numbers {
    static let create = Statement(
        once: "create numbers",
        "create table numbers (n int8, constraint one_each unique (n), constraint small check (n < 100))")
    static let insert = Statement(
        "insert number", takes: [.int8], gives: [.int8], "insert into numbers values ($1) returning n")
    static let all = Statement("all numbers", gives: [.int8], "select n from numbers order by n")

    static func read(on pool: Pool) async throws -> [Int64] {
        try await pool.run(all()).map { row in
            var row = row
            return try row.read()
        }
    }
}

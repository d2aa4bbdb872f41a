import Postgres
public import Promotions

enum InstallationStatements {
    static let takeProcessNumber = Statement(
        "take process number", gives: [.int4],
        """
        update process_numbers
        set last_number = case
            when last_number >= 1023 then 0
            else last_number + 1
        end
        returning last_number
        """)

    static let fingerprints = Statement(
        "read key fingerprints", gives: [.int4, .bytea],
        """
        select generation, fingerprint
        from key_generations
        order by generation
        """)

    static let addFingerprint = Statement(
        "record key fingerprint", takes: [.int4, .bytea, .timestamptz],
        """
        insert into key_generations (generation, fingerprint, recorded_at)
        values ($1, $2, $3)
        on conflict (generation) do nothing
        """)

    static let health = Statement("ask whether the database answers", gives: [.int4], "select 1")

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.system, takeProcessNumber), (.system, fingerprints), (.system, addFingerprint), (.system, health),
    ]
}

extension Database {
    /// 0 to 1023, another one at each start, so that two running processes never make the same id.
    public func takeProcessNumber() async throws -> Int {
        guard var row = try await run(InstallationStatements.takeProcessNumber()).first else {
            throw Damage("process_numbers is empty")
        }
        return Int(try row.read(Int32.self))
    }

    public func keyFingerprints() async throws -> [Int: [UInt8]] {
        var fingerprints: [Int: [UInt8]] = [:]
        for var row in try await run(InstallationStatements.fingerprints()) {
            fingerprints[Int(try row.read(Int32.self))] = try row.bytes()
        }
        return fingerprints
    }

    public func recordKey(generation: Int, fingerprint: [UInt8], at now: Instant) async throws {
        _ = try await run(
            InstallationStatements.addFingerprint(Int32(generation), Bytea(fingerprint), now.timestamp))
    }

    public func answers() async throws {
        _ = try await run(InstallationStatements.health())
    }
}

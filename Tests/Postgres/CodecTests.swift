import Length
import Postgres
import Support
import Testing

/// Sends the value, and takes back the value and what the server writes for it.
private func echo<Value: PostgresValue>(_ value: Value, as type: String, on pool: Pool) async throws -> (Value, String?)
{
    let statement = Statement(
        "echo \(type)", takes: [Value.postgresType], gives: [Value.postgresType, .text],
        "select $1::\(type), ($1::\(type))::text")
    var row = try #require(try await pool.run(statement(value)).first)
    return (try row.read(), try row.read())
}

@Suite struct CodecTests {
    @Test("every type comes back as it was, and the server reads it as we mean it")
    func roundTrips() async throws {
        try await withPool { pool in
            try await check([0, 1, -1, .max, .min] as [Int16], "int2", on: pool) { "\($0)" }
            try await check([0, 1, -1, .max, .min] as [Int32], "int4", on: pool) { "\($0)" }
            try await check([0, 1, -1, .max, .min] as [Int64], "int8", on: pool) { "\($0)" }
            try await check([true, false], "boolean", on: pool) { "\($0)" }
            try await check(["", "a", "Ünï ☕️ \n'\"\\"], "text", on: pool) { $0 }
            try await check([Bytea([]), Bytea([0, 1, 254, 255])], "bytea", on: pool) {
                $0.bytes.isEmpty ? "\\x" : "\\x0001feff"
            }
            let numbers: [(Double, String)] = [
                (0, "0"), (-1.5, "-1.5"), (0.1, "0.1"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"),
                (.infinity, "Infinity"),
            ]
            try await check(numbers, "float8", on: pool)
            let nan = try await echo(Double.nan, as: "float8", on: pool)
            #expect(nan.0.isNaN && nan.1 == "NaN")
        }
    }

    @Test("times and documents mean to the server what they mean to us")
    func timesAndDocuments() async throws {
        try await withPool { pool in
            _ = try await pool.run(Statement("role zone", "alter role postgres set timezone to 'UTC'")())
        }
        try await withPool { pool in
            let times: [(Timestamp, String)] = [
                (Timestamp(microsecondsSince1970: 0), "1970-01-01 00:00:00+00"),
                (Timestamp(microsecondsSince1970: -1), "1969-12-31 23:59:59.999999+00"),
                (Timestamp(microsecondsSince1970: 1_795_000_000_123_456), "2026-11-18 11:06:40.123456+00"),
            ]
            try await check(times, "timestamptz", on: pool)
            let days: [(Day, String)] = [
                (Day(daysSince1970: 0), "1970-01-01"), (Day(daysSince1970: -1), "1969-12-31"),
                (Day(daysSince1970: 19_782), "2024-02-29"),
            ]
            try await check(days, "date", on: pool)
            try await check([(Jsonb(#"{"a": [1, null]}"#), #"{"a": [1, null]}"#)], "jsonb", on: pool)
        }
    }

    @Test("what has no counterpart in Swift is refused, not twisted")
    func outside() async throws {
        try await withPool { pool in
            for text in ["infinity", "-infinity"] {
                let sql = "select '\(text)'::timestamptz, '\(text)'::date"
                var row = try #require(try await pool.run(Statement(once: "infinite", sql)()).first)
                #expect(throws: PostgresError.self) { try row.read(Timestamp.self) }
                #expect(throws: PostgresError.self) { try row.read(Day.self) }
            }
            // Our last microsecond is in the year 294247; PostgreSQL's first year is 4714 before ours.
            let last = Timestamp(microsecondsSince1970: .max)
            #expect(try await echo(last, as: "timestamptz", on: pool).0 == last)
            let far = Timestamp(microsecondsSince1970: .min)
            await fails(with: "22008") { _ = try await echo(far, as: "timestamptz", on: pool) }
            await fails(with: "22008") { _ = try await echo(Day(daysSince1970: .min), as: "date", on: pool) }
            await fails(with: "22021") { _ = try await echo("a\0b", as: "text", on: pool) }
        }
    }

    @Test("arrays keep their order, their nulls and their emptiness")
    func arrays() async throws {
        try await withPool { pool in
            try await check([([], "{}"), ([3, 1, -2], "{3,1,-2}")] as [([Int64], String)], "int8[]", on: pool)
            let texts: [([String?], String)] = [(["a", nil, ""], #"{a,NULL,""}"#), ([nil], "{NULL}")]
            try await check(texts, "text[]", on: pool)
            try await check([([Bytea([1]), Bytea([])], #"{"\\x01","\\x"}"#)], "bytea[]", on: pool)
            try await check([([true, nil], "{t,NULL}")] as [([Bool?], String)], "boolean[]", on: pool)
            try await check([([1, 2], "{1,2}")] as [([Int16], String)], "int2[]", on: pool)
            try await check([([1, 2], "{1,2}")] as [([Int32], String)], "int4[]", on: pool)
            try await check([([1.5], "{1.5}")] as [([Double], String)], "float8[]", on: pool)
            try await check([([Day(daysSince1970: 0)], "{1970-01-01}")], "date[]", on: pool)
            try await check([([Jsonb("1"), Jsonb("[]")], "{1,[]}")], "jsonb[]", on: pool)
            let many = (0..<10_000).map { Int64($0) }
            #expect(try await echo(many, as: "int8[]", on: pool).0 == many)
        }
    }

    @Test("an array of two dimensions, or with a null for a type without one, is refused")
    func refusedArrays() async throws {
        try await withPool { pool in
            let sql = "select '{{1,2},{3,4}}'::int8[], '{1,null}'::int8[]"
            var row = try #require(try await pool.run(Statement(once: "matrix", sql)()).first)
            #expect(throws: PostgresError.self) { try row.read([Int64].self) }
            #expect(throws: PostgresError.self) { try row.read([Int64].self) }
            await fails(as: .badValue) { _ = try await echo([[Int64(1)]], as: "int8[]", on: pool) }
        }
    }

    @Test("random values survive the way there and back")
    func randomValues() async throws {
        var random = SeededRandom()
        try await withPool { pool in
            for _ in 0..<rounds(100) {
                let integer = Int64.random(in: .min ... .max, using: &random)
                #expect(try await echo(integer, as: "int8", on: pool) == (integer, "\(integer)"), "\(random)")
                let number = Double(bitPattern: random.next())
                let back = try await echo(number, as: "float8", on: pool).0
                #expect(back == number || (back.isNaN && number.isNaN), "\(random)")
                let bytes = Bytea(
                    (0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
                )
                #expect(try await echo(bytes, as: "bytea", on: pool).0 == bytes, "\(random)")
                let length = Int.random(in: 0...9, using: &random)
                let list = (0..<length).map { $0.isMultiple(of: 3) ? nil : Int64($0) }
                #expect(try await echo(list, as: "int8[]", on: pool).0 == list, "\(random)")
            }
        }
    }

    private func check<Value: PostgresValue & Equatable>(
        _ values: [Value], _ type: String, on pool: Pool, _ text: (Value) -> String
    ) async throws {
        try await check(values.map { ($0, text($0)) }, type, on: pool)
    }

    private func check<Value: PostgresValue & Equatable>(
        _ values: [(Value, String)], _ type: String, on pool: Pool
    ) async throws {
        for (value, text) in values {
            let (back, written) = try await echo(value, as: type, on: pool)
            #expect(back == value)
            #expect(written == text)
        }
        let null = try await echo(nil as Value?, as: type, on: pool)
        #expect(null.0 == nil && null.1 == nil)
    }
}

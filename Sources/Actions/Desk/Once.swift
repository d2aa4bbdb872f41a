import Crypto
import Postgres
public import Promotions
import Records

/// What a caller sends so that a retry is recognised: `Idempotency-Key` with the route and a body.
public struct RetryRequest: Sendable {
    public static let keyLength = 1...200

    /// Who calls; two callers may use the same key.
    public let caller: String
    public let route: String
    public let key: String
    public let body: [UInt8]

    public init(caller: String, route: String, key: String, body: [UInt8]) {
        self.caller = caller
        self.route = route
        self.key = key
        self.body = body
    }
}

extension Secrets {
    /// Keyed hashes: whoever reads the table learns neither key nor body.
    func retryKey(_ request: RetryRequest, reference: Int64) -> RetryKey {
        let scope = [request.caller, request.route, request.key].joined(separator: "\u{0}")
        return RetryKey(
            hash: mac(.retry, Array(scope.utf8), generation: founding, length: 20),
            bodyHash: mac(.retry, [0] + request.body, generation: founding, length: 20), reference: reference)
    }

    /// Marks that a check-in was granted after an appeal, so that it is granted once.
    func vouchKey(_ checkIn: Ref<CheckIn>, attempt: Int64) -> RetryKey {
        RetryKey(
            hash: mac(.retry, [2] + checkIn.bytes, generation: founding, length: 20), bodyHash: [],
            reference: attempt)
    }

    /// Marks one step of a held check-in by what was read of it, so that of all that continue it from there, in
    /// whatever way, one is recorded.
    /// - Parameter attempt: tells this attempt's own step from another's.
    func stepKey(_ checkIn: Ref<CheckIn>, after held: CheckInRecord, attempt: Int64) -> RetryKey {
        let read = held.fixes.bytes + held.candidates.count.bytes + Array(held.verdict.rawValue.utf8)
        return RetryKey(
            hash: mac(.retry, [1] + checkIn.bytes + read, generation: founding, length: 20), bodyHash: [],
            reference: attempt)
    }
}

/// What was answered, so that it can be answered again: a status that only the edge understands, and its bytes.
public struct KeptAnswer: Sendable {
    public let status: Int
    public let body: [UInt8]

    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

extension Desk {
    /// Runs a changing call once for each key, in one transaction with the key: a second call with the same key waits
    /// for the first and gets its answer; what throws leaves nothing behind. Changes of one retailer take turns.
    /// - Parameter body: gets a desk whose every statement belongs to that transaction. It must not call `once`, and is
    ///   run again where the database asks for it.
    public func once(
        _ request: RetryRequest?, of retailer: ID<Retailer>, _ body: @Sendable (Desk) async throws -> KeptAnswer
    ) async throws -> Answer<KeptAnswer> {
        // Whoever makes ids up shall not make us remember them.
        guard shelf.current.book(retailer) != nil else { return .refused(.notFound) }
        let answer = try await queues.turn(of: retailer).take {
            var attempt = 1
            var setbacks = 0
            while true {
                do {
                    return try await onceInTransaction(request, of: retailer, body)
                } catch let error as PostgresError where error.isTransient && attempt < Self.changeTriesMax {
                    attempt += 1
                } catch BatchSetback.overdrawn where setbacks < Self.setbacksMax {
                    // What was given back was reckoned with terms that have changed meanwhile. Nobody changes them for long.
                    setbacks += 1
                    try await refresh(retailer)
                }
            }
        }
        try await refresh(retailer)
        return answer
    }

    private static let changeTriesMax = 3
    private static let setbacksMax = 20

    private func onceInTransaction(
        _ request: RetryRequest?, of retailer: ID<Retailer>, _ body: @Sendable (Desk) async throws -> KeptAnswer
    ) async throws -> Answer<KeptAnswer> {
        try await database.transaction { database in
            let desk = self.working(in: database)
            guard let request else { return .done(try await body(desk)) }
            let key = secrets.retryKey(request, reference: 0)
            if try await database.claim([key], of: retailer, at: now).isEmpty {
                return try await repeated(key, of: retailer, in: database)
            }
            let answer = try await body(desk)
            let sealed = try secrets.seal(
                .answerSeal, UInt16(answer.status).bytes + answer.body, bound: retailer.rawValue.bytes + key.hash)
            try await database.keep(answer: sealed, under: key.hash, of: retailer)
            return .done(answer)
        }
    }

    private func repeated(
        _ key: RetryKey, of retailer: ID<Retailer>, in database: Database
    ) async throws -> Answer<KeptAnswer> {
        guard let known = try await database.retryKeys([key.hash], of: retailer)[key.hash], let sealed = known.answer,
            known.bodyHash == key.bodyHash,
            let bytes = secrets.open(.answerSeal, sealed, bound: retailer.rawValue.bytes + key.hash),
            let status = UInt16(bytes: bytes.prefix(2))
        else { return .refused(.idempotencyMismatch) }
        return .done(KeptAnswer(status: Int(status), body: Array(bytes.dropFirst(2))))
    }

    private func working(in database: Database) -> Desk {
        Desk(self, database: database)
    }
}

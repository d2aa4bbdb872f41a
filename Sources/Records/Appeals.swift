import Postgres
public import Promotions

enum AppealStatements {
    private static let columns = """
        check_in_id, store_id, shopper_id, assurance, state, message, opened_at, settled_at, settled_by, settler_id,
            reason
        """
    private static let columnTypes: [PostgresType] = [
        .int8, .int8, .int8, .int2, .text, .text, .timestamptz, .timestamptz, .text, .int8,
        .text,
    ]

    static let open = Statement(
        "open appeal", takes: [.int8, .int8, .int8, .int8, .int2, .text, .timestamptz], gives: [.int8],
        """
        insert into appeals (retailer_id, check_in_id, store_id, shopper_id, assurance, state, message, opened_at)
        values ($1, $2, $3, $4, $5, 'open', $6, $7)
        on conflict (retailer_id, check_in_id) do nothing
        returning check_in_id
        """)

    static let read = Statement(
        "read appeal", takes: [.int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from appeals
        where retailer_id = $1
        and check_in_id = $2
        """)

    static let list = Statement(
        "list appeals", takes: [.int8, .int8, .text, .int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from appeals
        where retailer_id = $1
        and ($2::bigint is null or store_id = $2)
        and ($3::text is null or state = $3)
        and check_in_id > $4
        order by check_in_id
        limit $5
        """)

    /// Of a grant and a rejection at once the first wins: the other finds it settled.
    static let settle = Statement(
        "settle appeal", takes: [.int8, .int8, .text, .timestamptz, .text, .int8, .int8, .text], gives: columnTypes,
        """
        update appeals
        set state = $3, settled_at = $4, settled_by = $5, settler_id = $6, attempt_id = $7, reason = $8
        where retailer_id = $1
        and check_in_id = $2
        and state = 'open'
        returning \(columns)
        """)

    /// Once a coupon is there, the appeal was granted, whatever came between.
    static let confirm = Statement(
        "confirm granted appeal", takes: [.int8, .int8, .timestamptz, .text, .int8, .int8], gives: columnTypes,
        """
        update appeals
        set state = 'granted', settled_at = $3, settled_by = $4, settler_id = $5, attempt_id = $6
        where retailer_id = $1
        and check_in_id = $2
        returning \(columns)
        """)

    /// Only the attempt that granted it may take that back.
    static let reopen = Statement(
        "reopen appeal", takes: [.int8, .int8, .int8], gives: columnTypes,
        """
        update appeals
        set state = 'open', settled_at = null, settled_by = null, settler_id = null, attempt_id = null
        where retailer_id = $1
        and check_in_id = $2
        and state = 'granted'
        and attempt_id = $3
        returning \(columns)
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, open), (.tenant, read), (.tenant, list), (.tenant, settle), (.tenant, confirm), (.tenant, reopen),
    ]
}

extension Database {
    /// - Returns: false if there is an appeal already; then nothing is written.
    public func open(_ appeal: Appeal, of retailer: ID<Retailer>) async throws -> Bool {
        try await !run(
            AppealStatements.open(
                retailer.rawValue, appeal.checkIn.rawValue, appeal.store.rawValue, appeal.shopper.rawValue,
                Int16(appeal.assurance.rawValue), appeal.message, appeal.openedAt.timestamp)
        ).isEmpty
    }

    public func appeal(_ checkIn: ID<CheckIn>, of retailer: ID<Retailer>) async throws -> Appeal? {
        try await run(AppealStatements.read(retailer.rawValue, checkIn.rawValue)).first.map(Self.appeal)
    }

    /// One page in the order of the check-ins.
    public func appeals(
        of retailer: ID<Retailer>, store: ID<Store>?, state: Appeal.State?, after: ID<CheckIn>?, limit: Int
    ) async throws -> [Appeal] {
        try await run(
            AppealStatements.list(
                retailer.rawValue, store?.rawValue, state?.rawValue, after?.rawValue ?? 0, Int64(limit))
        ).map(Self.appeal)
    }

    /// - Parameters:
    ///   - reason: of a rejection, for the shopper.
    ///   - attempt: a number of the caller's own.
    /// - Returns: nil if it is not open.
    public func settle(
        _ checkIn: ID<CheckIn>, of retailer: ID<Retailer>, as state: Appeal.State, by settler: Appeal.Settler,
        because reason: String? = nil, attempt: Int64, at now: Instant
    ) async throws -> Appeal? {
        try await run(
            AppealStatements.settle(
                retailer.rawValue, checkIn.rawValue, state.rawValue, now.timestamp, settler.kind, settler.number,
                attempt, reason)
        ).first.map(Self.appeal)
    }

    /// - Returns: nil if there is no such appeal.
    public func confirmGranted(
        _ checkIn: ID<CheckIn>, of retailer: ID<Retailer>, by settler: Appeal.Settler, attempt: Int64, at now: Instant
    ) async throws -> Appeal? {
        try await run(
            AppealStatements.confirm(
                retailer.rawValue, checkIn.rawValue, now.timestamp, settler.kind, settler.number, attempt)
        ).first.map(Self.appeal)
    }

    /// - Returns: nil if another attempt has settled it since.
    public func reopen(
        _ checkIn: ID<CheckIn>, of retailer: ID<Retailer>, attempt: Int64
    ) async throws -> Appeal? {
        try await run(AppealStatements.reopen(retailer.rawValue, checkIn.rawValue, attempt)).first.map(Self.appeal)
    }

    private static func appeal(_ row: Row) throws -> Appeal {
        var row = row
        let checkIn: ID<CheckIn> = try row.id()
        let store: ID<Store> = try row.id()
        let shopper: ID<Shopper> = try row.id()
        let assurance = UInt8(clamping: try row.read(Int16.self))
        let state: Appeal.State = try row.choice()
        let message: String? = try row.read()
        let openedAt = try row.instant()
        let settledAt = try row.optionalInstant()
        let kind: String? = try row.read()
        let settler: Int64? = try row.read()
        return Appeal(
            checkIn: checkIn, store: store, shopper: shopper,
            assurance: Shopper.Assurance(rawValue: assurance) ?? .anonymous, state: state, message: message,
            openedAt: openedAt, settledAt: settledAt, settledBy: try kind.map { try .init(kind: $0, number: settler) },
            reason: try row.read())
    }
}

extension Appeal.Settler {
    var kind: String {
        switch self {
        case .shopperCode: "shopper_code"
        case .retailer: "retailer"
        case .till: "till"
        }
    }

    var number: Int64? {
        switch self {
        case .shopperCode: nil
        case .retailer(let key): key.rawValue
        case .till(let till): till.rawValue
        }
    }

    init(kind: String, number: Int64?) throws {
        switch (kind, number) {
        case ("shopper_code", nil): self = .shopperCode
        case ("retailer", .some(let number)): self = .retailer(ID(number))
        case ("till", .some(let number)): self = .till(ID(number))
        default: throw Damage("an appeal settled by nobody known: \(kind)")
        }
    }
}

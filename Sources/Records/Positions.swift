import Postgres
public import Promotions

/// Positions do not stay: after some days they are coarse, after some more they are gone. Ids carry the time.
enum PositionStatements {
    static let begin = Statement(
        "begin position terms", takes: [.int8],
        """
        insert into position_terms (retailer_id, coarse_through, gone_through)
        select r.retailer_id, 0, 0
        from retailers r
        where r.retailer_id = $1
        on conflict (retailer_id) do nothing
        """)

    static let lock = Statement(
        "lock position terms", takes: [.int8], gives: [.int8, .int8],
        """
        select coarse_through, gone_through
        from position_terms
        where retailer_id = $1
        for no key update
        """)

    /// The last check-in of the next page.
    static let pageEnd = Statement(
        "find end of check-in page", takes: [.int8, .int8, .int8, .int8], gives: [.int8, .int8],
        """
        select coalesce(max(p.check_in_id), 0), count(*)
        from (
            select c.check_in_id
            from check_ins c
            where c.retailer_id = $1
            and c.check_in_id > $2
            and c.check_in_id < $3
            order by c.check_in_id
            limit $4
        ) p
        """)

    /// Two decimals are about a kilometre.
    static let coarsen = Statement(
        "coarsen positions", takes: [.int8, .int8, .int8],
        """
        update check_ins
        set latitude = round(latitude * 100) / 100, longitude = round(longitude * 100) / 100,
            accuracy_meters = greatest(accuracy_meters, 1000)
        where retailer_id = $1
        and check_in_id > $2
        and check_in_id <= $3
        and latitude is not null
        """)

    static let delete = Statement(
        "delete positions", takes: [.int8, .int8, .int8],
        """
        update check_ins
        set latitude = null, longitude = null, accuracy_meters = null
        where retailer_id = $1
        and check_in_id > $2
        and check_in_id <= $3
        and latitude is not null
        """)

    static let advance = Statement(
        "advance position terms", takes: [.int8, .int8, .int8],
        """
        update position_terms
        set coarse_through = $2, gone_through = $3
        where retailer_id = $1
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, begin), (.tenant, lock), (.tenant, pageEnd), (.tenant, coarsen), (.tenant, delete),
        (.tenant, advance),
    ]
}

extension Database {
    /// One page of each; any number of processes may be at it.
    /// - Parameters:
    ///   - coarse: positions of check-ins with a lower id become coarse.
    ///   - gone: those of a lower id are deleted.
    /// - Returns: whether there is more to do.
    public func agePositions(
        of retailer: ID<Retailer>, coarseBefore coarse: Int64, goneBefore gone: Int64, limit: Int
    ) async throws -> Bool {
        try await transaction { database in
            let tenant = retailer.rawValue
            _ = try await database.run(PositionStatements.begin(tenant))
            guard var row = try await database.run(PositionStatements.lock(tenant)).first else { return false }
            let coarseThrough: Int64 = try row.read()
            let goneThrough: Int64 = try row.read()
            let (coarseEnd, coarseCount) = try await database.pageEnd(of: tenant, coarseThrough, coarse, limit)
            let (goneEnd, goneCount) = try await database.pageEnd(
                of: tenant, goneThrough, min(gone, max(coarseEnd, coarseThrough) + 1), limit)
            var calls: [Call] = []
            if coarseCount > 0 { calls.append(PositionStatements.coarsen(tenant, coarseThrough, coarseEnd)) }
            if goneCount > 0 { calls.append(PositionStatements.delete(tenant, goneThrough, goneEnd)) }
            guard !calls.isEmpty else { return false }
            calls.append(
                PositionStatements.advance(tenant, max(coarseThrough, coarseEnd), max(goneThrough, goneEnd)))
            _ = try await database.pipeline(calls)
            return coarseCount == limit || goneCount == limit
        }
    }

    private func pageEnd(
        of tenant: Int64, _ after: Int64, _ before: Int64, _ limit: Int
    ) async throws -> (end: Int64, count: Int) {
        guard var row = try await run(PositionStatements.pageEnd(tenant, after, before, Int64(limit))).first else {
            return (0, 0)
        }
        let end: Int64 = try row.read()
        return (end, Int(try row.read(Int64.self)))
    }
}

import Postgres
public import Promotions

enum OfflineAcceptanceStatements {
    static let read = Statement(
        "read acceptances", takes: [.int8, .int8, .textArray],
        gives: [.text, .text, .text, .text, .int8, .int8, .text, .int8],
        """
        select acceptance, outcome, reason, loss, coupon_id, redemption_id, currency, discount
        from offline_acceptances
        where retailer_id = $1
        and till_id = $2
        and acceptance = any($3)
        """)

    static let add = Statement(
        "add acceptances",
        takes: [
            .int8, .int8, .int8, .timestamptz, .textArray, .int8Array, .textArray, .textArray, .textArray, .int8Array,
            .int4Array, .int8Array, .int8Array, .int8Array, .boolArray, .int8Array, .textArray, .int8Array, .int8Array,
            .textArray, .textArray, .textArray, .timestamptzArray,
        ],
        """
        insert into offline_acceptances
            (retailer_id, till_id, store_id, uploaded_at, acceptance, acceptance_id, outcome, reason, loss, campaign_id,
            revision, coupon_id, lease_id, redemption_id, is_on_paper, exposure, currency, basket_total, discount,
            cashier, receipt_number, sale_id, accepted_at)
        select t.retailer_id, t.till_id, $3, $4, u.acceptance, u.acceptance_id, u.outcome, u.reason, u.loss,
            u.campaign_id, u.revision, u.coupon_id, u.lease_id, u.redemption_id, u.is_on_paper, u.exposure, u.currency,
            u.basket_total, u.discount, u.cashier, u.receipt_number, u.sale_id, u.accepted_at
        from unnest(
            $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::integer[], $12::bigint[],
            $13::bigint[], $14::bigint[], $15::boolean[], $16::bigint[], $17::text[], $18::bigint[], $19::bigint[],
            $20::text[], $21::text[], $22::text[], $23::timestamptz[]
        ) as u (
            acceptance, acceptance_id, outcome, reason, loss, campaign_id, revision, coupon_id, lease_id, redemption_id,
            is_on_paper, exposure, currency, basket_total, discount, cashier, receipt_number, sale_id, accepted_at
        )
        join tills t on t.till_id = $2
        where t.retailer_id = $1
        """)

    static let booked = Statement(
        "count acceptances of a campaign", takes: [.int8, .int8, .int8Array],
        gives: [.text, .text, .text, .int8, .int8, .int8, .int8],
        """
        select outcome, reason, loss, count(*), count(*) filter (where is_on_paper), sum(exposure)::bigint,
            coalesce(sum(discount), 0)::bigint
        from offline_acceptances
        where retailer_id = $1
        and campaign_id = $2
        \(StoreFilter.keeping("store_id", in: "$3"))
        group by outcome, reason, loss
        order by outcome, reason, loss
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, read), (.tenant, add), (.tenant, booked),
    ]
}

extension KeptAcceptance {
    fileprivate init(_ row: Row) throws {
        var row = row
        let name: String = try row.read()
        let settlement = try OfflineSettlement(&row)
        let coupon: ID<Coupon>? = try row.optionalID()
        let redemption: ID<Redemption>? = try row.optionalID()
        let currency = try row.read(String?.self).flatMap(Currency.init)
        let amount = try row.read(Int64?.self)
        let discount: Money? = if let currency, let amount { Money(amount, currency) } else { nil }
        self.init(
            name: name, settlement: settlement, coupon: coupon, redemption: redemption, discount: discount)
    }
}

extension OfflineSettlement {
    fileprivate init(_ row: inout Row) throws {
        let outcome: Outcome = try row.choice()
        let reason = try row.read(String?.self).flatMap(Reason.init(rawValue:))
        let loss = try row.read(String?.self).flatMap(Loss.init(rawValue:))
        self.init(outcome: outcome, reason: reason, loss: loss)
    }
}

extension Database {
    /// Those that the till has uploaded before, by its names.
    public func acceptances(
        _ names: [String], of till: Ref<Till>
    ) async throws -> [String: KeptAcceptance] {
        let rows = try await run(
            OfflineAcceptanceStatements.read(till.retailer.rawValue, till.id.rawValue, names.map { Optional($0) }))
        let kept = try rows.map(KeptAcceptance.init)
        return Dictionary(kept.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Writes an upload: what was redeemed, what is charged to leases that this transaction has locked, and every
    /// acceptance.
    /// - Throws: `BatchSetback.repeated` if another upload was first with a name; the transaction must be
    ///   given up then.
    public func record(
        _ settled: [SettledAcceptance], _ batch: TillBatch, entryIDs: [Int64],
        of till: Ref<Till>, in store: ID<Store>, at now: Instant
    ) async throws {
        let retailer = till.retailer
        do {
            try await record(batch, entryIDs: entryIDs, of: retailer)
            let charged = settled.filter { $0.settlement.outcome == .charged }
            let byLease = Dictionary(grouping: charged) { $0.lease?.rawValue ?? 0 }.sorted { $0.key < $1.key }
            var calls: [Call] = []
            if !byLease.isEmpty {
                calls.append(
                    OfflineLeaseStatements.charge(
                        retailer.rawValue, byLease.map(\.key), byLease.map { Int32($0.value.count) },
                        byLease.map { $0.value.reduce(0) { $0 + $1.exposure } }))
            }
            calls.append(settled.call(till, in: store, at: now))
            _ = try await pipeline(calls)
        } catch let error as PostgresError
            where error.statement == OfflineAcceptanceStatements.add.name && error.sqlState == "23505"
        {
            throw BatchSetback.repeated
        }
    }

    /// What tills took of a campaign without asking, by what became of it.
    /// - Parameter stores: whose tills; nil for all.
    public func booked(
        _ campaign: ID<Campaign>, of retailer: ID<Retailer>, in stores: Set<ID<Store>>? = nil
    ) async throws -> [OfflineBooked] {
        let call = OfflineAcceptanceStatements.booked(retailer.rawValue, campaign.rawValue, stores?.numbers)
        return try await run(call).map { row in
            var row = row
            return OfflineBooked(
                settlement: try OfflineSettlement(&row), count: try row.read(), onPaper: try row.read(),
                exposure: try row.read(), discount: try row.read())
        }
    }
}

extension [SettledAcceptance] {
    fileprivate func call(_ till: Ref<Till>, in store: ID<Store>, at now: Instant) -> Call {
        OfflineAcceptanceStatements.add(
            till.retailer.rawValue, till.id.rawValue, store.rawValue, now.timestamp,
            map { Optional($0.acceptance.name) }, map(\.id), map { Optional($0.settlement.outcome.rawValue) },
            map { $0.settlement.reason?.rawValue }, map { $0.settlement.loss?.rawValue },
            map { $0.coupon?.campaign.rawValue }, map { $0.coupon.map { Int32($0.revision) } },
            map { $0.coupon?.id.rawValue }, map { $0.lease?.rawValue }, map { $0.redemption?.rawValue },
            map(\.acceptance.isOnPaper), map(\.exposure), map { $0.discount?.currency.code },
            map { $0.acceptance.basket?.total }, map { $0.discount?.amount }, map(\.acceptance.cashier),
            map(\.acceptance.receiptNumber), map(\.acceptance.saleID), map(\.acceptance.acceptedAt.timestamp))
    }
}

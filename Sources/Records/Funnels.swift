import Postgres
public import Promotions

/// Counts a campaign from its rows, by store, local day and hour, and channel.
enum FunnelStatements {
    static let looks = Statement(
        "read looks", takes: [.int8, .int8, .int8Array], gives: [.int8, .date, .int2, .text, .int8],
        """
        select store_id, looked_on, hour, channel, looks
        from offer_looks
        where retailer_id = $1
        and campaign_id = $2
        \(StoreFilter.keeping("store_id", in: "$3"))
        """)

    static let addLooks = Statement(
        "add looks", takes: [.int8, .int8Array, .int8Array, .dateArray, .int2Array, .textArray, .int8Array],
        """
        insert into offer_looks (retailer_id, campaign_id, store_id, looked_on, hour, channel, looks)
        select k.retailer_id, u.campaign_id, u.store_id, u.looked_on, u.hour, u.channel, u.looks
        from unnest($2::bigint[], $3::bigint[], $4::date[], $5::smallint[], $6::text[], $7::bigint[])
            as u (campaign_id, store_id, looked_on, hour, channel, looks)
        join campaigns k on k.campaign_id = u.campaign_id
        where k.retailer_id = $1
        order by u.campaign_id, u.store_id, u.looked_on, u.hour, u.channel
        on conflict (retailer_id, campaign_id, store_id, looked_on, hour, channel) do update
        set looks = offer_looks.looks + excluded.looks
        """)

    /// A campaign's id is older than every visit it decided about.
    static let visits = Statement(
        "count visits of a campaign", takes: [.int8, .int8, .int8Array],
        gives: [.int8, .date, .int2, .text, .text, .text, .int8],
        """
        select t.store_id, t.local::date, date_part('hour', t.local)::smallint, t.channel, t.outcome, t.reason, count(*)
        from (
            select c.store_id, c.checked_at at time zone s.time_zone as local, lower(coalesce(c.channel, '')) as channel,
                o.offer ->> 's' as outcome, o.offer ->> 'why' as reason
            from check_ins c
            join stores s on s.retailer_id = c.retailer_id
            and s.store_id = c.store_id, lateral jsonb_array_elements(c.offers) as o (offer)
            where c.retailer_id = $1
            and c.check_in_id > $2
            and c.verdict <> 'refused'
            and (o.offer ->> 'c')::bigint = $2
            \(StoreFilter.keeping("c.store_id", in: "$3"))
        ) t
        group by 1, 2, 3, 4, 5, 6
        """)

    /// Attempts that were no visit name the campaigns by whose thresholds that was decided.
    static let refusals = Statement(
        "count refusals of a campaign", takes: [.int8, .int8, .int8Array], gives: [.text, .int8],
        """
        select reasons[1], count(*)
        from check_ins
        where retailer_id = $1
        and check_in_id > $2
        and verdict = 'refused'
        and evidence -> 'policy' @> jsonb_build_array(jsonb_build_array($2))
        \(StoreFilter.keeping("store_id", in: "$3"))
        group by 1
        """)

    private static let cell = cell(at: "issued_at")

    private static func cell(at time: String) -> String {
        """
        c.store_id, coalesce(c.counted_on, (c.\(time) at time zone s.time_zone)::date),
            date_part('hour', c.\(time) at time zone coalesce(s.time_zone, 'UTC'))::smallint,
            lower(coalesce(c.channel, v.channel, ''))
        """
    }

    private static let channel = """
        lateral (
            select max(k.channel) as channel
            from check_ins k
            where k.retailer_id = $1
            and k.check_in_id = c.check_in_id
        ) v
        """

    static let coupons = Statement(
        "count coupons of a campaign", takes: [.int8, .int8, .timestamptz, .int8Array],
        gives: [.int8, .date, .int2, .text, .int8, .int8, .int8, .int8],
        """
        select \(cell), count(*), count(*) filter (where c.state = 'redeemed'),
            count(*) filter (
                where c.state = 'expired'
                or c.state in ('issued', 'reserved') and greatest(c.expires_at, c.reserved_until) <= $3
            ),
            count(*) filter (where c.state = 'revoked')
        from coupons c
        left join stores s on s.retailer_id = c.retailer_id
        and s.store_id = c.store_id, \(channel)
        where c.retailer_id = $1
        and c.campaign_id = $2
        \(StoreFilter.keeping("c.store_id", in: "$4"))
        group by 1, 2, 3, 4
        """)

    static let sales = Statement(
        "count sales of a campaign", takes: [.int8, .int8, .int8Array],
        gives: [.int8, .date, .int2, .text, .int8, .int8, .int8, .int8, .int8],
        """
        select \(cell), count(*) filter (where r.state = 'voided'),
            coalesce(sum(r.discount) filter (where r.state = 'redeemed'), 0)::bigint,
            coalesce(sum(r.basket_total) filter (where r.state = 'redeemed'), 0)::bigint,
            coalesce(sum(r.returned_discount), 0)::bigint, coalesce(sum(r.returned_goods), 0)::bigint
        from redemptions r
        join coupons c on c.retailer_id = r.retailer_id
        and c.coupon_id = r.coupon_id
        left join stores s on s.retailer_id = c.retailer_id
        and s.store_id = c.store_id, \(channel)
        where r.retailer_id = $1
        and r.campaign_id = $2
        \(StoreFilter.keeping("c.store_id", in: "$3"))
        group by 1, 2, 3, 4
        """)

    private static let giftTypes: [PostgresType] = [.int8, .date, .int2, .text, .int8, .int8]

    static let donations = Statement(
        "count donations of a campaign", takes: [.int8, .int8, .int8Array], gives: giftTypes,
        giftText("donations", "amount", at: "given_at"))

    static let points = Statement(
        "count points of a campaign", takes: [.int8, .int8, .int8Array], gives: giftTypes,
        giftText("point_entries", "points", at: "happened_at"))

    private static func giftText(_ table: String, _ amount: String, at time: String) -> String {
        """
        select \(cell(at: time)), count(*), sum(c.\(amount))::bigint
        from \(table) c
        join stores s on s.retailer_id = c.retailer_id
        and s.store_id = c.store_id, \(channel)
        where c.retailer_id = $1
        and c.campaign_id = $2
        \(StoreFilter.keeping("c.store_id", in: "$3"))
        group by 1, 2, 3, 4
        """
    }

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, looks), (.tenant, addLooks), (.tenant, visits), (.tenant, refusals), (.tenant, coupons),
        (.tenant, sales), (.tenant, donations), (.tenant, points),
    ]
}

extension Database {
    /// - Parameters:
    ///   - form: of the campaign's reward.
    ///   - stores: counts only what happened or was issued there; nil for everything.
    public func funnel(
        of campaign: ID<Campaign>, giving form: Reward.Form, of retailer: ID<Retailer>,
        in stores: Set<ID<Store>>? = nil, at now: Instant
    ) async throws -> FunnelReport {
        let (tenant, id, theirs) = (retailer.rawValue, campaign.rawValue, stores?.numbers)
        var calls = [
            FunnelStatements.looks(tenant, id, theirs), FunnelStatements.visits(tenant, id, theirs),
            FunnelStatements.refusals(tenant, id, theirs),
            FunnelStatements.coupons(tenant, id, now.timestamp, theirs), FunnelStatements.sales(tenant, id, theirs),
        ]
        switch form {
        case .coupon: break
        case .donation: calls.append(FunnelStatements.donations(tenant, id, theirs))
        case .points: calls.append(FunnelStatements.points(tenant, id, theirs))
        }
        let tables = try await read(calls)
        var report = FunnelReport()
        for var row in tables[0] {
            let cell = try Self.cell(&row)
            var funnel = Funnel()
            funnel.looked = try row.read()
            report.add(funnel, at: cell)
        }
        for var row in tables[1] {
            let cell = try Self.cell(&row)
            let outcome: OfferOutcome.State = try row.choice()
            let reason = try row.read(String?.self).flatMap(CheckInReason.init(rawValue:))
            report.add(visits: try row.read(), outcome, reason, at: cell)
        }
        for var row in tables[2] {
            let reason: CheckInReason = try row.choice()
            report.refuse(reason, count: try row.read())
        }
        for var row in tables[3] {
            let cell = try Self.cell(&row)
            var funnel = Funnel()
            funnel.issued = try row.read()
            funnel.redeemed = try row.read()
            funnel.expired = try row.read()
            funnel.revoked = try row.read()
            report.add(funnel, at: cell)
        }
        for var row in tables[4] {
            let cell = try Self.cell(&row)
            var funnel = Funnel()
            funnel.voided = try row.read()
            funnel.discount = try row.read()
            funnel.basket = try row.read()
            funnel.returnedDiscount = try row.read()
            funnel.returnedBasket = try row.read()
            report.add(funnel, at: cell)
        }
        for var row in tables.dropFirst(5).joined() {
            let cell = try Self.cell(&row)
            var funnel = Funnel()
            funnel.given = try row.read()
            if form == .donation { funnel.donated = try row.read() } else { funnel.points = try row.read() }
            report.add(funnel, at: cell)
        }
        return report
    }

    /// Adds what was looked at since the last time.
    public func add(_ looks: [OfferLook: Int64], of retailer: ID<Retailer>) async throws {
        let sorted = looks.sorted { $0.key.sortKey < $1.key.sortKey }
        guard !sorted.isEmpty else { return }
        _ = try await run(
            FunnelStatements.addLooks(
                retailer.rawValue, sorted.map(\.key.campaign.rawValue), sorted.map { $0.key.cell.store?.rawValue ?? 0 },
                sorted.map(\.key.cell.date.postgres), sorted.map { Int16($0.key.cell.hour) },
                sorted.map { Optional($0.key.cell.channel) }, sorted.map(\.value)))
    }

    private static func cell(_ row: inout Row) throws -> FunnelReport.Cell {
        FunnelReport.Cell(
            store: try row.optionalID(), date: LocalDate(try row.read(Postgres.Day.self)),
            hour: Int(try row.read(Int16.self)),
            channel: try row.read())
    }
}

/// An offer that was shown in some store, in some hour.
public struct OfferLook: Hashable, Sendable {
    public let campaign: ID<Campaign>
    public let cell: FunnelReport.Cell

    public init(campaign: ID<Campaign>, cell: FunnelReport.Cell) {
        self.campaign = campaign
        self.cell = cell
    }

    fileprivate var sortKey: (Int64, Int64, LocalDate, Int, String) {
        (campaign.rawValue, cell.store?.rawValue ?? 0, cell.date, cell.hour, cell.channel)
    }
}

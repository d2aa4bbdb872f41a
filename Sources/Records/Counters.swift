import Postgres
import Promotions

/// The arrays that name a set of counters, in lock order.
struct CounterArrays {
    let keys: [CounterKey]

    init(_ keys: some Sequence<CounterKey>) {
        self.keys = keys.sorted()
    }

    var campaigns: [Int64] { keys.map(\.campaign.rawValue) }
    var scopes: [Int16] { keys.map(\.scope.number) }
    var subjects: [Int64] { keys.map(\.subject) }
    var periods: [Int16] { keys.map(\.period.number) }
    var starts: [Postgres.Day] { keys.map(\.start.postgres) }
}

/// What a set of grants adds to each counter.
struct CounterSums {
    struct Sum {
        var used: Int32 = 0
        var max: Int32 = 0
    }

    struct Total {
        let revision: Int32
        let edition: Int32
        var coupons: Int64 = 0
        var exposure: Int64 = 0
    }

    private(set) var periods: [CounterKey: Sum] = [:]
    private(set) var totals: [ID<Campaign>: Total] = [:]

    init(_ grants: some Sequence<Grant>) {
        for grant in grants {
            for (key, max) in grant.counters {
                periods[key, default: Sum()].used += 1
                periods[key]?.max = Int32(max)
            }
            let campaign = grant.campaign
            var total =
                totals[campaign.id]
                ?? Total(
                    revision: Int32(campaign.revision), edition: Int32(campaign.stock.edition))
            total.coupons += 1
            total.exposure += campaign.terms.exposurePerCoupon
            totals[campaign.id] = total
        }
    }

    /// Shopper counters, store counters, campaign counters last: one statement each, in this order.
    func calls(_ retailer: ID<Retailer>) -> [Call] {
        var calls: [Call] = []
        for scope in Limit.Scope.allCases {
            let arrays = CounterArrays(periods.keys.lazy.filter { $0.scope == scope })
            if arrays.keys.isEmpty { continue }
            calls.append(
                CounterStatements.add(
                    retailer.rawValue, arrays.campaigns, arrays.scopes, arrays.subjects, arrays.periods, arrays.starts,
                    arrays.keys.map { periods[$0]?.used ?? 0 }, arrays.keys.map { periods[$0]?.max ?? 0 }))
        }
        if !totals.isEmpty {
            let sorted = totals.sorted { $0.key < $1.key }
            let ids = sorted.map(\.key.rawValue)
            if sorted.count > 1 {
                // An update that joins may lock in any order; locked beforehand, it cannot.
                calls.append(CounterStatements.lockTotals(retailer.rawValue, ids))
            }
            calls.append(
                CounterStatements.addTotals(
                    retailer.rawValue, ids, sorted.map(\.value.revision), sorted.map(\.value.edition),
                    sorted.map(\.value.coupons), sorted.map(\.value.exposure)))
        }
        return calls
    }
}

extension Tally {
    /// Reads what the two statements on counters gave.
    init(periods: [Row], totals: [Row]) throws {
        var used: [CounterKey: Int] = [:]
        for var row in periods {
            let campaign: ID<Campaign> = try row.id()
            let scope = try row.read(Int16.self)
            let subject: Int64 = try row.read()
            let period = try row.read(Int16.self)
            guard let scope = Limit.Scope.allCases.first(where: { $0.number == scope }),
                let period = Limit.Period.allCases.first(where: { $0.number == period })
            else { throw Damage("a counter of an unknown kind") }
            let key = CounterKey(
                scope: scope, campaign: campaign, subject: subject, period: period,
                start: LocalDate(try row.read(Postgres.Day.self)))
            used[key] = Int(try row.read(Int32.self))
        }
        var counted: [ID<Campaign>: Total] = [:]
        for var row in totals {
            let id: ID<Campaign> = try row.id()
            counted[id] = Total(
                state: try row.choice(), revision: Int(try row.read(Int32.self)),
                edition: Int(try row.read(Int32.self)), coupons: try row.read(), exposure: try row.read(),
                returned: try row.read())
        }
        self.init(used: used, totals: counted)
    }
}

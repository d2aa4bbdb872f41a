import Postgres
public import Promotions

/// What a batch may need to know of unlocks.
public struct UnlocksWanted: Sendable {
    fileprivate var keys: Set<UnlockKey> = []
    /// With the start of the local day: visits of the same day are no earlier ones.
    fileprivate var newness: [UnlockBook.Regular: Instant] = [:]
    fileprivate var candidates: Set<UnlockBook.Candidate> = []
    /// For whom a coupon may be taken besides the visitor: everybody who waits there.
    fileprivate var swarms: [UnlockKey: (campaign: Campaign, store: Store, date: LocalDate)] = [:]

    public init() {}

    public var isEmpty: Bool { keys.isEmpty }

    /// - Parameter now: when coupons would be issued.
    public mutating func want(_ visit: UnlockVisit, at now: Instant) {
        let (campaign, store) = (visit.campaign, visit.store)
        for key in [visit.ownKey, visit.sharedKey].compactMap(\.self) { keys.insert(key) }
        if let regular = visit.newness {
            let midnight = store.zone.instant(of: store.zone.localDate(at: visit.at), time: .midnight)
            newness[regular] = min(newness[regular] ?? midnight, midnight)
        }
        switch campaign.terms.unlock {
        case .mayor: candidates.insert(UnlockBook.Candidate(visit.shopper, for: campaign.id))
        case .swarm, .friends:
            if let key = visit.sharedKey { swarms[key] = (campaign, store, store.zone.localDate(at: now)) }
        case .everyVisit, .firstVisit, .nthVisit, .flash, .grant, .crowd, .code: break
        }
    }

    /// The counters that coupons for those who wait would move.
    func counters(_ book: UnlockBook) -> [CounterKey: Int] {
        var counters: [CounterKey: Int] = [:]
        for (key, swarm) in swarms {
            for member in book[key].members {
                for (counter, max) in Tally.keys(
                    swarm.campaign, shopper: member.shopper, store: swarm.store.id, channel: member.channel,
                    on: swarm.date)
                {
                    counters[counter] = max
                }
            }
        }
        return counters
    }
}

extension Database {
    /// - Parameter isLocking: makes and locks every row in the one lock order; only inside a transaction.
    func unlocks(
        of retailer: ID<Retailer>, _ wanted: UnlocksWanted, isLocking: Bool
    ) async throws -> UnlockBook {
        let keys = wanted.keys.sorted()
        let statement = isLocking ? UnlockStatements.lock : UnlockStatements.read
        var calls = [
            statement(
                retailer.rawValue, keys.map(\.campaign.rawValue), keys.map { $0.shopper?.rawValue ?? 0 },
                keys.map { $0.store?.rawValue ?? 0 }, keys.map { $0.round ?? 0 })
        ]
        let newness = Array(wanted.newness)
        if !newness.isEmpty {
            calls.append(
                UnlockStatements.regulars(
                    retailer.rawValue, newness.map(\.key.shopper.rawValue),
                    newness.map { $0.key.store?.rawValue ?? 0 }, newness.map(\.value.timestamp)))
        }
        let candidates = Array(wanted.candidates)
        if !candidates.isEmpty {
            calls.append(candidates.call(retailer))
        }
        var tables = try await isLocking ? pipeline(calls) : read(calls)
        let named = candidates.isEmpty ? [] : tables.removeLast()
        let regulars = newness.isEmpty ? [] : tables.removeLast()
        return UnlockBook(
            Dictionary(uniqueKeysWithValues: try tables[0].map(Self.unlock)),
            regulars: Set(try regulars.map(Self.regular)), candidates: Set(try named.map { try Self.nickname($0).of }))
    }

    private static func regular(_ row: Row) throws -> UnlockBook.Regular {
        var row = row
        let shopper: ID<Shopper> = try row.id()
        return UnlockBook.Regular(shopper, in: try nonzero(&row).map { ID($0) })
    }

    private static func unlock(_ row: Row) throws -> (UnlockKey, UnlockBook.Entry) {
        var row = row
        let (campaign, shopper, store) = (try row.id(Campaign.self), try nonzero(&row), try nonzero(&row))
        let key = UnlockKey(
            campaign, shopper: shopper.map { ID($0) }, store: store.map { ID($0) }, round: try nonzero(&row))
        let version: Int32 = try row.read()
        var state = UnlockState()
        state.days = try row.read([Postgres.Day].self).map { LocalDate($0) }
        state.crossedOn = try row.read(Postgres.Day?.self).map { LocalDate($0) }
        state.crossings = try row.read()
        state.places = Int(try row.read(Int32.self))
        state.holder = try row.optionalID()
        let members = try row.read(String?.self).map { try JSON(parsing: $0).elements ?? [] } ?? []
        state.members = members.compactMap(UnlockState.Member.init(stored:))
        return (key, UnlockBook.Entry(state, version: version))
    }

    private static func nonzero(_ row: inout Row) throws -> Int64? {
        let id: Int64 = try row.read()
        return id == 0 ? nil : id
    }
}

extension [(key: UnlockKey, entry: UnlockBook.Entry)] {
    func call(_ retailer: ID<Retailer>) -> Call {
        let states = map(\.entry.state)
        return UnlockStatements.write(
            retailer.rawValue, map(\.key.campaign.rawValue), map { $0.key.shopper?.rawValue ?? 0 },
            map { $0.key.store?.rawValue ?? 0 }, map { $0.key.round ?? 0 }, map(\.entry.version),
            states.map { $0.days.map(\.text).joined(separator: ",") }, states.map { $0.crossedOn?.postgres },
            states.map(\.crossings), states.map { Int32($0.places) },
            states.map { $0.holder?.rawValue },
            states.map { $0.members.isEmpty ? nil : JSON.array($0.members.map(\.stored)).text() })
    }
}

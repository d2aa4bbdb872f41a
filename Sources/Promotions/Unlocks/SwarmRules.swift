/// So many shoppers, or members of one party, in one store within some hours. The swarm is for exactly those; it comes once a local day, and
/// whoever comes after it waits for the next day.
enum SwarmRules {
    static func look(_ visit: UnlockVisit, _ shoppers: Int, in book: UnlockBook) -> Standing {
        guard let key = visit.sharedKey else { return Standing(.counted, 0, of: shoppers) }
        let state = book[key]
        if state.isOver(on: visit.date) {
            let wasThere = state.members.contains { $0.shopper == visit.shopper }
            return Standing(wasThere ? .limitShopper : .othersFirst, shoppers, of: shoppers)
        }
        return Standing(
            .counted, min(state.waiting(with: [], at: visit.at, unlock: visit.campaign.terms.unlock).count, shoppers),
            of: shoppers)
    }

    static func count(
        _ visit: UnlockVisit, _ member: UnlockState.Member, _ shoppers: Int, in book: inout UnlockBook
    ) -> Standing {
        guard let key = visit.sharedKey, !book[key].isOver(on: visit.date) else {
            return look(visit, shoppers, in: book)
        }
        var members: [UnlockState.Member] = []
        book.update(key) { state in
            state.members = state.waiting(with: [member], at: visit.at, unlock: visit.campaign.terms.unlock)
            state.crossedOn = nil
            members = state.members
        }
        let isThere = members.contains(member)
        return Standing(
            isThere && members.count >= shoppers ? nil : .counted, min(members.count, shoppers), of: shoppers)
    }
}

extension UnlockState {
    fileprivate func isOver(on date: LocalDate) -> Bool {
        crossedOn.map { date <= $0 } ?? false
    }

    /// Who counts, in the order of their coming; nobody whom an earlier swarm was for. Whoever comes again stands behind
    /// those who have come meanwhile.
    fileprivate func waiting(with newcomers: [Member], at now: Instant, unlock: Unlock) -> [Member] {
        let earlier = crossedOn == nil ? members : []
        let everybody = earlier.filter { member in !newcomers.contains { $0.shopper == member.shopper } } + newcomers
        // A visit that was believed only later may be older than the others.
        let latest = everybody.map(\.at).reduce(now, max)
        return everybody.filter { latest.seconds(since: $0.at) < Double(unlock.sharedSeconds ?? 0) }
    }
}

import Promotions

/// Holds what clients were told against what the database knows. Every client asked until it was answered, so the two
/// must agree exactly: a row that nobody was told of is as wrong as an answer without its row.
struct Proof {
    /// By what is wrong: in how many cases.
    private(set) var counts: [Wrong: Int] = [:]
    private(set) var examples: [String] = []
    /// Limits of stores and campaigns that were reached to the last coupon: only then is "not crossed" worth saying.
    private(set) var limitsReached = 0

    enum Wrong: String, CaseIterable {
        case lost, twice, changed, overLimit = "over limit", miscounted, undelivered, odd
    }

    private static let examplesMax = 40
    private let journal: Journal
    private let facts: Facts
    private let offers: [Shop.Offer]

    init(_ journal: Journal, _ facts: Facts, _ offers: [Shop.Offer]) {
        (self.journal, self.facts, self.offers) = (journal, facts, offers)
        for oddity in journal.oddities { blame(.odd, oddity) }
        answersAgree()
        checkInsAreThere()
        couponsAreThere()
        redemptionsAreThere()
        countersAreRight()
        limitsHold()
        walletsAreFull()
    }

    var isClean: Bool { counts.isEmpty }

    private mutating func blame(_ wrong: Wrong, _ example: String) {
        counts[wrong, default: 0] += 1
        if examples.count < Self.examplesMax { examples.append("\(wrong.rawValue): \(example)") }
    }

    private mutating func answersAgree() {
        for visit in journal.visits where Set(visit.answers).count > 1 {
            blame(.changed, "key \(visit.key) got \(Set(visit.answers))")
        }
        for sale in journal.sales where Set(sale.answers).count > 1 {
            blame(.changed, "key \(sale.key) got \(Set(sale.answers))")
        }
        let ids = journal.visits.compactMap { $0.answers.first?.id }
        for (id, keys) in Dictionary(grouping: ids, by: \.self) where keys.count > 1 {
            blame(.twice, "check-in \(id) was the answer to \(keys.count) keys")
        }
    }

    private mutating func checkInsAreThere() {
        let rows = Dictionary(grouping: facts.checkIns, by: \.id)
        var told: Set<Int64> = []
        for visit in journal.visits {
            for answer in Set(visit.answers) {
                told.insert(answer.id)
                guard let found = rows[answer.id] else {
                    blame(.lost, "check-in \(answer.id), key \(visit.key), has no row")
                    continue
                }
                if found.count > 1 { blame(.twice, "check-in \(answer.id) has \(found.count) rows") }
                let row = found[0]
                if (row.verdict, row.shopper, row.store) != (answer.verdict, visit.shopper, answer.store) {
                    blame(.changed, "check-in \(answer.id), key \(visit.key), is \(row), was told as \(answer)")
                }
            }
        }
        for row in facts.checkIns where !told.contains(row.id) {
            blame(.twice, "check-in \(row.id) of shopper \(row.shopper) was told to nobody")
        }
    }

    private mutating func couponsAreThere() {
        let rows = Dictionary(grouping: facts.coupons, by: \.id)
        let checkIns = Dictionary(facts.checkIns.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var told: Set<Int64> = []
        for visit in journal.visits {
            for answer in Set(visit.answers) {
                for coupon in answer.coupons {
                    told.insert(coupon.id)
                    guard let row = rows[coupon.id]?.first else {
                        blame(.lost, "coupon \(coupon.id) of check-in \(answer.id), key \(visit.key), has no row")
                        continue
                    }
                    if (row.shopper, row.checkIn, row.campaign) != (visit.shopper, answer.id, coupon.campaign) {
                        blame(.changed, "coupon \(coupon.id), key \(visit.key), is \(row)")
                    }
                }
            }
        }
        for (id, rows) in rows where rows.count > 1 { blame(.twice, "coupon \(id) has \(rows.count) rows") }
        for row in facts.coupons {
            if !told.contains(row.id) { blame(.twice, "coupon \(row.id) was told to nobody: \(row)") }
            guard let checkIn = row.checkIn.flatMap({ checkIns[$0] }) else {
                blame(.lost, "the check-in of coupon \(row.id) has no row: \(row)")
                continue
            }
            if checkIn.verdict != Verdict.accepted.rawValue || checkIn.shopper != row.shopper {
                blame(.changed, "coupon \(row.id) of \(checkIn) is \(row)")
            }
        }
        let rewarded = Set(facts.coupons.compactMap(\.checkIn))
        for row in facts.checkIns where row.verdict == Verdict.accepted.rawValue && !rewarded.contains(row.id) {
            blame(.lost, "accepted check-in \(row.id) has no coupon")
        }
    }

    private mutating func redemptionsAreThere() {
        let rows = Dictionary(facts.redemptions.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var told: Set<Int64> = []
        for sale in journal.sales {
            for id in Set(sale.answers).compactMap(\.redemption) {
                if !told.insert(id).inserted { blame(.twice, "redemption \(id) was the answer to two keys") }
                guard let row = rows[id] else {
                    blame(.lost, "redemption \(id), key \(sale.key), has no row")
                    continue
                }
                if (row.coupon, row.saleID, row.state) != (sale.coupon, sale.saleID, "redeemed") {
                    blame(.changed, "redemption \(id), key \(sale.key), is \(row)")
                }
            }
        }
        for row in facts.redemptions where !told.contains(row.id) {
            blame(.twice, "redemption \(row.id) was told to nobody: \(row)")
        }
        for (coupon, rows) in Dictionary(grouping: facts.redemptions, by: \.coupon) where rows.count > 1 {
            blame(.twice, "coupon \(coupon) was redeemed \(rows.count) times")
        }
        if facts.ledger.sorted() != facts.redemptions.map(\.id).sorted() {
            blame(.miscounted, "\(facts.ledger.count) redemptions in the ledger, \(facts.redemptions.count) are there")
        }
        let used = Set(facts.redemptions.map(\.coupon))
        for row in facts.coupons where (row.state == "redeemed") != used.contains(row.id) {
            blame(.changed, "coupon \(row.id) is \(row.state), redeemed: \(used.contains(row.id))")
        }
        let refused = journal.sales.filter { sale in sale.answers.contains { $0.redemption == nil } }
        // A coupon that was good and that nobody took must not have been refused.
        for sale in refused where !used.contains(sale.coupon) {
            blame(.lost, "sale \(sale.key) was refused (\(sale.answers)), and coupon \(sale.coupon) is still unused")
        }
    }

    private mutating func countersAreRight() {
        let issued = Dictionary(grouping: facts.coupons, by: \.campaign)
        for (campaign, total) in facts.totals {
            let coupons = issued[campaign] ?? []
            let recount = Facts.Total(coupons: Int64(coupons.count), exposure: coupons.reduce(0) { $0 + $1.exposure })
            if total != recount { blame(.miscounted, "campaign \(campaign) counts \(total), has \(recount)") }
        }
        var recount: [Facts.Counter: Int] = [:]
        for offer in offers {
            for limit in offer.limits where !limit.isCampaignTotal {
                for (subject, count) in used(offer, limit) {
                    let counter = Facts.Counter(
                        campaign: offer.campaign, scope: limit.per.number, subject: subject,
                        period: limit.period.number)
                    recount[counter] = count
                }
            }
        }
        let counted = facts.counters.filter { $0.value != 0 }
        for key in Set(counted.keys).union(recount.keys) where counted[key] != recount[key] {
            blame(.miscounted, "\(key) counts \(counted[key] ?? 0), has \(recount[key] ?? 0)")
        }
    }

    private mutating func limitsHold() {
        for offer in offers {
            for limit in offer.limits {
                let used = used(offer, limit)
                if limit.per != .shopper { limitsReached += used.values.count { $0 == limit.max } }
                for (subject, count) in used where count > limit.max {
                    blame(.overLimit, "campaign \(offer.campaign): \(count) for \(limit.per) \(subject), of \(limit)")
                }
            }
            let cost = facts.coupons.filter { $0.campaign == offer.campaign }.reduce(0) { $0 + $1.exposure }
            if let budget = offer.budget, cost > budget {
                blame(.overLimit, "campaign \(offer.campaign) can cost \(cost), its budget is \(budget)")
            }
        }
    }

    /// Coupons of each subject of a limit.
    private func used(_ offer: Shop.Offer, _ limit: Limit) -> [Int64: Int] {
        var counts: [Int64: Int] = [:]
        for coupon in facts.coupons where coupon.campaign == offer.campaign {
            let subject: Int64? =
                switch limit.per {
                case .shopper: coupon.shopper
                case .store: coupon.store
                case .campaign: coupon.campaign
                case .channel: limit.number(of: nil)
                }
            if let subject { counts[subject, default: 0] += 1 }
        }
        return counts
    }

    private mutating func walletsAreFull() {
        let held = Dictionary(grouping: facts.wallets, by: \.coupon)
        for coupon in facts.coupons {
            let holders = held[coupon.id]?.map(\.shopper) ?? []
            if holders.isEmpty {
                blame(.undelivered, "coupon \(coupon.id) is in no wallet")
            } else if holders != [coupon.shopper] {
                blame(.twice, "coupon \(coupon.id) of \(coupon.shopper ?? 0) is held by \(holders)")
            }
        }
        let issued = Set(facts.coupons.map(\.id))
        for row in facts.wallets where !issued.contains(row.coupon) {
            blame(.odd, "a wallet holds coupon \(row.coupon), which has no row")
        }
    }
}

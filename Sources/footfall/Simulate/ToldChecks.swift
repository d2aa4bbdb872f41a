import Promotions

/// Holds what people were told against the rows. Everybody asked until there was an answer, so the two must agree
/// exactly: a row that nobody was told of is as wrong as an answer without its row.
struct ToldChecks {
    let diary: Diary
    let rows: Recount.Rows
    let pastry: Int64
    let fallback: Int64
    let log: RetailingLog

    var all: [MorningCheck] {
        visits + coupons + sales + tricks + events
    }

    /// The last answer to each check-in: a held one may have been continued.
    private var last: [Int64: Diary.ToldVisit] {
        Dictionary(diary.visits.map { ($0.id, $0) }) { $0.heardAt < $1.heardAt ? $1 : $0 }
    }

    private var visits: [MorningCheck] {
        let last = last
        let wrong = last.values.count { told in
            rows.checkIns[told.id]
                != Recount.CheckInRow(shopper: told.shopper, store: told.store, verdict: told.verdict)
        }
        let byKey = Dictionary(grouping: diary.visits, by: \.key)
        let changed = byKey.values.count { told in
            Set(told.map(\.id)).count > 1 || Set(told.map(\.coupons)).count > 1 || Set(told.map(\.verdict)).count > 1
        }
        return [
            MorningCheck(
                "check-ins that were answered 201, and rows of check-ins", expected: Int64(last.count),
                found: Int64(rows.checkIns.count)),
            MorningCheck(never: "answers without their row, or with another shopper, store or verdict", wrong),
            MorningCheck(never: "keys that were answered in two ways", changed),
            MorningCheck(never: "answers that nobody should get", diary.oddities.count),
        ]
    }

    private var coupons: [MorningCheck] {
        var told: [Int64: (coupon: Diary.ToldCoupon, visit: Diary.ToldVisit)] = [:]
        for visit in diary.visits {
            for coupon in visit.coupons { told[coupon.id] = (coupon, visit) }
        }
        let wrong = told.values.count { coupon, visit in
            guard let row = rows.coupons[coupon.id] else { return true }
            return (row.campaign, row.shopper, row.checkIn) != (coupon.campaign, visit.shopper, visit.id)
        }
        return [
            MorningCheck(
                "coupons that check-ins were answered with, and rows of such coupons", expected: Int64(told.count),
                found: Int64(rows.coupons.values.count { $0.checkIn != nil })),
            MorningCheck(never: "coupons without their row, or with another shopper, campaign or check-in", wrong),
        ]
    }

    private var sales: [MorningCheck] {
        let taken = diary.sales.filter { $0.redemption != nil }
        let wrong = taken.count { sale in sale.redemption.flatMap { rows.redemptions[$0] } != sale.coupon }
        let coupons = Dictionary(grouping: taken, by: \.coupon)
        return [
            MorningCheck(
                "coupons that tills were told to take, and redemptions", expected: Int64(taken.count),
                found: Int64(rows.redemptions.count)),
            MorningCheck(never: "redemptions without their row, or of another coupon", wrong),
            MorningCheck(never: "coupons that two tills took", coupons.values.count { $0.count > 1 }),
            MorningCheck(
                never: "codes that nobody was given, and that a till took", taken.count { $0.coupon == nil }),
        ]
    }

    private var tricks: [MorningCheck] {
        let instead = diary.visits.count { told in
            told.coupons.contains { $0.campaign == fallback } && told.offers[pastry] != "taken"
        }
        return [
            MorningCheck(
                never: "tricks that earned something, of \(diary.visits.count(where: \.isTrick))",
                diary.visits.count { $0.isTrick && !$0.coupons.isEmpty }),
            MorningCheck(never: "coupons of the fallback where there were pastries left", instead),
        ]
    }

    private var events: [MorningCheck] {
        var checks: [MorningCheck] = []
        if let soldOut = log.soldOut {
            let after = diary.visits.filter { $0.store == soldOut.store && $0.sentAt > soldOut.answeredAt }
            checks.append(
                MorningCheck(
                    never:
                        "pastries of the sold-out store for the \(after.count) who asked after its word was answered",
                    after.count(where: earnsPastry)))
        }
        if let pause = log.pause {
            let during = diary.visits.filter { $0.sentAt > pause.answeredAt && $0.heardAt < pause.resumedAt }
            checks.append(
                MorningCheck(
                    never: "pastries for the \(during.count) who asked while the campaign was paused",
                    during.count(where: earnsPastry)))
        }
        return checks
    }

    private func earnsPastry(_ visit: Diary.ToldVisit) -> Bool {
        visit.coupons.contains { $0.campaign == pastry }
    }
}

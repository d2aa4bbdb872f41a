import Actions
import Promotions

/// The figures and charts of a campaign's results, each chart with its answer as its title.
struct ResultPictures {
    private static let ranked = 8

    private let terms: Terms
    private let report: FunnelReport
    private let results: CampaignResults
    private let counted: Tally.Total?
    private let words: Words
    private let storeName: (ID<Store>) -> String?

    init(
        _ terms: Terms, _ report: FunnelReport, _ results: CampaignResults, counted: Tally.Total?, words: Words,
        name: @escaping (ID<Store>) -> String?
    ) {
        self.terms = terms
        self.report = report
        self.results = results
        self.counted = counted
        self.words = words
        storeName = name
    }

    private var pack: LocalePack { LocalePack.pack(for: words.language.rawValue) }

    var figures: [[String: String]] {
        let total = report.total
        var figures = [
            (words.text("check_ins"), words.number(total.checkedIn)),
            (words.text("issued"), words.number(total.issued)),
            (words.text("redeemed"), words.number(total.redeemed)),
        ]
        if let currency = terms.budget?.money.currency ?? terms.reward.currency ?? results.currency {
            figures.append((words.text("discount_given"), pack.money(Money(total.netDiscount, currency))))
            figures.append((words.text("baskets"), pack.money(Money(total.netBasket, currency))))
            if terms.budget != nil {
                figures.append((words.text("exposure"), pack.money(Money(results.exposure, currency))))
            }
        }
        return figures.map { ["name": $0.0, "value": $0.1] }
    }

    /// None where nothing has come yet.
    var charts: [Chart] {
        [limit, visits, coupons, refusals, stores, hours, channels].compactMap(\.self)
    }

    private func frame(_ id: String, _ title: String, _ headings: [String]) -> Chart.Frame {
        Chart.Frame(
            id: "chart-\(id)", title: title, about: words.text("chart_about_\(id)"),
            opensTable: words.text("show_numbers"), headings: headings,
            isRightToLeft: words.text("direction") == "rtl")
    }

    private func point(_ name: String, _ value: Int64, short: String = "") -> Chart.Point {
        Chart.Point(name: name, short: short, value: value, shown: words.number(value))
    }

    private var limit: Chart? {
        guard let counted, counted.coupons > 0, terms.couponsMax < .max else { return nil }
        let max = terms.couponsMax
        let percent = pack.percent(basisPoints: Int(counted.coupons * 10_000 / Swift.max(1, max)))
        return .progress(
            point(words.text("counted"), counted.coupons), of: point(words.text("limit"), max),
            frame(
                "limit", words.text("chart_limit", ["percent": percent]), [words.text("what"), words.text("how_many")]))
    }

    /// Days without anything in between are days too.
    private var days: [LocalDate] {
        guard let first = report.byDate.keys.min(), let last = report.byDate.keys.max() else { return [] }
        return sequence(first: first) { $0 < last ? $0.adding(days: 1) : nil }.map(\.self)
    }

    private func short(_ day: LocalDate) -> String {
        let parts = day.text.split(separator: "-").map(String.init)
        return words.text("short_day", ["day": parts[2], "month": parts[1]])
    }

    private var visits: Chart? {
        let points = days.map { point(pack.day($0), report.byDate[$0]?.checkedIn ?? 0, short: short($0)) }
        guard let most = points.max(by: { $0.value < $1.value }), most.value > 0 else { return nil }
        return .bars(
            points,
            frame(
                "visits", words.text("chart_visits", count: most.value, ["day": most.name]),
                [words.text("day"), words.text("check_ins")]))
    }

    private var coupons: Chart? {
        let total = report.total
        guard total.issued > 0 else { return nil }
        var (issued, redeemed): (Int64, Int64) = (0, 0)
        var (first, second, rows): ([Chart.Point], [Chart.Point], [Chart.Row]) = ([], [], [])
        for day in days {
            issued += report.byDate[day]?.issued ?? 0
            redeemed += report.byDate[day]?.redeemed ?? 0
            first.append(point(pack.day(day), issued, short: short(day)))
            second.append(point(pack.day(day), redeemed, short: short(day)))
            rows.append([pack.day(day), words.number(issued), words.number(redeemed)])
        }
        let percent = pack.percent(basisPoints: Int(total.redeemed * 10_000 / total.issued))
        let title = words.text("chart_coupons", count: total.issued, ["percent": percent])
        let names = (
            "\(words.text("issued")) \(words.number(issued))", "\(words.text("redeemed")) \(words.number(redeemed))"
        )
        // One day has no line.
        if first.count == 1 {
            return .ranking(
                [point(words.text("issued"), issued), point(words.text("redeemed"), redeemed)],
                frame("coupons", title, [words.text("what"), words.text("how_many")]))
        }
        return .lines(
            first, and: second, names: names, rows: rows,
            frame("coupons", title, [words.text("day"), words.text("issued"), words.text("redeemed")]))
    }

    private var refusals: Chart? {
        let points = report.refusals.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .map { point(words.text("reason_\($0.key.rawValue)"), $0.value) }
        guard let most = points.first else { return nil }
        return .ranking(
            Array(points.prefix(Self.ranked)),
            frame(
                "refusals", words.text("chart_refusals", ["reason": most.name]),
                [words.text("reason"), words.text("how_many")]))
    }

    private var stores: Chart? {
        let named = report.byStore.compactMap { store, funnel -> (String, Int64)? in
            guard funnel.issued > 0, let store else { return nil }
            return (storeName(store) ?? words.text("store_gone"), funnel.issued)
        }
        let points = named.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { point($0.0, $0.1) }
        guard let most = points.first, points.count > 1 else { return nil }
        return .ranking(
            Array(points.prefix(Self.ranked)),
            frame(
                "stores", words.text("chart_stores", count: most.value, ["store": most.name]),
                [words.text("store"), words.text("issued")]))
    }

    private var hours: Chart? {
        let busy = report.byHour.filter { $0.value.checkedIn > 0 }
        guard busy.count > 1, let first = busy.keys.min(), let last = busy.keys.max(),
            let most = busy.max(by: { ($0.value.checkedIn, $1.key) < ($1.value.checkedIn, $0.key) })
        else { return nil }
        let time = { (hour: Int) in pack.time(secondOfDay: hour * 3_600) }
        let points = (first...last).map {
            point(time($0), report.byHour[$0]?.checkedIn ?? 0, short: time($0))
        }
        return .bars(
            points,
            frame(
                "hours", words.text("chart_hours", ["time": time(most.key)]),
                [words.text("hour"), words.text("check_ins")]))
    }

    private var channels: Chart? {
        let points = report.byChannel.filter { $0.value.issued > 0 }
            .map { point($0.key.isEmpty ? words.text("no_channel") : $0.key, $0.value.issued) }
            .sorted { ($1.value, $0.name) < ($0.value, $1.name) }
        guard let most = points.first, points.count > 1 else { return nil }
        return .ranking(
            Array(points.prefix(Self.ranked)),
            frame(
                "channels", words.text("chart_channels", ["channel": most.name]),
                [words.text("channel"), words.text("issued")]))
    }
}

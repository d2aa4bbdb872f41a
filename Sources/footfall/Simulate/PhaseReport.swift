import Promotions

/// What happened in one phase of the morning.
struct PhaseReport: Sendable {
    struct Latency: Hashable, Sendable {
        let count: Int
        let p50: Double
        let p99: Double
        let worst: Double

        /// In milliseconds; nil without a request.
        init?(microseconds: [Int]) {
            guard !microseconds.isEmpty else { return nil }
            let sorted = microseconds.sorted()
            func at(_ share: Double) -> Double {
                Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]) / 1_000
            }
            count = sorted.count
            p50 = at(0.5)
            p99 = at(0.99)
            worst = at(1)
        }
    }

    let name: String
    let seconds: Double
    let requests: Int
    let verdicts: [String: Int]
    let reasons: [String: Int]
    /// By the campaign's name.
    let coupons: [(name: String, count: Int)]
    /// `redeemed`, or why not.
    let sales: [String: Int]
    let setbacks: [String: Int]
    let unrecorded: Int
    let latencies: [(kind: SimulatedRequest.Kind, latency: Latency)]

    init(_ name: String, _ diary: Diary, seconds: Double, campaigns: [(name: String, id: Int64)]) {
        self.name = name
        self.seconds = seconds
        requests = diary.requests
        // The last answer to each check-in says what came of it.
        let last = Dictionary(diary.visits.map { ($0.id, $0) }) { $0.heardAt < $1.heardAt ? $1 : $0 }.values
        verdicts = Self.counts(last.map(\.verdict))
        reasons = Self.counts(last.flatMap(\.reasons))
        let issued = Dictionary(
            last.flatMap(\.coupons).map { ($0.id, $0.campaign) }, uniquingKeysWith: { first, _ in first })
        coupons = campaigns.map { campaign in (campaign.name, issued.values.count { $0 == campaign.id }) }
        sales = Self.counts(diary.sales.map(\.code))
        setbacks = diary.setbacks
        unrecorded = diary.unrecorded
        latencies = SimulatedRequest.Kind.allCases.compactMap { kind in
            diary.microseconds[kind].flatMap(Latency.init).map { (kind, $0) }
        }
    }

    var rate: Double { seconds > 0 ? Double(requests) / seconds : 0 }

    private static func counts(_ words: [String]) -> [String: Int] {
        words.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}

extension PhaseReport {
    var text: String {
        var lines = [
            "\(name)  \(requests) requests in \(Self.number(seconds, 1)) s, \(Self.number(rate, 0)) a second"
        ]
        func line(_ title: String, _ text: String) {
            if !text.isEmpty { lines.append("       \(title): \(text)") }
        }
        line("check-ins", Self.list(verdicts) + (unrecorded > 0 ? ", \(unrecorded) near no store" : ""))
        line("because", Self.list(reasons))
        line("coupons", coupons.filter { $0.count > 0 }.map { "\($0.name) \($0.count)" }.joined(separator: ", "))
        line("at tills", Self.list(sales))
        line("asked again after", Self.list(setbacks))
        line(
            "ms (median, 99 of 100, worst)",
            latencies.map { kind, latency in
                "\(kind.rawValue) \(Self.number(latency.p50, 1)) \(Self.number(latency.p99, 1)) "
                    + Self.number(latency.worst, 0)
            }.joined(separator: ", "))
        return lines.joined(separator: "\n")
    }

    /// Most first.
    private static func list(_ counts: [String: Int]) -> String {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
            .joined(separator: ", ")
    }

    static func number(_ value: Double, _ decimals: Int) -> String {
        let scale = decimals == 0 ? 1.0 : 10.0
        let rounded = (value * scale).rounded() / scale
        return decimals == 0 ? "\(Int(rounded))" : "\(rounded)"
    }

    var json: JSON {
        func object(_ counts: [String: Int]) -> JSON {
            .object(JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, .int(Int64($0.value))) }))
        }
        return [
            "phase": .string(name), "seconds": .double(seconds), "requests": .int(Int64(requests)),
            "verdicts": object(verdicts), "reasons": object(reasons), "near_no_store": .int(Int64(unrecorded)),
            "coupons": .object(JSONObject(coupons.map { ($0.name, .int(Int64($0.count))) })),
            "tills": object(sales), "setbacks": object(setbacks),
            "milliseconds": .object(
                JSONObject(
                    latencies.map { kind, latency in
                        (
                            kind.rawValue,
                            [
                                "count": .int(Int64(latency.count)), "p50": .double(latency.p50),
                                "p99": .double(latency.p99), "worst": .double(latency.worst),
                            ]
                        )
                    })),
        ]
    }
}

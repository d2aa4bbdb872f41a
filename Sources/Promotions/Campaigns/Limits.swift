/// How many coupons, per what, in what time. The database keeps one counter for each subject and period.
public struct Limit: Hashable, Sendable {
    public enum Scope: String, CaseIterable, Sendable {
        case shopper, store, campaign, channel

        /// What `period_counters.scope` holds; also the order in which counters are locked.
        public var number: Int16 {
            switch self {
            case .shopper: 1
            case .store: 2
            case .campaign: 3
            case .channel: 4
            }
        }
    }

    public enum Period: String, CaseIterable, Sendable {
        /// The campaign's whole life.
        case campaign
        /// Local dates of the store where it happened. Weeks start on Monday (ISO 8601).
        case day, week, month

        /// What `period_counters.period` holds.
        public var number: Int16 {
            switch self {
            case .campaign: 1
            case .day: 2
            case .week: 3
            case .month: 4
            }
        }

        /// Shorter ones come first.
        public var reach: Int {
            switch self {
            case .day: 1
            case .week: 2
            case .month: 3
            case .campaign: 4
            }
        }

        /// The date that names the period which holds `date`.
        public func start(of date: LocalDate) -> LocalDate {
            switch self {
            case .campaign: LocalDate(daysSince1970: 0)
            case .day: date
            case .week: date.startOfWeek
            case .month: date.startOfMonth
            }
        }
    }

    public let per: Scope
    public let period: Period
    public let max: Int
    /// Of a limit per channel: those that count by themselves, in lower case. All others, and none, share one count, so
    /// that nobody escapes by making a name up.
    public let channels: [String]

    public init(per: Scope, period: Period, max: Int, channels: [String] = []) {
        self.per = per
        self.period = period
        self.max = max
        self.channels = channels
    }

    /// One limit stands on the campaign's own hot row; the others have rows of their own.
    public var isCampaignTotal: Bool {
        per == .campaign && period == .campaign
    }
}

extension Limit {
    /// More coupons than one campaign can print.
    public static let countMax: Int64 = 100_000_000

    public init(reading fields: Fields) throws(Invalid) {
        let per = fields.choice("per", Scope.self)
        let period = fields.choice("period", Period.self)
        let max = fields.integer("max", in: 1...Self.countMax)
        let channels = Self.channels(fields, per: per)
        try fields.finish()
        self.init(per: per, period: period, max: Int(max), channels: channels)
    }

    public var json: JSON {
        var object: JSONObject = [
            "per": .string(per.rawValue), "period": .string(period.rawValue), "max": .int(Int64(max)),
        ]
        if per == .channel { object["channels"] = .array(channels.map { .string($0) }) }
        return .object(object)
    }
}

/// The money a campaign may cost. Issuing reserves the worst case of each coupon.
public struct Budget: Hashable, Sendable {
    public let money: Money
    /// The share of the worst case that is reserved, in hundredths: 100 reserves all of it. Less means that the
    /// budget can be exceeded if more shoppers use their coupons than expected, at most by `maximumLoss`.
    public let coverHundredths: Int

    public init(money: Money, coverHundredths: Int = 100) {
        self.money = money
        self.coverHundredths = coverHundredths
    }

    /// What all issued coupons together may cost at worst: `amount / cover`, in minor units.
    public var exposureMax: Int64 {
        money.amount * 100 / Int64(coverHundredths)
    }

    /// By how much the budget can be exceeded if every coupon is used for its worst case.
    public var maximumLoss: Int64 {
        exposureMax - money.amount
    }

    public init(reading json: JSON, at path: String) throws(Invalid) {
        let fields = try Fields(json, at: path)
        let cover = fields.optionalNumber("cover", in: 0.01...1) ?? 1
        let hundredths = (cover * 100).rounded()
        // Both sides are the double nearest to a number of two decimals, or they differ.
        if hundredths / 100 != cover {
            fields.refuse("cover", "must have at most two decimals")
        }
        let bare = (json.members ?? JSONObject()).filter { $0.name == "amount" || $0.name == "currency" }
        let named = JSONObject(bare.map { member in (member.name, fields.value(member.name) ?? .null) })
        var money: Money?
        do throws(Invalid) {
            money = try Money(positive: .object(named), at: path)
        } catch {
            fields.refuse(error)
        }
        try fields.finish()
        guard let money else { throw Invalid(field: path, reason: "must be an amount of money") }
        self.init(money: money, coverHundredths: Int(hundredths))
    }

    public var json: JSON {
        [
            "amount": .int(money.amount), "currency": .string(money.currency.code),
            "cover": .double(Double(coverHundredths) / 100),
        ]
    }
}

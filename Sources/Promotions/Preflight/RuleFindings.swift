/// Offers that outlive their windows, unlocks that cannot be reached, codes and identities that are too weak, words
/// that are missing.
extension Preflight {
    /// Guesses a day by a thousand addresses that each try as often as one is let.
    private static let guessesPerDay = 1_000.0 * 60 * 1_440
    /// Codes that may be hit by chance, a day.
    private static let hitsPerDayMax = 0.1
    /// More than that no launch takes.
    private static let hitsPerDayEver = 1.0
    /// Of a private sale's word: 31 symbols to the tenth are more than a lifetime of tries.
    private static let wordLengthMin = 10

    var timeFindings: [Finding] {
        guard !terms.schedule.windows.isEmpty, terms.reward.form == .coupon else { return [] }
        let life: Sentence
        switch terms.coupon.life {
        case .endOfWindow: return []
        case .seconds(let seconds): life = "for \(ISODuration.text(seconds)) after it was issued"
        case .endOfBusinessDay: life = "until the store closes"
        case .through(let date): life = "through \(date.text)"
        }
        return [
            Finding(
                .warning, "coupon.valid",
                "The offer has windows, but its coupons are good \(life): they are used outside the windows too.")
        ]
    }

    /// Reads the document, as every kind of unlock has its own members.
    var unlockFindings: [Finding] {
        let unlock = terms.json(retailer: ID(0))["unlock"] ?? .null
        return Self.unlockFindings(unlock, terms: terms, at: now)
    }

    public static func unlockFindings(_ unlock: JSON, terms: Terms, at now: Instant) -> [Finding] {
        var findings: [Finding] = []
        func find(_ field: String, _ say: Sentence) { findings.append(Finding(.warning, "unlock.\(field)", say)) }
        let perStore = terms.limits.filter { $0.per == .store }.map(\.max).min()
        let inAll = terms.limits.filter { $0.per == .campaign }.map(\.max).min()
        switch unlock["kind"]?.stringValue {
        case "nth_visit"?:
            guard let visits = unlock["n"]?.integerValue else { break }
            let days = daysLeft(terms.schedule, at: now)
            if let days, visits > Int64(days) {
                find("n", "\(visits) visits, one a day, cannot be made on the \(days) days of the campaign.")
            }
            if let within = unlock["within_days"]?.integerValue, visits > within {
                find("within_days", "\(visits) visits, one a day, cannot be made within \(within) days.")
            }
        case "flash"?:
            if let first = unlock["first"]?.integerValue, let most = [perStore, inAll].compactMap(\.self).min(),
                first > Int64(most)
            {
                find("first", "The first \(first) are promised something, but a limit ends it after \(most).")
            }
        case "swarm"?, "friends"?:
            let field = unlock["friends"] == nil ? "shoppers" : "friends"
            if let people = unlock[field]?.integerValue, let most = [perStore, inAll].compactMap(\.self).min(),
                people > Int64(most)
            {
                find(field, "It takes \(people) shoppers, but a limit leaves coupons for \(most) of them.")
            }
        case "crowd"?:
            if let people = unlock["target"]?.integerValue, let inAll, people > Int64(inAll) {
                find("target", "It takes \(people) shoppers, but a limit leaves coupons for \(inAll) of them.")
            }
        default: break
        }
        return findings
    }

    /// Local days on which something is given; nil without a last day.
    private static func daysLeft(_ schedule: Schedule, at now: Instant) -> Int? {
        guard let to = schedule.to else { return nil }
        var date = max(schedule.from ?? Zone.utc.localDate(at: now), Zone.utc.localDate(at: now))
        var days = 0
        while date < to {
            if !schedule.blackouts.contains(date), !schedule.isIdle(on: date) { days += 1 }
            date = date.adding(days: 1)
        }
        return days
    }

    var trustFindings: [Finding] {
        var findings: [Finding] = []
        if terms.identity == .any, terms.limits.contains(where: { $0.per == .shopper }) {
            findings.append(
                Finding(
                    .warning, "identity",
                    "There is a limit per shopper, but anybody can join again as somebody else. Ask for verified."))
        }
        if let coupons = worstCase.coupons, hitsPerDay > Self.hitsPerDayMax, guessing == nil {
            findings.append(
                Finding(
                    .warning, "coupon.code",
                    """
                    With \(coupons) coupons out at once, guessing codes hits one every few days. \
                    Longer codes (high_value) end that.
                    """))
        }
        return findings + wordFindings
    }

    /// How many coupons guessing would hit in a day, if all that the limits allow are out; 0 where nothing bounds them.
    private var hitsPerDay: Double {
        guard let coupons = worstCase.coupons, terms.reward.form == .coupon else { return 0 }
        return Double(coupons) * Self.guessesPerDay / terms.coupon.code.space
    }

    /// Codes that would be guessed: refused at launch.
    public var guessing: FieldProblem? {
        guard hitsPerDay > Self.hitsPerDayEver else { return nil }
        return FieldProblem(
            field: "coupon.code",
            reason:
                """
                would be guessed: with \(worstCase.coupons ?? 0) coupons out about \(Int(hitsPerDay.rounded(.up))) a \
                day. Take \(terms.coupon.code == .numeric ? "standard" : "high_value") codes, or a lower limit
                """)
    }

    /// A word that is short, or all letters or all digits, is found by whoever tries: sales are called SUMMER25 by everybody.
    private var wordFindings: [Finding] {
        guard case .code(let words) = terms.unlock else { return [] }
        let weak = words.map(\.word).filter { word in
            word.count < Self.wordLengthMin || word.allSatisfy(\.isNumber) || word.allSatisfy(\.isLetter)
        }
        if weak.isEmpty { return [] }
        return [
            Finding(
                .warning, "unlock.codes",
                """
                \(Sentence.list(weak.prefix(5))) can be guessed. Where that matters, take \(Self.wordLengthMin) \
                or more letters and digits that mean nothing.
                """)
        ]
    }

    /// Whether the words name the amounts that decide at the till: figures are the same in every language.
    var legalFindings: [Finding] {
        let languages =
            [("coupon.terms", terms.coupon.words)]
            + terms.coupon.locales.sorted { $0.key < $1.key }.map { ("coupon.locales.\($0.key).terms", $0.value) }
        return languages.flatMap { field, words in legalFindings(words, field) }
    }

    private func legalFindings(_ words: CouponTerms.Words, _ field: String) -> [Finding] {
        var findings: [Finding] = []
        let text = "\(words.headline) \(words.terms)"
        func demand(_ money: Money?, _ what: (Money) -> Sentence) {
            if let money, !Self.names(money, in: text) {
                findings.append(Finding(.warning, field, what(money)))
            }
        }
        demand(terms.conditions.minSpend) { "The words do not name the least spend of \($0)." }
        if case .percentOff(_, let most) = terms.reward {
            demand(most) { "The words do not name the most that is taken off of \($0)." }
        }
        if case .donation(let amount, let charity) = terms.reward {
            demand(amount) { "The words do not name the donation of \($0)." }
            if !text.contains(charity) {
                findings.append(Finding(.warning, field, "The words do not name the charity, \(charity)."))
            }
        }
        if words.terms.unicodeScalars.count < 15, terms.reward.form == .coupon {
            findings.append(
                Finding(
                    .warning, field,
                    "These terms are too short to say who may use the coupon, once, for what and until when."))
        }
        if !terms.conditions.exclude.isEmpty, !terms.conditions.exclude.contains(where: { Self.says(text, $0) }) {
            findings.append(
                Finding(
                    .note, field,
                    "The words name nothing of what is excluded: \(Sentence.list(terms.conditions.exclude))."))
        }
        return findings
    }

    /// 2000 cents are named by 20, 20.00 and 20,00.
    private static func names(_ money: Money, in text: String) -> Bool {
        let digits = String(money.priceTag.filter { $0.isNumber || $0 == "." })
        let figures = text.split { !($0.isNumber || $0 == "." || $0 == ",") }
            .map { figure in
                String(figure.map { $0 == "," ? "." : $0 }).trimmingDots
            }
        let whole = digits.split(separator: ".").first.map(String.init) ?? digits
        let isWhole = digits.split(separator: ".").dropFirst().allSatisfy { $0.allSatisfy { $0 == "0" } }
        return figures.contains(digits) || isWhole && figures.contains(whole)
    }

    private static func says(_ text: String, _ label: String) -> Bool {
        let words = label.lowercased().split { $0 == "-" || $0 == "_" || $0 == " " }
        let lower = text.lowercased()
        return words.allSatisfy { lower.contains($0) }
    }
}

extension String {
    fileprivate var trimmingDots: String {
        var text = self[...]
        while text.last == "." { text.removeLast() }
        while text.first == "." { text.removeFirst() }
        return String(text)
    }
}

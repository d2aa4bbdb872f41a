/// Who pays for what a campaign gives. The shares make up the whole.
public struct Funding: Hashable, Sendable {
    public enum Payer: String, CaseIterable, Sendable {
        case company
        /// Who owns the store where the coupon is used; the company itself for its own stores.
        case storeOwner = "store_owner"
        /// Somebody else, such as the maker of the goods, by name.
        case partner
    }

    public struct Share: Hashable, Sendable {
        public let payer: Payer
        /// Only of a partner.
        public let name: String?
        /// Hundredths of a percent.
        public let basisPoints: Int

        public init(payer: Payer, name: String? = nil, basisPoints: Int) {
            self.payer = payer
            self.name = name
            self.basisPoints = basisPoints
        }
    }

    static let sharesMax = 10

    public let shares: [Share]

    public static let company = Funding(shares: [Share(payer: .company, basisPoints: 10_000)])

    init(shares: [Share]) {
        self.shares = shares
    }

    /// Splits minor units by the shares, to the last one: what rounding leaves goes to the largest remainders, earlier
    /// shares first. A negative amount takes back exactly what the positive one gave.
    public func split(_ amount: Int64) -> [Int64] {
        let whole = Int64(Reward.basisPoints.upperBound)
        let size = Int64(amount.magnitude)
        var parts = shares.map { size / whole * Int64($0.basisPoints) + size % whole * Int64($0.basisPoints) / whole }
        let remainders = shares.map { size % whole * Int64($0.basisPoints) % whole }
        let left = Int(size - parts.reduce(0, +))
        let order = shares.indices.sorted { (-remainders[$0], $0) < (-remainders[$1], $1) }
        for place in order.prefix(left) { parts[place] += 1 }
        return amount < 0 ? parts.map { -$0 } : parts
    }

    /// What one kind of payer bears of an amount.
    public func amount(_ amount: Int64, of payer: Payer) -> Int64 {
        zip(shares, split(amount)).reduce(0) { $1.0.payer == payer ? $0 + $1.1 : $0 }
    }
}

extension Funding {
    /// `[{"by": "company", "percent": 60}, {"by": "partner", "name": "Oat mill", "percent": 40}]`.
    public init(reading json: JSON, at path: String) throws(Invalid) {
        guard let elements = json.elements, (1...Self.sharesMax).contains(elements.count) else {
            throw Invalid(field: path, reason: "must be a list of 1 to \(Self.sharesMax) shares")
        }
        var shares: [Share] = []
        for (place, element) in elements.enumerated() {
            let share = try Share(reading: Fields(element, at: "\(path)[\(place)]"))
            if shares.contains(where: { $0.payer == share.payer && $0.name == share.name }) {
                throw Invalid(field: "\(path)[\(place)]", reason: "repeats an earlier share")
            }
            shares.append(share)
        }
        guard shares.reduce(0, { $0 + $1.basisPoints }) == Reward.basisPoints.upperBound else {
            throw Invalid(field: path, reason: "must add up to 100 percent")
        }
        self.init(shares: shares)
    }

    public var json: JSON {
        .array(
            shares.map { share in
                var object: JSONObject = ["by": .string(share.payer.rawValue)]
                object["name"] = share.name.map { .string($0) }
                let percent = Double(share.basisPoints) / 100
                object["percent"] = share.basisPoints % 100 == 0 ? .int(Int64(percent)) : .double(percent)
                return .object(object)
            })
    }
}

extension Funding.Share {
    init(reading fields: Fields) throws(Invalid) {
        let payer = fields.choice("by", Funding.Payer.self)
        let name = fields.optionalText("name", length: 1...100)
        if payer == .partner, name == nil, !fields.has("name") {
            fields.refuse("name", "is required of a partner")
        } else if payer != .partner, name != nil {
            fields.refuse("name", "is only for a partner")
        }
        let percent = fields.number("percent", in: 0.01...100)
        let basisPoints = (percent * 100).rounded()
        if basisPoints / 100 != percent { fields.refuse("percent", "must have at most two decimals") }
        try fields.finish()
        self.init(payer: payer, name: name, basisPoints: Int(basisPoints))
    }
}

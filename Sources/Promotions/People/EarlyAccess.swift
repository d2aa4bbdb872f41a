/// A group for which an offer begins sooner than for everybody.
public struct EarlyAccess: Hashable, Sendable {
    public let audience: ID<Audience>
    public let from: LocalDate

    public init(audience: ID<Audience>, from: LocalDate) {
        self.audience = audience
        self.from = from
    }

    static let countMax = 20

    /// `[{"audience": "aud_...", "from": "2026-08-13"}]`
    static func list(_ fields: Fields, before start: LocalDate?, retailer: ID<Retailer>?) -> [EarlyAccess] {
        fields.objects("early", count: 0...countMax) { (fields: Fields) throws(Invalid) in
            let audience = fields.requiredRead("audience") { (json, path) throws(Invalid) in
                guard let ref = json.stringValue.flatMap({ Ref<Audience>(text: $0) }), ref.retailer == retailer else {
                    throw Invalid(field: path, reason: "must be the id of one of your audiences")
                }
                return ref.id
            }
            let from = Schedule.date("from", fields)
            if !fields.has("from") { fields.refuse("from", "is required") }
            if let from, start.map({ from >= $0 }) ?? true {
                fields.refuse("from", "must be before the schedule's own from")
            }
            try fields.finish()
            return EarlyAccess(audience: audience ?? ID(0), from: from ?? LocalDate(daysSince1970: 0))
        }
    }
}

extension Schedule {
    /// The same as it is for whoever belongs to these groups.
    public func opened(for audiences: Set<ID<Audience>>) -> Schedule {
        guard let from, let sooner = early.filter({ audiences.contains($0.audience) }).map(\.from).min(), sooner < from
        else { return self }
        var opened = Schedule(from: sooner, to: to, windows: windows, blackouts: blackouts)
        opened.early = early
        return opened
    }

    public func json(retailer: ID<Retailer>) -> JSON {
        guard !early.isEmpty, var object = json.members else { return json }
        object["early"] = .array(
            early.map { ["audience": .string(Ref(retailer, $0.audience).text), "from": .string($0.from.text)] })
        return .object(object)
    }
}

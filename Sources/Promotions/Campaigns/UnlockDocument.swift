/// The `unlock` member of a campaign: a `kind` and the members of that kind.
extension Unlock {
    public init(reading fields: Fields) throws(Invalid) {
        // A kind that cannot be read is refused at once: all its members would be called unknown.
        guard let kind = fields.required("kind", fields.optionalChoice("kind", Kind.self)) else {
            throw Invalid(fields.problems)
        }
        switch kind {
        case .everyVisit: self = .everyVisit
        case .firstVisit: self = .firstVisit(at: fields.choice("at", Newness.self, default: .retailer))
        case .nthVisit:
            let visits = fields.integer("n", in: Unlock.visits)
            let withinDays = fields.optionalInteger("within_days", in: Unlock.withinDays)
            if let withinDays, withinDays < visits {
                fields.refuse("within_days", "must be n or more: a day counts once")
            }
            self = .nthVisit(
                visits: Int(visits), withinDays: withinDays.map(Int.init),
                per: fields.choice("per", Place.self, default: .campaign))
        case .flash:
            self = .flash(
                first: Int(fields.integer("first", in: Unlock.firsts)),
                per: fields.choice("per", Place.self, default: .store))
        case .mayor: self = .mayor
        case .grant: self = .grant
        case .friends:
            self = .friends(
                count: Int(fields.integer("friends", in: Unlock.friends)),
                withinMinutes: Int(fields.optionalInteger("within_minutes", in: Unlock.friendsMinutes) ?? 180),
                basket: fields.choice("basket", PartyBasket.self, default: .each))
        case .code: self = .code(SaleWord.list(fields))
        case .crowd: self = .crowd(Crowd(reading: fields))
        case .swarm: self = .swarm(shoppers: Int(fields.integer("shoppers", in: Unlock.swarmShoppers)))
        }
        try fields.finish()
    }

    public var json: JSON {
        var object: JSONObject = ["kind": .string(kind.rawValue)]
        switch self {
        case .everyVisit, .mayor, .grant: break
        case .firstVisit(let at): object["at"] = .string(at.rawValue)
        case .nthVisit(let visits, let withinDays, let per):
            object["n"] = .int(Int64(visits))
            object["within_days"] = withinDays.map { .int(Int64($0)) } ?? .null
            object["per"] = .string(per.rawValue)
        case .flash(let first, let per):
            object["first"] = .int(Int64(first))
            object["per"] = .string(per.rawValue)
        case .code(let words): object["codes"] = .array(words.map(\.json))
        case .friends(let count, let minutes, let basket):
            object["friends"] = .int(Int64(count))
            object["within_minutes"] = .int(Int64(minutes))
            object["basket"] = .string(basket.rawValue)
        case .crowd(let crowd): crowd.write(into: &object)
        case .swarm(let shoppers): object["shoppers"] = .int(Int64(shoppers))
        }
        return .object(object)
    }
}

import Actions
import Promotions

/// Points as the shopper who has them sees them.
enum PointsAPI {
    static func list(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let limit = try call.query.integer("limit", in: Page<PointEntry>.limits) ?? Page<PointEntry>.limitStandard
        var after: ID<Retailer>?
        if let text = call.query["after"] {
            after = ID<Retailer>(text: text)
            if after == nil { throw Invalid(field: "after", reason: "is not a cursor of this list") }
        }
        let (items, next) = try await call.desk.balances(of: token, after: after, limit: Int(limit)).done()
        return .json([
            "items": .array(
                items.map { ["retailer": retailer($0.retailer, call.desk), "balance": .int($0.points)] }),
            "next": JSON(next?.text),
        ])
    }

    static func history(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        guard let id = call.parameters.first.flatMap({ ID<Retailer>(text: $0) }) else { throw Problem(.notFound) }
        let page = try Page<PointEntry>(call.query)
        let (balance, entries) = try await call.desk.points(
            of: token, at: id, before: page.after(of: id), limit: page.asked
        ).done()
        let items = entries.prefix(page.limit)
        let next = entries.count > page.limit ? items.last.map { Ref(id, $0.entry.id).text } : nil
        return .json([
            "retailer": retailer(id, call.desk), "balance": .int(balance),
            "items": .array(items.map { json($0, of: id, call) }), "next": JSON(next),
        ])
    }

    private static func json(_ told: ToldPoints, of retailer: ID<Retailer>, _ call: Call) -> JSON {
        let entry = told.entry
        var object: JSONObject = [
            "id": .string(Ref(retailer, entry.id).text), "kind": .string(entry.kind.rawValue),
            "points": .int(entry.kind == .spend ? -entry.points : entry.points),
            "campaign_id": .string(Ref(retailer, entry.campaign).text),
            "headline": .string(told.terms?.coupon.words(for: call.language ?? "").headline ?? ""),
            "at": .string(entry.happenedAt.rfc3339),
        ]
        object["coupon_id"] = entry.coupon.map { .string(Ref(retailer, $0).text) }
        object["check_in_id"] = entry.origin.map { .string(Ref(retailer, $0.checkIn).text) }
        object["store"] = told.store.map {
            ["id": .string(Ref(retailer, $0.id).text), "name": .string($0.name)]
        }
        return .object(object)
    }

    private static func retailer(_ id: ID<Retailer>, _ desk: Desk) -> JSON {
        ["id": .string(id.text), "name": .string(desk.shelf.current.book(id)?.retailer.name ?? "")]
    }
}

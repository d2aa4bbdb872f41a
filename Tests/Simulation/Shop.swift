import Promotions
import Support

/// The retailer of one run: its stores, a till in each, and its campaigns.
struct Shop: Sendable {
    struct Branch: Sendable {
        let id: String
        let latitude: Double
        let longitude: Double
        let till: String
    }

    static let branchCount = 3
    let retailer: ID<Retailer>
    let owner: String
    let app: String
    let branches: [Branch]

    /// Everything goes through the command line and HTTP, as a retailer would do it.
    static func open(_ servers: Servers, seed: UInt64, _ client: inout Client) throws -> Shop {
        let added = try servers.command("retailer add 'Retailer \(seed)'")
        let owner = try added.text("api_key")
        var branches: [Branch] = []
        for place in 0..<branchCount {
            // Five kilometres apart, and a mile from those of the next seed: no fix is in two fences.
            let (latitude, longitude) = (37.7 + 0.05 * Double(place), -122 + 0.02 * Double(seed % 1_000))
            let store: JSON = [
                "external_id": .string("\(place)"), "name": .string("Store \(place)"),
                "time_zone": "America/Los_Angeles",
                "location": ["latitude": .double(latitude), "longitude": .double(longitude)],
                "fence": ["type": "circle", "radius_meters": 75],
            ]
            let id = try client.told(Request("POST", "/v1/stores", token: owner, store)).text("id")
            let till: JSON = ["store_id": .string(id), "name": "Till"]
            let code = try client.told(Request("POST", "/v1/tills", token: owner, till)).text("enrolment_code")
            let enrolled = try client.told(Request("POST", "/v1/tills/enrol", ["code": .string(code)]))
            branches.append(
                Branch(id: id, latitude: latitude, longitude: longitude, till: try enrolled.text("token")))
        }
        guard let retailer = ID<Retailer>(text: try added.text("id")) else {
            throw Ground.Failed(what: "not an id: \(added.text())")
        }
        return Shop(retailer: retailer, owner: owner, app: try added.text("publishable_key"), branches: branches)
    }

    /// A campaign as the retailer ordered it: the proof counts by this, not by what the database made of it.
    struct Offer: Sendable {
        let campaign: Int64
        let limits: [Limit]
        let budget: Int64?
    }

    /// What runs from the start to the end.
    func standingOffers(_ client: inout Client) throws -> [Offer] {
        [
            try launch("One for each", [(.shopper, .campaign, 1), (.store, .day, 400)], &client),
            try launch("Two a day", [(.shopper, .day, 2), (.campaign, .day, 2_000)], &client),
        ]
    }

    /// What will be exhausted soon after: by its number of coupons, or by its money.
    func scarceOffer(_ coupons: Int, _ client: inout Client) throws -> Offer {
        if Bool.random(using: &client.random) {
            return try launch("Scarce", [(.shopper, .campaign, 1), (.campaign, .campaign, coupons)], &client)
        }
        return try launch("Thrifty", [(.store, .day, coupons)], budget: Int64(coupons * 300 + 299), &client)
    }

    private func launch(
        _ name: String, _ limits: [(Limit.Scope, Limit.Period, Int)], budget: Int64? = nil, _ client: inout Client
    ) throws -> Offer {
        let limits = limits.map { Limit(per: $0.0, period: $0.1, max: $0.2) }
        var campaign: JSONObject = [
            "name": .string(name), "schedule": ["from": "2026-08-14", "to": "2026-08-16"],
            "unlock": ["kind": "every_visit"],
            "reward": ["kind": "amount_off", "amount": ["amount": 300, "currency": "USD"]],
            "limits": .array(limits.map(\.json)),
            "coupon": [
                "valid": ["for": "PT12H"], "headline": "Three dollars off", "terms": "While they last.",
            ],
        ]
        if let budget { campaign["budget"] = ["amount": .int(budget), "currency": "USD"] }
        let key = "\(client.random.next())"
        let draft = try client.told(
            Request("POST", "/v1/campaigns", token: owner, key: "draft-\(key)", .object(campaign)))
        let id = try draft.text("id")
        _ = try client.told(Request("POST", "/v1/campaigns/\(id)/launch", token: owner, key: "launch-\(key)", nil))
        guard let ref = Ref<Campaign>(text: id) else { throw Ground.Failed(what: "not a campaign: \(id)") }
        return Offer(campaign: ref.id.rawValue, limits: limits, budget: budget)
    }
}

extension Client {
    /// The answer's JSON, if it was a success.
    mutating func told(_ request: Request) throws -> JSON {
        let heard = try ask(request)
        guard heard.status / 100 == 2 else {
            throw Ground.Failed(
                what: "\(String(decoding: request.bytes, as: UTF8.self)) -> \(heard.status) \(heard.text)")
        }
        return try JSON(parsing: heard.body)
    }
}

extension JSON {
    func text(_ name: String) throws -> String {
        guard let text = self[name]?.stringValue else { throw Ground.Failed(what: "no \(name) in \(self.text())") }
        return text
    }
}

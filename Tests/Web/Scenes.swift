import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

/// What many tests need to have happened first, told in HTTP.
extension WebWorld {
    static func store(_ name: String = "West Portal") -> JSON {
        [
            "name": .string(name), "external_id": .string(name), "time_zone": "America/Los_Angeles",
            "location": ["latitude": 37.7397, "longitude": -122.4673],
            "fence": ["type": "circle", "radius_meters": 75],
        ]
    }

    /// A free pastry from 7:00 to 10:30 in store time.
    static let pastry: JSONObject = [
        "name": "Pastry morning",
        "schedule": [
            "from": "2026-07-21", "to": "2026-07-22", "windows": [["from": "07:00", "to": "10:30"]],
        ],
        "reward": ["kind": "free_item", "item": "Pastry", "with_purchase": true],
        "limits": [["per": "shopper", "period": "campaign", "max": 1]],
        "coupon": [
            "valid": ["until": "end_of_window"], "headline": "Free pastry", "terms": "One each, while they last.",
            "locales": ["fr": ["headline": "Viennoiserie offerte", "terms": "Une par personne."]],
        ],
    ]

    static func terms(changing changes: JSONObject = [:]) -> JSON {
        var terms = pastry
        for change in changes { terms[change.name] = change.value }
        return .object(terms)
    }

    static func visit(latitude: Double = 37.73988, accuracy: Double = 15) -> JSON {
        [
            "position": [
                "latitude": .double(latitude), "longitude": -122.4673, "accuracy_meters": .double(accuracy),
                "age_ms": 800,
            ]
        ]
    }

    func addStore(_ name: String = "West Portal") async throws -> String {
        try await post("/v1/stores", Self.store(name), token: owner).string("id")
    }

    func launch(changing changes: JSONObject = [:]) async throws -> String {
        let id = try await post("/v1/campaigns", Self.terms(changing: changes), token: owner).string("id")
        let launched = try await post("/v1/campaigns/\(id)/launch", token: owner)
        #expect(launched.status == 200, "\(launched.text)")
        return id
    }

    /// Joins through the retailer's app.
    func shopper(location: Bool = true) async throws -> String {
        let body: JSON = ["consents": ["location": .bool(location), "marketing": false], "locale": "en"]
        return try await call(.post, "/v1/shoppers", body, headers: [.publishableKey: app]).string("token")
    }

    /// Joins through the retailer's own server, which vouches for the number.
    func member(_ number: String) async throws -> String {
        let body: JSON = [
            "consents": ["location": true, "marketing": false], "locale": "en",
            "identity": ["loyalty_number": .string(number)],
        ]
        return try await post("/v1/shoppers", body, token: owner).string("token")
    }

    func till(at store: String) async throws -> String {
        let new = try await post("/v1/tills", ["store_id": .string(store), "name": "Till 1"], token: owner)
        let enrolled = try await post("/v1/tills/enrol", ["code": .string(new.string("enrolment_code"))])
        return try enrolled.string("token")
    }

    func auditor() async throws -> String {
        switch try await desk.addAPIKey("auditor", role: .auditor, expiresAt: nil, to: retailer) {
        case .done(let new): return new.secret
        case .refused(let refused): throw refused
        }
    }

    /// The part of a link that the server sees.
    static func path(of link: String) -> String {
        link.replacing("http://127.0.0.1:8080", with: "").replacing("HTTP://127.0.0.1:8080", with: "")
    }
}

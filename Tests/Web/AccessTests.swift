import Actions
import HTTPTypes
import Hummingbird
import Promotions
import Testing

@testable import Web

@Suite("Who may call")
struct AccessTests {
    /// A path of the route with something in its braces.
    private static func address(_ route: Route) -> String {
        route.path.replacing("{id}", with: "x").replacing("{link}", with: "X.Y")
    }

    @Test("every route but the public ones answers 401 without a token, and with a token that nobody gave out")
    func withoutToken() async throws {
        try await WebWorld.with { world in
            let guarded = Routes.table.routes.filter { !$0.handler.isPublic && !$0.handler.isPage }
            #expect(guarded.count > 30)
            for route in guarded {
                for token in [nil, "sk_00000000000000000000000000000000000000000000000000", "fs_x", ""] {
                    let heard = try await world.call(route.method, Self.address(route), [:], token: token)
                    #expect(heard.status == 401, "\(route.method) \(route.path)")
                    #expect(heard.code == "unauthorized")
                    #expect(heard.headers[.wwwAuthenticate] == "Bearer")
                }
            }
        }
    }

    @Test("the public routes are exactly these")
    func publicRoutes() {
        let open = Routes.table.routes.filter(\.handler.isPublic).map { "\($0.method.rawValue) \($0.path)" }
        #expect(
            Set(open) == [
                "POST /v1/shoppers", "POST /v1/shoppers/me/recover", "POST /v1/tills/enrol", "GET /K/{link}",
                "GET /assets/{version}/{name}", "GET /assets/{version}/leaflet/{name}", "GET /", "GET /s/{store}",
                "GET /o/{slug}",
                "GET /o/{slug}/image.png", "GET /embed/{slug}", "GET /till", "GET /oembed", "GET /sw.js",
                "GET /shopper.webmanifest", "POST /v1/sessions", "POST /v1/invitations/accept", "POST /v1/retailers",
                "GET /console/sign-in", "GET /console/join", "GET /console/sign-up", "GET /console/openid/{provider}",
                "GET /console/openid/{provider}/callback",
                "GET /v1/coupons/{id}/qr.svg",
                "GET /v1/coupons/{id}.pdf", "GET /v1/coupons/{id}.svg", "GET /v1/coupons/{id}.png",
                "GET /v1/coupons/{id}.escpos", "GET /v1/coupons/{id}.pkpass", "GET /healthz",
                "GET /readyz", "GET /openapi.json",
            ])
    }

    @Test("a coupon's file needs its shopper's token or a signature")
    func files() async throws {
        try await WebWorld.with { world in
            let stranger = try await world.get("/v1/coupons/x.pdf")
            #expect(stranger.status == 401)
            #expect(try await world.get("/v1/coupons/x.pdf?signature=1").status == 404)
            #expect(try await world.get("/v1/coupons/x.pdf", token: world.owner).status == 403)
        }
    }

    @Test("an auditor reads everything and changes nothing")
    func auditor() async throws {
        try await WebWorld.with { world in
            let auditor = try await world.auditor()
            for route in Routes.table.routes {
                let isChange = route.method != .get
                let heard = try await world.call(route.method, Self.address(route), [:], token: auditor)
                switch route.handler {
                case .changer:
                    // Codes are money in the hand: nobody has to read them to see that all is in order.
                    #expect(isChange || route.path.hasPrefix("/v1/batches/{id}/"), "auditors may read \(route.path)")
                    #expect(heard.status == 403 && heard.code == "forbidden", "\(route.method) \(route.path)")
                case .reader:
                    #expect(!isChange, "auditors may not change \(route.path)")
                    let isIncomplete = route.query.contains(where: \.isRequired)
                    #expect([200, isIncomplete ? 400 : 404].contains(heard.status), "\(route.method) \(route.path)")
                case .shopperOrReader:
                    #expect(!isChange, "auditors may not change \(route.path)")
                    #expect(heard.status == 404, "\(route.method) \(route.path)")
                case .user: #expect(heard.status == 401, "\(route.method) \(route.path)")
                case .console: #expect(heard.status == 303, "\(route.method) \(route.path)")
                case .shopper, .till, .tillOrOwner: #expect(heard.status == 403, "\(route.method) \(route.path)")
                case .anyone, .joining, .shopperOrLink: break
                }
            }
            #expect(try await world.get("/v1/stores", token: auditor).status == 200)
            // Not even for a shopper does an auditor vouch.
            let join: JSON = ["consents": ["location": true, "marketing": true], "locale": "en"]
            #expect(try await world.post("/v1/shoppers", join, token: auditor).status == 403)
        }
    }

    @Test("a publishable key does not act; an acting key is not publishable; a revoked one is nothing")
    func publishable() async throws {
        try await WebWorld.with { world in
            #expect(try await world.get("/v1/stores", token: world.app).status == 401)
            let join: JSON = ["consents": ["location": true, "marketing": true], "locale": "en"]
            let wrong = try await world.call(.post, "/v1/shoppers", join, headers: [.publishableKey: world.owner])
            #expect(wrong.status == 401)
            _ = try await world.desk.revokeAPIKey(Ref(world.retailer, world.keys.owner.key.id))
            #expect(try await world.get("/v1/stores", token: world.owner).status == 401)
        }
    }

    @Test("shoppers and tills stay on their side of the counter")
    func sides() async throws {
        try await WebWorld.with { world in
            let till = try await world.till(at: world.addStore())
            let shopper = try await world.shopper()
            #expect(try await world.post("/v1/check-ins", WebWorld.visit(), token: till).status == 403)
            #expect(try await world.post("/v1/redemptions", ["code": "x"], token: shopper).status == 403)
            #expect(try await world.get("/v1/stores", token: shopper).status == 403)
            #expect(try await world.get("/v1/shoppers/me", token: world.owner).status == 403)
        }
    }

    @Test("another retailer's ids look exactly like unknown ones")
    func foreign() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let campaign = try await world.launch()
            let till = try await world.post(
                "/v1/tills", ["store_id": .string(store), "name": "Till 1"], token: world.owner
            ).string("id")
            let other = try await world.desk.addRetailer("Others").owner.secret
            let calls: [(HTTPRequest.Method, String, JSON?)] = [
                (.get, "/v1/stores/\(store)", nil), (.patch, "/v1/stores/\(store)", ["name": "Mine"]),
                (.delete, "/v1/stores/\(store)", nil), (.get, "/v1/campaigns/\(campaign)", nil),
                (.patch, "/v1/campaigns/\(campaign)", ["name": "Mine"]), (.post, "/v1/campaigns/\(campaign)/end", nil),
                (.get, "/v1/campaigns/\(campaign)/stats", nil),
                (.get, "/v1/campaigns/\(campaign)/preview?store_id=\(store)", nil),
                (.post, "/v1/tills", ["store_id": .string(store), "name": "Mine"]), (.delete, "/v1/tills/\(till)", nil),
            ]
            let unknown = try await world.get("/v1/stores/sto_unknown", token: other).text
            for (method, path, body) in calls {
                let heard = try await world.call(method, path, body, token: other)
                #expect(heard.status == 404 && heard.text == unknown, "\(method) \(path): \(heard.text)")
            }
            #expect(try await world.get("/v1/stores/\(store)", token: world.owner).json["name"] == "West Portal")
            let cursor = try await world.get("/v1/stores?after=\(store)", token: other)
            #expect(cursor.status == 400)
        }
    }

    @Test("a revoked till is refused at once")
    func revokedTill() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            let till = try await world.till(at: store)
            let id = try await world.get("/v1/tills", token: world.owner).json["items"]?[0]?["id"]?.stringValue ?? ""
            #expect(try await world.call(.delete, "/v1/tills/\(id)", token: world.owner).status == 204)
            #expect(try await world.post("/v1/redemptions", ["code": "x"], token: till).status == 401)
            let code = try await world.post("/v1/tills/enrol", ["code": "XXXX"])
            #expect(code.status == 422 && code.code == "enrolment_code_unknown")
        }
    }
}

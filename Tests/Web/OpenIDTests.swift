import Actions
import HTTPTypes
import OpenID
import Promotions
import Testing

@testable import Web

/// A browser on its way to the provider and back.
struct Journey {
    let world: WebWorld
    let fake: FakeOpenIDProvider
    let departure: Heard

    init(_ world: WebWorld, _ fake: FakeOpenIDProvider, _ query: String = "") async throws {
        self.world = world
        self.fake = fake
        departure = try await world.get("/console/openid/acme\(query)")
    }

    var cookie: String { departure.headers[.setCookie]?.split(separator: ";").first.map(String.init) ?? "" }

    /// Says yes at the provider and comes back.
    func arrive(state: String? = nil, cookie: String? = nil) async throws -> Heard {
        let (code, known) = try fake.consent(to: try #require(departure.headers[.location]))
        return try await arrive("code=\(percentEncoded(code))&state=\(state ?? known)", cookie: cookie)
    }

    func arrive(_ query: String, cookie: String? = nil) async throws -> Heard {
        try await world.get(
            "/console/openid/acme/callback?session_state=odd&\(query)", headers: [.cookie: cookie ?? self.cookie])
    }
}

@Suite("Signing in by OpenID Connect")
struct OpenIDTests {
    private static func with(
        trustsAddresses: Bool = false, retailers: Set<ID<Retailer>>? = nil,
        _ body: @Sendable (WebWorld, FakeOpenIDProvider) async throws -> Void
    ) async throws {
        try await FakeOpenIDProvider.with { fake in
            let setting = SignOnProvider(
                try fake.provider(trustsAddresses: trustsAddresses), retailers: retailers)
            try await WebWorld.with(signingOnBy: [setting]) { world in
                try await body(world, fake)
            }
        }
    }

    private static func invite(_ world: WebWorld, _ email: JSON = "ann@larkspur.example") async throws {
        let invited = try await world.post(
            "/v1/users", ["email": email, "name": "Ann", "role": "owner"], token: world.owner)
        #expect(invited.status == 201)
    }

    @Test(
        "whoever was invited comes in by the provider without ever having a password, and lands where they wanted to go"
    )
    func comesIn() async throws {
        try await Self.with { world, fake in
            try await Self.invite(world)
            let page = try await world.get("/console/sign-in?next=/console/tills")
            #expect(page.text.contains("href=\"/console/openid/acme?next=%2Fconsole%2Ftills\">Sign in with Acme<"))
            let journey = try await Journey(world, fake, "?next=/console/tills")
            #expect(journey.departure.status == 303)
            let address = try #require(journey.departure.headers[.location])
            #expect(address.hasPrefix("\(fake.issuer)/authorize?theme=plain&response_type=code&"))
            #expect(
                address.contains(
                    "redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fconsole%2Fopenid%2Facme%2Fcallback"))
            let kept = try #require(journey.departure.headers[.setCookie])
            #expect(kept.contains("; Path=/console/openid; Max-Age=900; HttpOnly; SameSite=Lax"))
            let arrival = try await journey.arrive()
            #expect(arrival.status == 303, "\(arrival.text)")
            #expect(arrival.headers[.location] == "/console/tills")
            let ann = try await world.browser(arrival)
            #expect(try await ann.call(.get, "/v1/users/me").json["user"]?["has_joined"] == true)
            let lines = try await ann.call(.get, "/v1/audit").json["items"]?.elements ?? []
            #expect(lines.first?["action"] == "openid link")
            // Once more: the link is there already.
            #expect(try await Journey(world, fake).arrive().headers[.location] == "/console")
            #expect(try await world.count("select count(*) from user_identities") == 1)
            #expect(try await world.count("select count(*) from audit_entries where action = 'openid link'") == 1)
        }
    }

    @Test(
        "an answer from another browser, with another state, too late, or used before lets nobody in, and asks the provider nothing"
    )
    func stale() async throws {
        try await Self.with { world, fake in
            try await Self.invite(world)
            let other = try await Journey(world, fake)
            for (state, cookie) in [("wrong", nil), (nil, other.cookie), (nil, ""), (nil, "footfall_departure=AAAA")] {
                let arrival = try await Journey(world, fake).arrive(state: state, cookie: cookie)
                #expect(arrival.status == 403)
                #expect(arrival.text.contains("began in another window"))
                #expect(arrival.headers[.setCookie] == nil)
            }
            let late = try await Journey(world, fake)
            world.clock.advance(seconds: 901)
            #expect(try await late.arrive().status == 403)
            #expect(fake.exchanges == 0)
            let used = try await Journey(world, fake)
            let (code, state) = try fake.consent(to: try #require(used.departure.headers[.location]))
            let query = "code=\(percentEncoded(code))&state=\(state)"
            // The provider's clock stands where it stood; tokens live five minutes.
            world.clock.advance(seconds: -901)
            #expect(try await used.arrive(query).status == 303)
            #expect(try await used.arrive(query).text.contains("began in another window"))
        }
    }

    @Test(
        "a token that is signed by another key, for somebody else, from elsewhere, for another question or too old is no good",
        arguments: [
            ("", JSON.null), ("aud", "another"), ("iss", "https://login.example"), ("nonce", "another"), ("exp", 1),
            ("iat", .int(WebWorld.nine.seconds + 600)), ("azp", "another"), ("sub", ""),
        ])
    func badToken(claim: String, value: JSON) async throws {
        try await Self.with { world, fake in
            try await Self.invite(world)
            fake.behave { manner in
                if claim.isEmpty { manner.usesOtherKey = true } else { manner.claims[claim] = value }
            }
            let arrival = try await Journey(world, fake).arrive()
            #expect(arrival.status == 403, "\(claim)")
            #expect(arrival.headers[.setCookie] == nil)
            fake.behave { $0 = FakeOpenIDProvider.Manner() }
            #expect(try await Journey(world, fake).arrive().status == 303)
            #expect(try await world.count("select count(*) from user_identities") == 1)
        }
    }

    @Test("only an address that the provider calls proven counts; one that it gives to somebody else later does not")
    func addresses() async throws {
        try await Self.with { world, fake in
            try await Self.invite(world)
            for verified: JSON? in [nil, false, "false"] {
                fake.behave { $0.isVerified = verified }
                let arrival = try await Journey(world, fake).arrive()
                #expect(arrival.text.contains("does not say that the e-mail address is yours"))
            }
            fake.behave {
                $0.email = "mo@larkspur.example"; $0.isVerified = true
            }
            #expect(try await Journey(world, fake).arrive().text.contains("Nobody was invited"))
            // Some write "true", some tell the address only when asked, some sign with keys that name no algorithm.
            fake.behave { manner in
                manner.email = "Ann@Larkspur.example"
                manner.isVerified = "true"
                manner.isAddressInToken = false
                manner.keysHaveAlgorithm = false
                manner.knowsBasic = false
            }
            world.clock.advance(seconds: 3_601)
            fake.behave { $0.claims["exp"] = .int(WebWorld.nine.seconds + 9_000) }
            #expect(try await Journey(world, fake).arrive().status == 303)
            fake.behave { $0.subject = "another person" }
            #expect(try await Journey(world, fake).arrive().text.contains("Nobody was invited"))
            // An owner may invite them anew: then it is theirs.
            let users = try await world.get("/v1/users", token: world.owner).json["items"]?.elements ?? []
            let id = try #require(users.first?["id"]?.stringValue)
            #expect(try await world.post("/v1/users/\(id)/invitation", token: world.owner).status == 201)
            #expect(try await Journey(world, fake).arrive().status == 303)
        }
    }

    @Test("a provider vouches only for the people of the retailers that it was set up for")
    func retailers() async throws {
        try await Self.with(retailers: [ID(1)]) { world, fake in
            try await Self.invite(world)
            #expect(try await Journey(world, fake).arrive().text.contains("Nobody was invited"))
        }
    }

    @Test("whose address is known to two retailers chooses one, by way of the provider again")
    func choice() async throws {
        try await Self.with(trustsAddresses: true) { world, fake in
            try await Self.invite(world)
            let email = try #require(EmailAddress("ann@larkspur.example"))
            _ = try await world.desk.addRetailer("Tui Bakery", owner: email, named: "Ann")
            fake.behave { $0.isVerified = nil }
            let page = try await Journey(world, fake, "?next=/console/stores").arrive()
            #expect(page.status == 200)
            #expect(page.text.contains("Tui Bakery") && page.text.contains("Larkspur Coffee"))
            let link = try #require(
                page.text.firstMatch(of: #/href="/console/openid/acme(\?retailer=[^"]+)"[^>]*>Tui/#))
            let query = String(link.output.1).replacing("&amp;", with: "&")
            let arrival = try await Journey(world, fake, query).arrive()
            #expect(arrival.headers[.location] == "/console/stores")
            let ann = try await world.browser(arrival)
            #expect(try await ann.call(.get, "/v1/users/me").json["retailer"]?["name"] == "Tui Bakery")
        }
    }

    @Test("who turns back is told so; nobody is sent to another site; an unknown provider is no page")
    func odd() async throws {
        try await Self.with { world, fake in
            try await Self.invite(world)
            let journey = try await Journey(world, fake)
            let (_, state) = try fake.consent(to: try #require(journey.departure.headers[.location]))
            let back = try await journey.arrive("error=access_denied&state=\(state)")
            #expect(back.text.contains("You turned back"))
            for next in [
                "https://evil.example", "//evil.example", "/console//evil.example", "/console/../x", "/consoles",
                "/console?next=//evil.example", "/console?a=b#c", "/console/stores?a\r\nb",
            ] {
                let arrival = try await Journey(world, fake, "?next=\(percentEncoded(next))").arrive()
                #expect(arrival.headers[.location] == "/console", "\(next)")
            }
            let page = "/console/campaigns?before=cmp_1&lang=fr"
            let arrival = try await Journey(world, fake, "?next=\(percentEncoded(page))").arrive()
            #expect(arrival.headers[.location] == page)
            #expect(try await world.get("/console/openid/other").status == 404)
            #expect(try await world.get("/console/openid/other/callback?code=x&state=y").status == 404)
        }
    }

    @Test("a provider that does not answer says so on the page, and the password still works")
    func unreachable() async throws {
        let gone = try OpenIDProvider(
            id: "acme", name: "Acme", issuer: "http://127.0.0.1:1", clientID: "x", clientSecret: nil)
        try await WebWorld.with(signingOnBy: [SignOnProvider(gone)]) { world in
            _ = try await world.user()
            let page = try await world.get("/console/openid/acme")
            #expect(page.status == 403)
            #expect(page.text.contains("does not answer as it should"))
            #expect(try await world.signIn("ann@larkspur.example").status == 201)
        }
    }

    @Test("an operator's file is read, and says what is wrong with it")
    func file() throws {
        func read(_ text: String) throws -> [SignOnProvider] { try SignOnProvider.list(reading: JSON(parsing: text)) }
        let good = """
            {"providers": [{"id": "acme", "name": "Acme", "issuer": "https://login.acme.example", "client_id": "x",
            "retailers": ["\(ID<Retailer>(7).text)"]}]}
            """
        let providers = try read(good)
        #expect(providers.map(\.id) == ["acme"])
        #expect(providers[0].retailers == [ID(7)])
        for (from, to, field) in [
            ("https://", "http://", "providers[0].issuer"), ("\"acme\"", "\"Acme!\"", "providers[0].id"),
            ("ret_", "sto_", "providers[0].retailers"), ("\"client_id\"", "\"client\"", "providers[0].client_id"),
        ] {
            let invalid = #expect(throws: Invalid.self) { try read(good.replacing(from, with: to)) }
            #expect(
                invalid?.problems.contains { $0.field == field } == true, "\(field) in \(String(describing: invalid))")
        }
    }
}

import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

/// Somebody who is signed in, as a browser is.
struct SignedInBrowser: Sendable {
    let world: WebWorld
    let cookie: String
    let pageToken: String

    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSON? = nil, token: String? = nil
    ) async throws -> Heard {
        var headers: HTTPFields = [.cookie: "lang=en; footfall_session=\(cookie)"]
        if method != .get { headers[.pageToken] = token ?? pageToken }
        return try await world.call(method, path, body, headers: headers)
    }
}

extension WebWorld {
    static let password = "a croissant at seven"

    /// Invites somebody, who accepts and is signed in.
    func user(
        _ email: String = "ann@larkspur.example", role: String = "owner", scope: JSON = .null
    ) async throws -> SignedInBrowser {
        let invited = try await post(
            "/v1/users", ["email": .string(email), "name": "Ann", "role": .string(role), "scope": scope], token: owner)
        #expect(invited.status == 201, "\(invited.text)")
        let token = try invited.string("invitation_link").split(separator: "#").last.map(String.init) ?? ""
        let accepted = try await post(
            "/v1/invitations/accept", ["token": .string(token), "password": .string(Self.password)])
        #expect(accepted.status == 201, "\(accepted.text)")
        return try await browser(accepted)
    }

    func signIn(_ email: String, _ password: String = password) async throws -> Heard {
        try await post("/v1/sessions", ["email": .string(email), "password": .string(password)])
    }

    func browser(_ heard: Heard) async throws -> SignedInBrowser {
        let cookie = try #require(heard.headers[.setCookie]?.split(separator: ";").first?.split(separator: "=").last)
        let page = try await get("/console/settings", headers: [.cookie: "footfall_session=\(cookie)"])
        let token = try #require(page.text.firstMatch(of: #/name="page-token" content="([^"]+)"/#)).output.1
        return SignedInBrowser(world: self, cookie: String(cookie), pageToken: String(token))
    }
}

@Suite("People who sign in to the console")
struct TeamTests {
    @Test("an invited user sets a password once, signs in with it, and is out again after signing out")
    func invitation() async throws {
        try await WebWorld.with { world in
            let invited = try await world.post(
                "/v1/users", ["email": "Ann@Larkspur.example", "name": "Ann", "role": "owner"], token: world.owner)
            #expect(invited.json["email"] == "ann@larkspur.example")
            #expect(invited.json["has_joined"] == false)
            let token = try invited.string("invitation_link").split(separator: "#").last.map(String.init) ?? ""
            let path = "/v1/invitations/accept"
            for (password, reason) in [
                ("short", "12 to 128"), ("aaaaaaaaaaaaaa", "too few"), ("larkspur coffee beans", "retailer"),
            ] {
                let weak = try await world.post(path, ["token": .string(token), "password": .string(password)])
                #expect(weak.code == "invalid")
                #expect(weak.text.contains(reason))
            }
            let body: JSON = ["token": .string(token), "password": .string(WebWorld.password)]
            let accepted = try await world.post(path, body)
            #expect(accepted.status == 201)
            #expect(accepted.headers[.setCookie]?.contains("HttpOnly; SameSite=Lax") == true)
            #expect(try await world.post(path, body).code == "invitation_unknown")

            #expect(try await world.signIn("ann@larkspur.example", "another password 1").code == "sign_in_wrong")
            #expect(try await world.signIn("bob@larkspur.example").code == "sign_in_wrong")
            let ann = try await world.browser(world.signIn("ann@larkspur.example"))
            #expect(try await ann.call(.get, "/v1/users/me").json["user"]?["role"] == "owner")
            #expect(try await ann.call(.delete, "/v1/sessions/me").status == 204)
            #expect(try await ann.call(.get, "/v1/users/me").status == 401)
            #expect(try await world.count("select count(*) from users where password_hash like 'scrypt$15$8$3$%'") == 1)
        }
    }

    @Test("a change without the page's own token is refused: another site can make a browser send a cookie, no header")
    func crossSite() async throws {
        try await WebWorld.with { world in
            let ann = try await world.user()
            let store = WebWorld.store()
            for token in ["", "x", String(ann.pageToken.reversed())] {
                #expect(try await ann.call(.post, "/v1/stores", store, token: token).code == "forbidden")
            }
            #expect(try await ann.call(.post, "/v1/stores", store).status == 201)
            let other = try await world.user("bob@larkspur.example")
            #expect(try await ann.call(.delete, "/v1/sessions/me", token: other.pageToken).status == 403)
        }
    }

    @Test("each role changes what is its own, and reads everything")
    func roles() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            for (role, campaigns, stores, team) in [
                ("owner", 201, 201, 201), ("marketer", 201, 403, 403), ("store_manager", 403, 201, 403),
                ("auditor", 403, 403, 403),
            ] {
                let user = try await world.user("\(role)@larkspur.example", role: role)
                #expect(try await user.call(.post, "/v1/campaigns", WebWorld.terms()).status == campaigns, "\(role)")
                #expect(try await user.call(.post, "/v1/stores", WebWorld.store(role)).status == stores, "\(role)")
                let till: JSON = ["store_id": .string(store), "name": .string(role)]
                #expect(try await user.call(.post, "/v1/tills", till).status == stores, "\(role)")
                let key: JSON = ["name": .string(role), "role": "auditor"]
                #expect(try await user.call(.post, "/v1/api-keys", key).status == team, "\(role)")
                for path in ["stores", "campaigns", "users", "api-keys", "audit", "tills"] {
                    #expect(try await user.call(.get, "/v1/\(path)").status == 200, "\(role) \(path)")
                }
            }
        }
    }

    @Test("who looks after some stores sees and changes those alone")
    func scope() async throws {
        try await WebWorld.with { world in
            let mine = try await world.addStore("Mine")
            let other = try await world.addStore("Other")
            let till = try await world.post(
                "/v1/tills", ["store_id": .string(other), "name": "Till 1"], token: world.owner
            ).string("id")
            let scope: JSON = ["stores": [.string(mine)]]
            let manager = try await world.user("mo@larkspur.example", role: "store_manager", scope: scope)
            let listed = try await manager.call(.get, "/v1/stores").json["items"]?.elements ?? []
            #expect(listed.map { $0["id"] } == [.string(mine)])
            #expect(try await manager.call(.get, "/v1/tills").json["items"] == [])
            #expect(try await manager.call(.get, "/v1/stores/\(mine)").status == 200)
            #expect(try await manager.call(.get, "/v1/stores/\(other)").status == 404)
            #expect(try await manager.call(.patch, "/v1/stores/\(mine)", ["name": "Mine too"]).status == 200)
            #expect(try await manager.call(.patch, "/v1/stores/\(other)", ["name": "x"]).status == 404)
            #expect(try await manager.call(.delete, "/v1/tills/\(till)").status == 404)
            let elsewhere: JSON = ["store_id": .string(other), "name": "Till 2"]
            #expect(try await manager.call(.post, "/v1/tills", elsewhere).status == 404)
            #expect(try await manager.call(.post, "/v1/stores", WebWorld.store("New")).code == "forbidden")
            #expect(try await manager.call(.get, "/v1/users").code == "forbidden")

            let marketer = try await world.user("mia@larkspur.example", role: "marketer", scope: scope)
            let everywhere = try await marketer.call(.post, "/v1/campaigns", WebWorld.terms())
            #expect(everywhere.code == "forbidden")
            let there = WebWorld.terms(changing: ["stores": ["ids": [.string(mine)]]])
            let draft = try await marketer.call(.post, "/v1/campaigns", there)
            #expect(draft.status == 201)
            let id = try draft.string("id")
            let wider: JSON = ["stores": ["ids": [.string(mine), .string(other)]]]
            #expect(try await marketer.call(.patch, "/v1/campaigns/\(id)", wider).code == "forbidden")
            #expect(try await marketer.call(.post, "/v1/campaigns/\(id)/launch").status == 200)
            let all = try await world.launch()
            #expect(try await marketer.call(.post, "/v1/campaigns/\(all)/pause").code == "forbidden")
            #expect(try await world.count("select count(*) from campaigns where state = 'enabled'") == 2)
        }
    }

    @Test("of two owners who take each other's role at once one stays owner")
    func lastOwner() async throws {
        try await WebWorld.with { world in
            let ann = try await world.user("ann@larkspur.example")
            let id = try await ann.call(.get, "/v1/users/me").json["user"]?["id"]?.stringValue ?? ""
            #expect(try await ann.call(.delete, "/v1/users/\(id)").code == "last_owner")
            #expect(try await ann.call(.patch, "/v1/users/\(id)", ["role": "auditor"]).code == "last_owner")
            let bob = try await world.user("bob@larkspur.example")
            let other = try await bob.call(.get, "/v1/users/me").json["user"]?["id"]?.stringValue ?? ""
            async let one = ann.call(.patch, "/v1/users/\(other)", ["role": "auditor"])
            async let two = bob.call(.patch, "/v1/users/\(id)", ["role": "auditor"])
            let statuses = try await [one.status, two.status]
            // Whoever comes second may by then be no owner any more.
            #expect(statuses.filter { $0 == 200 }.count == 1, "\(statuses)")
            #expect(try await world.count("select count(*) from users where role = 'owner'") == 1)
        }
    }

    @Test("a removed user is out at once; a changed role counts from the next click")
    func removed() async throws {
        try await WebWorld.with { world in
            let ann = try await world.user("ann@larkspur.example")
            let bob = try await world.user("bob@larkspur.example", role: "marketer")
            let id = try await bob.call(.get, "/v1/users/me").json["user"]?["id"]?.stringValue ?? ""
            #expect(try await ann.call(.patch, "/v1/users/\(id)", ["role": "auditor"]).status == 200)
            #expect(try await bob.call(.post, "/v1/campaigns", WebWorld.terms()).status == 403)
            #expect(try await ann.call(.delete, "/v1/users/\(id)").status == 204)
            #expect(try await bob.call(.get, "/v1/users/me").status == 401)
            #expect(try await world.signIn("bob@larkspur.example").code == "sign_in_wrong")
            let again: JSON = ["email": "bob@larkspur.example", "name": "Bob", "role": "auditor"]
            #expect(try await ann.call(.post, "/v1/users", again).status == 201)
            #expect(try await ann.call(.post, "/v1/users", again).code == "email_taken")
        }
    }

    @Test(
        "ten wrong passwords for one address, from wherever, and the eleventh is not looked at for a quarter of an hour"
    )
    func guessing() async throws {
        try await WebWorld.with(WebSettings(signInsPerMinute: 0)) { world in
            _ = try await world.user("ann@larkspur.example")
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<14 {
                    group.addTask { try await world.signIn("ann@larkspur.example", "wrong password \(number)").code }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.filter { $0 == "sign_in_wrong" }.count == 10)
            #expect(codes.filter { $0 == "too_many_attempts" }.count == 4)
            #expect(try await world.signIn("ann@larkspur.example").code == "too_many_attempts")
            world.clock.advance(seconds: 901)
            #expect(try await world.signIn("ann@larkspur.example").status == 201)
        }
    }

    @Test("a session ends after twelve hours unused and after seven days whatever happens")
    func sessions() async throws {
        try await WebWorld.with { world in
            let ann = try await world.user("ann@larkspur.example")
            world.clock.advance(seconds: 12 * 3_600 - 1)
            #expect(try await ann.call(.get, "/v1/users/me").status == 200)
            for _ in 0..<14 {
                world.clock.advance(seconds: 11 * 3_600)
                _ = try await ann.call(.get, "/v1/users/me")
            }
            #expect(try await ann.call(.get, "/v1/users/me").status == 200)
            world.clock.advance(seconds: 3 * 3_600)
            #expect(try await ann.call(.get, "/v1/users/me").status == 401)
            let back = try await world.browser(world.signIn("ann@larkspur.example"))
            world.clock.advance(seconds: 12 * 3_600)
            #expect(try await back.call(.get, "/v1/users/me").status == 401)
            #expect(try await world.count("select count(*) from sessions") == 0)
        }
    }

    @Test("a new password ends every other session, and the old one is good no more")
    func newPassword() async throws {
        try await WebWorld.with { world in
            let desk = try await world.user("ann@larkspur.example")
            let home = try await world.browser(world.signIn("ann@larkspur.example"))
            let path = "/v1/users/me/password"
            let wrong: JSON = ["current_password": "not this one 123", "password": "a better one, I hope"]
            #expect(try await desk.call(.post, path, wrong).code == "sign_in_wrong")
            let right: JSON = [
                "current_password": .string(WebWorld.password), "password": "a better one, I hope",
            ]
            #expect(try await desk.call(.post, path, right).status == 204)
            #expect(try await desk.call(.get, "/v1/users/me").status == 200)
            #expect(try await home.call(.get, "/v1/users/me").status == 401)
            #expect(try await world.signIn("ann@larkspur.example").code == "sign_in_wrong")
            #expect(try await world.signIn("ann@larkspur.example", "a better one, I hope").status == 201)
        }
    }

    @Test("every change is in the audit with who made it, and what was refused is not")
    func audit() async throws {
        try await WebWorld.with { world in
            let ann = try await world.user("ann@larkspur.example")
            let store = try await ann.call(.post, "/v1/stores", WebWorld.store()).string("id")
            #expect(try await ann.call(.post, "/v1/stores", WebWorld.store()).code == "external_id_taken")
            _ = try await ann.call(.patch, "/v1/stores/\(store)", ["name": "Renamed"])
            let reopened = try await ann.call(.post, "/v1/stores/\(store)/reopen", [:])
            #expect(reopened.status == 200, "\(reopened.text)")
            let items = try await ann.call(.get, "/v1/audit").json["items"]?.elements ?? []
            let told = items.map { "\($0["by"]?["name"]?.stringValue ?? "-") \($0["action"]?.stringValue ?? "")" }
            #expect(
                told == [
                    "Ann POST /v1/stores/{id}/reopen", "Ann PATCH /v1/stores/{id}", "Ann POST /v1/stores",
                    "Ann POST /v1/invitations/accept",
                    "owner POST /v1/users",
                ])
            #expect(items.prefix(3).allSatisfy { $0["subject"] == .string(store) })
        }
    }

    @Test("somebody who works for two retailers with one password says for which")
    func twoRetailers() async throws {
        try await WebWorld.with { world in
            _ = try await world.user("ann@larkspur.example")
            let other = try await world.desk.addRetailer("Others")
            let invited = try await world.post(
                "/v1/users", ["email": "ann@larkspur.example", "name": "Ann", "role": "auditor"],
                token: other.owner.secret)
            let token = try invited.string("invitation_link").split(separator: "#").last.map(String.init) ?? ""
            _ = try await world.post(
                "/v1/invitations/accept", ["token": .string(token), "password": .string(WebWorld.password)])
            let asked = try await world.signIn("ann@larkspur.example")
            #expect(asked.code == "choose_retailer")
            #expect(asked.json["retailers"]?.elements?.count == 2)
            let chosen: JSON = [
                "email": "ann@larkspur.example", "password": .string(WebWorld.password),
                "retailer_id": .string(other.retailer.id.text),
            ]
            let signedIn = try await world.post("/v1/sessions", chosen)
            #expect(signedIn.json["retailer"]?["name"] == "Others")
            // Nothing of the one is seen by the other.
            let ann = try await world.browser(signedIn)
            let store = try await world.addStore()
            #expect(try await ann.call(.get, "/v1/stores/\(store)").status == 404)
        }
    }

    @Test("where there is a mail server the link goes out too, in the language of whoever invites")
    func mailed() async throws {
        let body: JSON = ["email": "bo@larkspur.example", "name": "Bo", "role": "auditor"]
        try await WebWorld.with { world in
            let invited = try await world.post("/v1/users", body, token: world.owner)
            #expect(invited.json["is_mailed"] == false)
        }
        try await WebWorld.with(mailingBy: "smtp://127.0.0.1:9?from=shop@example.org&tls=none") { world in
            let invited = try await world.post("/v1/users", body, token: world.owner)
            #expect(invited.json["is_mailed"] == true)
            #expect(try await world.count("select count(*) from mails") == 1)
        }
    }

    @Test("a retailer signs itself up only where the operator allows it")
    func signUp() async throws {
        try await WebWorld.with { world in
            let body: JSON = [
                "retailer": "Corner shop", "name": "Bo", "email": "bo@corner.example",
                "password": "open at six already",
            ]
            let refused = try await world.post("/v1/retailers", body)
            #expect(refused.code == "forbidden")
            let page = try await world.get("/console/sign-up")
            #expect(page.status == 404)
        }
        try await WebWorld.with(signsUpRetailers: true) { world in
            let page = try await world.get("/console/sign-up")
            #expect(page.status == 200)
            let body: JSON = [
                "retailer": "Corner shop", "name": "Bo", "email": "bo@corner.example",
                "password": "open at six already",
            ]
            let bo = try await world.browser(world.post("/v1/retailers", body))
            let me = try await bo.call(.get, "/v1/users/me")
            #expect(me.json["retailer"]?["name"] == "Corner shop")
            #expect(me.json["user"]?["role"] == "owner")
        }
    }
}

import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("What keeps strangers and colleagues in their bounds")
struct TeamGuardTests {
    private static let ann: EmailAddress? = EmailAddress("ann@larkspur.example")

    private static func isTooMany(_ answer: Answer<NewConsoleSession>) -> Bool {
        if case .refused(let refused) = answer { refused.refusal == .tooManyAttempts } else { false }
    }

    @Test("ten wrong passwords from one address keep nobody out who comes from another one")
    func callers() async throws {
        try await WebWorld.with { world in
            let email = try #require(Self.ann)
            _ = try await world.user()
            for number in 0..<11 {
                let answer = try await world.desk.signIn(
                    email, password: "wrong password \(number)", at: nil, from: "192.0.2.1")
                #expect(Self.isTooMany(answer) == (number == 10))
            }
            let there = try await world.desk.signIn(email, password: WebWorld.password, at: nil, from: "192.0.2.1")
            #expect(Self.isTooMany(there))
            let here = try await world.desk.signIn(email, password: WebWorld.password, at: nil, from: "192.0.2.2")
            #expect(try here.done().signedIn.user.email == email)
            // An address that is nobody's looks the same.
            let nobody = try #require(EmailAddress("nobody@larkspur.example"))
            for number in 0..<11 {
                let answer = try await world.desk.signIn(nobody, password: "x", at: nil, from: "192.0.2.3")
                #expect(Self.isTooMany(answer) == (number == 10))
            }
        }
    }

    @Test("whoever knows the password at a retailer of their own wins no further guesses at another one")
    func otherRetailer() async throws {
        try await WebWorld.with { world in
            let email = try #require(Self.ann)
            _ = try await world.user()
            let evil = try await world.desk.addRetailer("Evil", owner: email, named: "Eve").done()
            let token = evil.1.link.split(separator: "#").last.map(String.init) ?? ""
            _ = try await world.desk.acceptInvitation(token, password: "known to eve alone").done()
            for number in 0..<11 {
                let guess = try await world.desk.signIn(
                    email, password: "guess number \(number)", at: world.retailer, from: "192.0.2.1")
                #expect(Self.isTooMany(guess) == (number == 10))
                let own = try await world.desk.signIn(
                    email, password: "known to eve alone", at: evil.0.retailer.id, from: "192.0.2.1")
                #expect(!Self.isTooMany(own))
            }
        }
    }

    @Test("somebody with users at more retailers than are looked at comes in by naming one")
    func manyRetailers() async throws {
        try await WebWorld.with { world in
            let email = try #require(Self.ann)
            for number in 0..<9 { _ = try await world.desk.addRetailer("Shop \(number)", owner: email, named: "Ann") }
            let last = try await world.desk.addRetailer("The last", owner: email, named: "Ann").done()
            let token = last.1.link.split(separator: "#").last.map(String.init) ?? ""
            _ = try await world.desk.acceptInvitation(token, password: WebWorld.password).done()
            let answer = try await world.desk.signIn(
                email, password: WebWorld.password, at: last.0.retailer.id, from: "192.0.2.1")
            #expect(try answer.done().signedIn.retailer == last.0.retailer.id)
        }
    }

    @Test("who looks after some stores changes neither whose they are nor which campaigns choose them")
    func belonging() async throws {
        try await WebWorld.with { world in
            let mine = try await world.addStore("Mine")
            let manager = try await world.user(
                "mo@larkspur.example", role: "store_manager", scope: ["stores": [.string(mine)]])
            for change: JSON in [["owner": "franchise"], ["brand": "other"], ["region": "South"], ["tags": ["vip"]]] {
                #expect(try await manager.call(.patch, "/v1/stores/\(mine)", change).code == "forbidden", "\(change)")
            }
            #expect(try await manager.call(.patch, "/v1/stores/\(mine)", ["name": "Mine too"]).status == 200)
        }
    }

    @Test("who looks after stores and not after campaigns gives no more than the campaign allows a store")
    func stock() async throws {
        try await WebWorld.with { world in
            let mine = try await world.addStore("Mine")
            let campaign = try await world.launch(
                changing: ["limits": [["per": "store", "period": "day", "max": 5]]])
            let manager = try await world.user("mo@larkspur.example", role: "store_manager")
            let path = "/v1/stores/\(mine)/left"
            func left(_ count: Int64) -> JSON { ["campaign_id": .string(campaign), "left": .int(count)] }
            #expect(try await manager.call(.post, path, left(6)).code == "invalid")
            #expect(try await manager.call(.post, path, left(4)).status == 200)
            #expect(try await world.post(path, left(6), token: world.owner).status == 200)
        }
    }

    @Test("an owner who has not come yet can be renamed and made something else")
    func invitedOwner() async throws {
        try await WebWorld.with { world in
            let invited = try await world.post(
                "/v1/users", ["email": "ann@larkspur.example", "name": "Ann", "role": "owner"], token: world.owner)
            let path = "/v1/users/\(try invited.string("id"))"
            #expect(try await world.call(.patch, path, ["name": "Anne"], token: world.owner).status == 200)
            #expect(try await world.call(.patch, path, ["role": "auditor"], token: world.owner).status == 200)
        }
    }

    @Test("one address gets three letters of a retailer's team in a day, and the link still stands in the answer")
    func letters() async throws {
        try await WebWorld.with(mailingBy: "smtp://127.0.0.1:9?from=shop@example.org&tls=none") { world in
            let body: JSON = ["email": "bo@larkspur.example", "name": "Bo", "role": "auditor"]
            let id = try await world.post("/v1/users", body, token: world.owner).string("id")
            var mailed: [JSON?] = []
            for _ in 0..<4 {
                mailed.append(try await world.post("/v1/users/\(id)/invitation", token: world.owner).json["is_mailed"])
            }
            #expect(mailed == [true, true, false, false])
            #expect(try await world.count("select count(*) from mails") == 3)
        }
    }

    @Test("a failed sign-up leaves no retailer behind, and a new password is in the audit")
    func halves() async throws {
        try await WebWorld.with(signsUpRetailers: true) { world in
            let weak: JSON = [
                "retailer": "Corner shop", "name": "Bo", "email": "bo@corner.example", "password": "too short",
            ]
            #expect(try await world.post("/v1/retailers", weak).code == "invalid")
            #expect(try await world.count("select count(*) from retailers") == 1)
            let ann = try await world.user()
            let change: JSON = ["current_password": .string(WebWorld.password), "password": "a better one, I hope"]
            #expect(try await ann.call(.post, "/v1/users/me/password", change).status == 204)
            let lines = try await ann.call(.get, "/v1/audit").json["items"]?.elements ?? []
            #expect(lines.first?["action"] == "POST /v1/users/me/password")
        }
    }

    @Test("shoppers who ask to print or mail what they do not hold take no retailer's turn, and not without end")
    func deliveries() async throws {
        try await WebWorld.with { world in
            _ = try await world.addStore()
            _ = try await world.launch()
            let shopper = try await world.shopper()
            for retailer in [world.retailer, ID<Retailer>(99)] {
                let path = "/v1/coupons/\(Ref(retailer, ID<Coupon>(7)).text)/print"
                #expect(try await world.post(path, [:], token: shopper).status == 404)
            }
            let path = "/v1/coupons/\(Ref(world.retailer, ID<Coupon>(7)).text)/print"
            for _ in 0..<28 { _ = try await world.post(path, [:], token: shopper) }
            #expect(try await world.post(path, [:], token: shopper).status == 429)
        }
    }
}

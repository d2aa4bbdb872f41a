import Actions
import HTTPTypes
import Hummingbird
import Postgres
import Promotions
import Testing

@testable import Web

@Suite("Problems")
struct ProblemTests {
    @Test("an unknown address is a problem document, to the letter")
    func unknown() async throws {
        try await WebWorld.with { world in
            let heard = try await world.get("/v1/nothing")
            #expect(heard.status == 404)
            #expect(heard.headers[.contentType] == "application/problem+json")
            #expect(
                heard.text
                    == "{\"type\":\"/problems/not_found\",\"title\":\"Not found\",\"status\":404,"
                    + "\"detail\":\"There is nothing at this address, or it is not yours.\",\"code\":\"not_found\"}")
            #expect(try await world.get("/v1/stores/").status == 404)
        }
    }

    @Test("a method that an address does not know is answered with those it knows")
    func otherMethod() async throws {
        try await WebWorld.with { world in
            let put = try await world.call(.put, "/v1/stores", [:], token: world.owner)
            #expect(put.status == 405)
            #expect(put.code == "method_not_allowed")
            #expect(put.headers[.allow] == "POST, GET, HEAD")
            // The literal path wins over the one with an id, for other methods too.
            #expect(try await world.get("/v1/coupons/validate").headers[.allow] == "POST")
            let head = try await world.call(.head, "/healthz")
            #expect(head.status == 200 && head.body.isEmpty)
        }
    }

    @Test("a body over a mebibyte is refused, declared or not")
    func tooLarge() async throws {
        try await WebWorld.with { world in
            let body = [UInt8](repeating: UInt8(ascii: " "), count: Route.bodyMax + 1)
            let headers: HTTPFields = [.contentType: "application/json", .authorization: "Bearer \(world.owner)"]
            let heard = try await world.send(.post, "/v1/stores", body, headers: headers)
            #expect(heard.status == 413)
            #expect(heard.code == "too_large")
            let file = [UInt8](repeating: UInt8(ascii: " "), count: Route.fileMax + 1)
            let imported = try await world.send(
                .post, "/v1/stores/import", file,
                headers: [.contentType: "text/csv", .authorization: "Bearer \(world.owner)"])
            #expect(imported.status == 413)
            var limited = LimitedBody(
                Request(
                    head: HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/"),
                    body: RequestBody(buffer: ByteBuffer(bytes: body))), max: Route.bodyMax
            ).makeAsyncIterator()
            await #expect(throws: Problem.self) { while try await limited.next() != nil {} }
        }
    }

    @Test("a body of another type is refused; a charset is no other type")
    func otherType() async throws {
        try await WebWorld.with { world in
            let store = Array(WebWorld.store().text().utf8)
            var headers: HTTPFields = [.contentType: "text/plain", .authorization: "Bearer \(world.owner)"]
            let text = try await world.send(.post, "/v1/stores", store, headers: headers)
            #expect(text.status == 415 && text.code == "unsupported_media_type")
            headers[.contentType] = nil
            #expect(try await world.send(.post, "/v1/stores", store, headers: headers).status == 415)
            #expect(try await world.send(.post, "/v1/stores/import", store, headers: headers).status == 415)
            headers[.contentType] = "Application/JSON; charset=utf-8"
            #expect(try await world.send(.post, "/v1/stores", store, headers: headers).status == 201)
        }
    }

    @Test("all that is wrong with a body is named, unknown fields too; what is no JSON says where")
    func invalid() async throws {
        try await WebWorld.with { world in
            let heard = try await world.post(
                "/v1/stores", ["name": "", "colour": "red", "fence": ["type": "circle", "radius_meters": 5]],
                token: world.owner)
            #expect(heard.status == 400)
            #expect(heard.code == "invalid")
            let fields = (heard.json["errors"]?.elements ?? []).compactMap { $0["field"]?.stringValue }
            #expect(Set(fields).isSuperset(of: ["name", "colour", "time_zone", "location"]), "\(heard.text)")
            let broken = try await world.send(
                .post, "/v1/stores", Array("{\"name\": }".utf8),
                headers: [.contentType: "application/json", .authorization: "Bearer \(world.owner)"])
            #expect(broken.status == 400)
            #expect(broken.text.contains("at byte 9"))
            let needless = try await world.post("/v1/tills", ["a": 1], token: world.owner)
            #expect(needless.status == 400)
            let id = try await world.post("/v1/campaigns", WebWorld.terms(), token: world.owner).string("id")
            let launch = try await world.post("/v1/campaigns/\(id)/launch", ["now": true], token: world.owner)
            #expect(launch.json["errors"] == [["field": "now", "reason": "unknown field"]])
        }
    }

    @Test("when the database is away the answer is 503 with an incident that the log knows")
    func outage() async throws {
        try await WebWorld.with { world in
            #expect(try await world.get("/readyz").status == 200)
            await world.pool.close()
            for path in ["/readyz", "/v1/stores"] {
                let heard = try await world.get(path, token: world.owner)
                #expect(heard.status == 503)
                #expect(heard.code == "unavailable")
                #expect(heard.headers[.retryAfter] == "1")
                let incident = try heard.string("incident")
                #expect(world.log.all.contains { $0.hasPrefix("error") && $0.contains("incident=\(incident)") })
            }
            #expect(try await world.get("/healthz").status == 200)
        }
    }

    @Test("what nobody reckoned with is a fault that tells the client nothing but its number")
    func fault() {
        struct Secret: Error {}
        let problem = Problem(caught: Secret()) { "n1" }
        #expect(problem.reply.status == 500)
        #expect(problem.json["code"] == "fault")
        #expect(problem.json["incident"] == "n1")
        #expect(!problem.json.text().contains("Secret"))
    }

    @Test("a busy server says when to come back")
    func busy() {
        let problem = Problem(caught: Refused(.busy)) { "" }
        #expect(problem.reply.status == 503 && problem.reply.headers[.retryAfter] == "1")
    }

    @Test("every code stands once, with a status and a title; every refusal is among them")
    func codes() {
        let codes = ProblemCode.all.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(ProblemCode.all.allSatisfy { (400...599).contains($0.status) && !$0.title.isEmpty })
        #expect(Set(codes).isSuperset(of: Refusal.allCases.map(\.rawValue)))
        #expect(Set(codes).isSuperset(of: TillRefusal.allCases.map(\.rawValue)))
    }
}

import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("openapi.json")
struct OpenAPITests {
    @Test("the document has every route of the table, and no other")
    func routes() async throws {
        try await WebWorld.with { world in
            let heard = try await world.get("/openapi.json")
            #expect(heard.status == 200 && heard.json["openapi"] == "3.1.0")
            var documented: Set<String> = []
            for path in try #require(heard.json["paths"]?.members) {
                for method in path.value.members ?? [:] {
                    documented.insert("\(method.name.uppercased()) \(path.name)")
                }
            }
            #expect(documented == Set(Routes.table.routes.map { "\($0.method.rawValue) \($0.path)" }))
            #expect(documented.count == Routes.table.routes.count)
        }
    }

    @Test("every operation has an id of its own, its parameters, its security, and problems with known codes")
    func operations() throws {
        var ids: Set<String> = []
        let codes = Set(ProblemCode.all.map(\.code))
        for route in Routes.table.routes {
            let method = route.method.rawValue.lowercased()
            let operation = try #require(OpenAPI.document["paths"]?[route.path]?[method])
            #expect(ids.insert(try #require(operation["operationId"]?.stringValue)).inserted)
            let names = operation["parameters"]?.elements?.compactMap { $0["name"]?.stringValue } ?? []
            #expect(Set(names).isSuperset(of: route.query.map(\.name)))
            #expect(names.contains("id") == route.path.contains("{id}"))
            let isOpen = operation["security"] == [] || operation["security"]?.elements?.contains([:]) == true
            #expect(isOpen || !route.handler.isPublic || route.path.hasPrefix("/v1/coupons/{id}"), "\(route.path)")
            #expect(operation["responses"]?["\(route.gives.status)"] != nil)
            #expect(route.refuses.allSatisfy { codes.contains($0.code) })
            #expect((operation["requestBody"] != nil) == (route.takes != .none))
        }
    }

    @Test("every reference leads to a schema, and every schema is used")
    func references() throws {
        var used: Set<String> = []
        func walk(_ json: JSON) {
            for element in json.elements ?? [] { walk(element) }
            for member in json.members ?? [:] {
                if member.name == "$ref", let text = member.value.stringValue {
                    used.insert(text.replacing("#/components/schemas/", with: ""))
                }
                walk(member.value)
            }
        }
        walk(OpenAPI.document)
        let defined = try #require(OpenAPI.document["components"]?["schemas"]?.members?.names)
        #expect(used == Set(defined))
    }
}

import Actions
import Promotions
import Testing

@Suite("What operators change by commands")
struct OperatorTests {
    private struct Broken: Error {}

    @Test("a change stands in the audit as the operator's, in the same transaction; what is not done does not")
    func audit() async throws {
        try await World.with { world in
            let retailer = world.retailer
            let added = try await world.desk.changeByOperator(
                "retailer key add", of: retailer, subject: { Ref(retailer, $0.key.id).text }
            ) {
                try await $0.addAPIKey("till", role: .auditor, expiresAt: nil, to: retailer)
            }.value
            let ref = Ref<APIKey>(retailer, added.key.id)
            for key in [ref, Ref<APIKey>(retailer, ID(1))] {
                // The second one is not there.
                _ = try await world.desk.changeByOperator(
                    "retailer key revoke", of: retailer, subject: { _ in key.text }
                ) {
                    try await $0.revokeAPIKey(key)
                }
            }
            await #expect(throws: Broken.self) {
                _ = try await world.desk.changeByOperator(
                    "retailer key add", of: retailer, subject: { (_: NewAPIKey) in nil }
                ) { desk in
                    _ = try await desk.addAPIKey("lost", role: .auditor, expiresAt: nil, to: retailer)
                    throw Broken()
                }
            }
            let entries = try await world.desk.auditLines(of: retailer, before: nil, limit: 10).map(\.entry)
            #expect(entries.map(\.action) == ["retailer key revoke", "retailer key add"])
            #expect(entries.allSatisfy { $0.by == .operator && $0.subject == ref.text })
            #expect(try await world.count("select count(*) from api_keys where name = 'lost'") == 0)
        }
    }
}

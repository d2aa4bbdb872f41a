import Actions
import HTTPTypes
import Promotions

/// What is kept of a shopper, and forgetting it.
enum PrivacyAPI {
    static func export(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        var reply = Reply.json(try await call.desk.exportShopper(token).done())
        reply.headers[.cacheControl] = "no-store"
        reply.headers[.contentDisposition] = "attachment; filename=\"footfall-export.json\""
        return reply
    }

    static func erase(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let receipt = try await call.desk.eraseShopper(token).done()
        return .json([
            "erased_at": .string(receipt.erasedAt.rfc3339),
            "tables": .array(
                receipt.tables.map {
                    ["table": .string($0.table), "rows": .int(Int64($0.rows)), "done": .string($0.deed.rawValue)]
                }),
            "kept": JSON(
                """
                Check-ins, coupons and their redemptions stay for the books under a number that leads to nobody, and \
                the record of your consents as proof.
                """ as Sentence),
        ])
    }
}

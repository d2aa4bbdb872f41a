import Actions
import HTTPTypes
import Printing
import Promotions

/// The papers beside the coupon: for the cashier, the shelf, the door and the tills.
enum PapersAPI {
    static func brief(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let paper = try call.query.choice("paper", OfficePaper.a4)
        let bytes = try await call.desk.brief(of: ref, on: paper, locale: language(call)).done()
        return call.drawn(bytes, as: .pdf, named: "brief-\(ref.text.suffix(6))")
    }

    static func shelfCard(_ format: PrintFormat) -> @Sendable (Call, RetailerCaller) async throws -> Reply {
        { call, caller in
            let ref: Ref<Campaign> = try caller.owns(call.ref())
            let paper = try call.query.choice("paper", ShelfPaper.a6)
            let store = try call.query.ref("store_id", Store.self).map { try caller.owns($0) }
            let bytes = try await call.desk.shelfCard(
                of: ref, at: store, as: format, on: paper, locale: language(call)
            ).done()
            return call.drawn(bytes, as: format, named: "shelf-card-\(ref.text.suffix(6))")
        }
    }

    static func poster(_ format: PrintFormat) -> @Sendable (Call, RetailerCaller) async throws -> Reply {
        { call, caller in
            let ref: Ref<Store> = try caller.owns(call.ref())
            let paper = try call.query.choice("paper", PosterPaper.a4)
            let bytes = try await call.desk.poster(of: ref, as: format, on: paper, locale: language(call)).done()
            return call.drawn(bytes, as: format, named: "poster-\(ref.text.suffix(6))")
        }
    }

    /// What is kept for a retry is the list of codes; the page is drawn from it again, with the same bytes.
    static func enrol(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Store> = try caller.owns(call.ref())
        let paper = try call.query.choice("paper", OfficePaper.a4)
        let fields = try call.fields()
        let names = fields.texts("names", count: 1...Desk.tillsPerPageMax, length: 1...60)
        if !fields.has("names") { fields.refuse("names", "is required") }
        try fields.finish()
        let kept = try await call.once(by: caller) { desk in
            try await desk.addTills(named: names, at: ref).reply { tills in
                let codes = tills.map { till -> JSON in
                    [
                        "name": .string(till.till.name), "code": .string(till.enrolmentCode),
                        "until": .int(till.expiresAt.seconds),
                    ]
                }
                return .json(.array(codes), status: 201)
            }
        }
        guard kept.status == 201 else { return kept }
        let codes = try JSON(parsing: kept.body).elements ?? []
        let tills = codes.compactMap { code -> (name: String, code: String)? in
            guard let name = code["name"]?.stringValue, let text = code["code"]?.stringValue else { return nil }
            return (name, text)
        }
        let end = Instant(seconds: codes.first?["until"]?.integerValue ?? 0)
        let bytes = try await call.desk.enrolmentPage(
            for: tills, until: end, at: ref, on: paper, locale: language(call)
        ).done()
        return Reply(
            status: 201,
            headers: [
                .contentType: CouponFilesAPI.mediaType(.pdf), .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"tills-\(ref.text.suffix(6)).pdf\"",
            ], body: bytes)
    }

    private static func language(_ call: Call) -> String {
        call.query["lang"] ?? call.language ?? "en"
    }
}

import Actions
import Printing
import Promotions

/// Coupons on their way to a printer: from the shopper's phone, and from where tills fetch them.
enum PrintJobsAPI {
    static let takeRange: ClosedRange<Int64> = 1...10

    static func queue(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let ref: Ref<Coupon> = try call.ref()
        let fields = try call.fields()
        let till = fields.ref("till_id", Till.self)
        let store = fields.ref("store_id", Store.self)
        if till != nil, store != nil { fields.refuse("store_id", "and till_id exclude each other") }
        let paper = fields.optionalChoice("paper", Paper.self) ?? .roll80
        try fields.finishIgnoringUnknown()
        let place: PrintPlace =
            if let till { .till(till) } else if let store { .store(store) } else { .ownStore }
        let language = call.language ?? "en"
        return try await call.delivering(ref, of: token) { desk in
            let answer = try await desk.queuePrint(ref, at: place, on: paper, language: language, by: token)
            // Not kept for retries: a place may be free the next time.
            if case .refused(let refused) = answer, refused.refusal == .tooManyAttempts { throw Problem(refused) }
            return answer.reply { .json(shopperJSON($0, of: ref.retailer), status: 202) }
        }
    }

    static func read(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let ref: Ref<PrintJob> = try call.ref()
        return .json(shopperJSON(try await call.desk.printJob(ref, for: token).done(), of: ref.retailer))
    }

    static func take(_ call: Call, _ token: TillToken) async throws -> Reply {
        let limit = try call.query.integer("limit", in: takeRange) ?? 1
        let jobs = try await call.desk.takePrintJobs(for: token, limit: Int(limit))
        return .json(["items": .array(jobs.map { tillJSON($0, call, of: token.till.retailer) })])
    }

    static func done(_ call: Call, _ token: TillToken) async throws -> Reply {
        try await finish(call, token, nil)
    }

    static func failed(_ call: Call, _ token: TillToken) async throws -> Reply {
        let fields = try call.fields()
        let failure = fields.optionalChoice("reason", PrintJob.Failure.self) ?? .other
        try fields.finishIgnoringUnknown()
        return try await finish(call, token, failure)
    }

    private static func finish(_ call: Call, _ token: TillToken, _ failure: PrintJob.Failure?) async throws -> Reply {
        let job = try await call.desk.finish(call.ref(), failure, by: token).done()
        return .json(["id": .string(Ref(token.till.retailer, job.id).text), "state": .string(job.storedState.rawValue)])
    }

    private static func shopperJSON(_ shown: ShownPrintJob, of retailer: ID<Retailer>) -> JSON {
        let job = shown.job
        return [
            "id": .string(Ref(retailer, job.id).text), "state": .string(shown.state.rawValue),
            "coupon_id": .string(Ref(retailer, job.coupon).text), "store_id": .string(Ref(retailer, job.store).text),
            "store_name": JSON(shown.storeName), "till_id": JSON(job.till.map { Ref(retailer, $0).text }),
            "paper": .string(job.paper), "queued_at": .string(job.queuedAt.rfc3339),
            "ends_at": .string(job.endsAt.rfc3339), "failure": JSON(job.failure?.rawValue),
        ]
    }

    /// With links that need no token, so that whatever drives the printer can fetch the bytes.
    private static func tillJSON(_ job: PrintJob, _ call: Call, of retailer: ID<Retailer>) -> JSON {
        let coupon = Ref(retailer, job.coupon)
        let link = call.desk.link(to: coupon)
        let paper = Paper(rawValue: job.paper) ?? .roll80
        var links = JSONObject()
        for format in [PrintFormat.escpos, .pdf, .png] where format.suits(paper) {
            links[format.rawValue] = .string(
                "\(call.desk.settings.publicURL)/v1/coupons/\(coupon.text).\(format.rawValue)?paper=\(job.paper)"
                    + "&lang=\(job.language)&expires=\(link.expires)&signature=\(link.signature)")
        }
        return [
            "id": .string(Ref(retailer, job.id).text), "coupon_id": .string(coupon.text),
            "paper": .string(job.paper), "queued_at": .string(job.queuedAt.rfc3339),
            "ends_at": .string(job.endsAt.rfc3339), "taken_until": JSON(job.takenUntil?.rfc3339),
            "links": .object(links),
        ]
    }
}

extension Call {
    /// Changes of a retailer take turns, and shoppers are many: only who holds the coupon gets one, and not without end.
    func delivering(
        _ coupon: Ref<Coupon>, of token: ShopperToken, _ work: @Sendable (Desk) async throws -> Reply
    ) async throws -> Reply {
        try await within(throttles.deliveries, of: token.shopper.text) {
            _ = try await desk.coupon(coupon, for: token).done()
            return try await once(retry(of: token.retryName), of: coupon.retailer, work)
        }
    }
}

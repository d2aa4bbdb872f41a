import Actions
import Hummingbird
import Promotions

/// How many each store may give, as files.
enum AllotmentsAPI {
    static func importFile(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let standard = try await call.desk.allotmentPeriod(of: ref).done()
        let file = try await RowFile.reading(
            LimitedBody(call.request, max: Route.fileMax), by: AllotmentImport(standard: standard))
        return try await call.once(by: caller, identity: file.digest) { desk in
            try await desk.allot(file, of: ref).reply { .json($0.json(Speech.said)) }
        }
    }

    static func exportFile(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let text = try await call.desk.allotments(ref).done()
        return Reply(
            status: 200,
            headers: [
                .contentType: "text/csv; charset=utf-8", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"allotments.csv\"",
            ], body: Array(text.utf8))
    }
}

import Actions
import HTTPTypes
import Hummingbird
import Printing
import Promotions

/// Codes in bulk.
enum CodeBatchesAPI {
    static func order(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let order = try CodeBatchOrder(reading: call.json())
        return try await call.once(by: caller) { desk in
            try await desk.orderCodes(order, of: ref, by: caller.actor).reply {
                .json(json($0, of: caller.retailer), status: 202)
            }
        }
    }

    /// The retailer's own codes, from a file.
    static func bring(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let name = try call.query.text("name", length: CodeBatch.nameLength)
        let channel = try call.query.text("channel", length: 1...50)?.lowercased()
        let file = try await RowFile.reading(LimitedBody(call.request, max: Route.fileMax), by: OwnCodes())
        let identity = file.digest + Array((call.request.uri.query ?? "").utf8)
        return try await call.once(by: caller, identity: identity) { desk in
            try await desk.bringCodes(file, name: name, channel: channel, to: ref, by: caller.actor).reply {
                .json(json($0, of: caller.retailer))
            }
        }
    }

    static func json(_ report: OwnCodesReport, of retailer: ID<Retailer>) -> JSON {
        [
            "taken": .int(report.batch?.made ?? 0), "batch": report.batch.map { json($0, of: retailer) } ?? .null,
            "rejected": .array(report.rejected.map { $0.json(Speech.said) }),
        ]
    }

    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let page = try Page<CodeBatch>(call.query)
        let found = try await call.desk.codeBatches(
            of: ref, after: page.after(of: caller.retailer), limit: page.asked
        ).done()
        return page.reply(found, id: { Ref(caller.retailer, $0.id) }, json: { json($0, of: caller.retailer) })
    }

    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        .json(json(try await call.desk.codeBatch(caller.owns(call.ref())).done(), of: caller.retailer))
    }

    static func cancel(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<CodeBatch> = try caller.owns(call.ref())
        var isWithdrawing = false
        if !call.body.isEmpty {
            let fields = try call.fields()
            isWithdrawing = fields.flag("withdraw", default: false)
            try fields.finish()
        }
        return try await call.once(by: caller) { [isWithdrawing] desk in
            try await desk.cancelCodes(ref, isWithdrawing: isWithdrawing).reply { .json(json($0, of: caller.retailer)) }
        }
    }

    /// Streamed in the order of making: what is there so far.
    static func codes(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<CodeBatch> = try caller.owns(call.ref())
        let desk = call.desk
        _ = try await desk.codeBatch(ref).done()
        return .csv(named: "\(ref.text).csv") { write in
            try await write(CodeLines.header)
            try await desk.eachCode(of: ref) { try await write(CodeLines.text($0)) }
        }
    }

    static func sheets(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<CodeBatch> = try caller.owns(call.ref())
        let sheet = try call.query.choice("sheet", CutSheet.a4Of8)
        let part = try call.query.integer("part", in: partRange) ?? 1
        let bytes = try await call.desk.sheets(
            of: ref, on: sheet, part: Int(part), locale: call.query["lang"] ?? call.language ?? "en"
        ).done()
        return Reply(
            status: 200,
            headers: [
                .contentType: "application/pdf", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(ref.text)-\(part).pdf\"",
            ], body: bytes)
    }

    static let partRange = 1...CodeBatch.counts.upperBound / Int64(Desk.codesPerPart)

    static func json(_ batch: CodeBatch, of retailer: ID<Retailer>) -> JSON {
        [
            "id": .string(Ref(retailer, batch.id).text), "campaign_id": .string(Ref(retailer, batch.campaign).text),
            "name": JSON(batch.name), "channel": JSON(batch.channel),
            "source": .string(batch.source.rawValue), "state": .string(batch.state.rawValue),
            "asked": .int(batch.asked), "made": .int(batch.made), "withdrawn": .int(batch.withdrawn),
            "stopped_by": JSON(batch.stoppedBy?.rawValue), "created_at": .string(batch.createdAt.rfc3339),
            "finished_at": JSON(batch.finishedAt?.rfc3339),
        ]
    }
}

import Actions
import Printing
import Promotions

/// Tills: set up by the retailer, enrolled by the device.
enum TillsAPI {
    static func create(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let fields = try call.fields()
        let store = fields.requiredRef("store_id", Store.self)
        let name = fields.text("name", length: 1...100)
        try fields.finish()
        let place = try caller.owns(store)
        return try await call.once(by: caller) { desk in
            try await desk.addTill(named: name, at: place).reply { new in
                var object = json(new.till, of: caller.retailer)
                object["enrolment_code"] = .string(new.enrolmentCode)
                object["enrolment_expires_at"] = .string(new.expiresAt.rfc3339)
                let link = "\(desk.settings.publicURL)/till#enrol/\(new.enrolmentCode)"
                object["enrolment_qr"] = .string(String(decoding: try QRPicture.svg(of: link), as: UTF8.self))
                return .json(.object(object), status: 201)
            }
        }
    }

    /// The file is read as it comes in; then everything good in it is written in one transaction.
    static func importFile(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let file = try await RowFile.reading(LimitedBody(call.request, max: Route.fileMax), by: TillImport())
        return try await call.once(by: caller, identity: file.digest) { desk in
            try await desk.importTills(file, of: caller.retailer).reply {
                .json($0.json(of: caller.retailer, Speech.said))
            }
        }
    }

    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let page = try Page<Till>(call.query)
        let tills = try await call.desk.tills(
            of: caller.retailer, after: page.after(of: caller.retailer), limit: page.asked)
        return page.reply(
            tills, id: { Ref(caller.retailer, $0.id) }, isShown: { caller.reaches($0.store) },
            json: { .object(json($0, of: caller.retailer)) })
    }

    static func revoke(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<Till> = try caller.owns(call.ref())
        return try await call.once(by: caller) { desk in
            try await desk.revokeTill(ref).reply { _ in .noContent }
        }
    }

    /// The device types the code once and holds its token from then on.
    static func enrol(_ call: Call) async throws -> Reply {
        try await call.within(call.throttles.codeAttempts, countingOnly: .enrolmentCodeUnknown) {
            let fields = try call.fields()
            let code = fields.text("code", length: 1...100)
            try fields.finishIgnoringUnknown()
            guard let retailer = call.desk.retailer(ofEnrolmentCode: code) else { throw Problem(.enrolmentCodeUnknown) }
            return try await call.once(call.retry(of: "enrolment"), of: retailer) { desk in
                // Thrown, so that a guess leaves nothing behind.
                let enrolled = try await desk.enrolTill(code).done()
                return .json([
                    "id": .string(enrolled.till.text), "store_id": .string(enrolled.store.text),
                    "token": .string(enrolled.token),
                ])
            }
        }
    }

    /// Whoever knows the store's PIN lets a throttled till take codes again.
    static func unlock(_ call: Call, _ token: TillToken) async throws -> Reply {
        let fields = try call.fields()
        let pin = fields.text("pin", length: Desk.pinLength)
        try fields.finishIgnoringUnknown()
        let retry = try call.retry(of: token.till.text)
        _ = try await call.desk.checkPIN(pin, of: Ref(token.till.retailer, token.store)).done()
        return try await call.once(retry, of: token.till.retailer) { desk in
            try await desk.liftThrottle(of: token).reply { _ in .noContent }
        }
    }

    static func failedScans(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let page = try Page<FailedScan>(call.query)
        let till: Ref<Till>? = try call.query.ref("till_id").map { try caller.owns($0) }
        let retailer = caller.retailer
        let scans = try await call.desk.failedScans(
            of: retailer, at: till?.id, after: page.after(of: retailer), limit: page.asked)
        return page.reply(scans, id: { Ref(retailer, $0.id) }) { scan in
            [
                "id": .string(Ref(retailer, scan.id).text), "till_id": .string(Ref(retailer, scan.till).text),
                "store_id": .string(Ref(retailer, scan.store).text), "wish": .string(scan.wish.rawValue),
                "reason": .string(scan.reason.rawValue),
                "coupon_id": JSON(scan.coupon.map { Ref(retailer, $0).text }),
                "code_hash": JSON(scan.codeHash.map { Base32.encode($0) }), "cashier": JSON(scan.cashier),
                "scanned_at": .string(scan.scannedAt.rfc3339),
            ]
        }
    }

    private static func json(_ till: Till, of retailer: ID<Retailer>) -> JSONObject {
        [
            "id": .string(Ref(retailer, till.id).text), "store_id": .string(Ref(retailer, till.store).text),
            "name": .string(till.name), "register": JSON(till.register), "created_at": .string(till.createdAt.rfc3339),
            "enrolled_at": JSON(till.enrolledAt?.rfc3339), "revoked_at": JSON(till.revokedAt?.rfc3339),
        ]
    }
}

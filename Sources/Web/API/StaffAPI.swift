import Actions
import Promotions

/// Who works for a retailer: by a code on a till, or by a list of hashed identities.
enum StaffAPI {
    private static let codeLength = 1...100
    private static let digestLength = 64

    /// By shopper, not by address: before opening time a whole crew scans the same screen.
    static func join(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        try await call.within(call.throttles.shopperCodeAttempts, of: token.shopper.text) {
            let fields = try call.fields()
            let code = fields.text("code", length: codeLength)
            try fields.finishIgnoringUnknown()
            let (retailer, member) = try await call.desk.joinStaff(token, with: code).done()
            return .json([
                "retailer": ["id": .string(retailer.id.text), "name": .string(retailer.name)],
                "since": .string(member.since.rfc3339),
            ])
        }
    }

    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let page = try Page<Shopper>(call.query)
        let staff = try await call.desk.staff(
            of: caller.retailer, after: page.after(of: caller.retailer), limit: page.asked)
        return page.reply(staff, id: { Ref(caller.retailer, $0.shopper) }) { member in
            [
                "shopper_id": .string(member.shopper.text), "source": .string(member.source.rawValue),
                "store_id": JSON(member.store.map { Ref(caller.retailer, $0).text }),
                "since": .string(member.since.rfc3339),
            ]
        }
    }

    static func remove(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        guard let shopper = call.parameters.first.flatMap({ ID<Shopper>(text: $0) }) else { throw Problem(.notFound) }
        return try await call.once(by: caller) { desk in
            try await desk.removeStaff(shopper, of: caller.retailer).reply { _ in .noContent }
        }
    }

    static func addIdentities(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let list = try await call.desk.match(identities(call), of: caller.retailer)
        let reply = try await call.once(by: caller) { desk in
            try await desk.listStaff(list, of: caller.retailer).reply { listing in
                .json([
                    "added": .int(Int64(listing.added)), "known": .int(Int64(listing.known)),
                    "matched": .int(Int64(listing.matched)),
                ])
            }
        }
        try await call.desk.matchLate(list, of: caller.retailer)
        return reply
    }

    static func removeIdentities(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let list = try identities(call)
        return try await call.once(by: caller) { desk in
            try await desk.unlistStaff(list, of: caller.retailer).reply { unlisting in
                .json([
                    "removed": .int(Int64(unlisting.removed)), "unknown": .int(Int64(unlisting.unknown)),
                    "staff_removed": .int(Int64(unlisting.staffRemoved)),
                ])
            }
        }
    }

    static func identities(_ call: Call) throws(Invalid) -> StaffList {
        let fields = try call.fields()
        let kind = fields.choice("kind", StaffList.Kind.self)
        let digests = fields.requiredRead("sha256", digests)
        try fields.finish()
        return StaffList(kind: kind, digests: digests ?? [])
    }

    /// Stops at the first that is wrong: ten thousand complaints would help nobody.
    private static func digests(_ json: JSON, at path: String) throws(Invalid) -> Set<[UInt8]> {
        guard let elements = json.elements, (1...StaffList.identitiesMax).contains(elements.count) else {
            throw Invalid(field: path, reason: "must be a list of 1 to \(StaffList.identitiesMax) hashes")
        }
        var digests: Set<[UInt8]> = []
        for (place, element) in elements.enumerated() {
            guard let digest = element.stringValue.flatMap(bytes) else {
                throw Invalid(field: "\(path)[\(place)]", reason: "must be a SHA-256 in \(digestLength) hex digits")
            }
            digests.insert(digest)
        }
        return digests
    }

    private static func bytes(hex: String) -> [UInt8]? {
        let digits = hex.utf8.map { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        let values = digits.compactMap(\.self)
        guard digits.count == digestLength, values.count == digits.count else { return nil }
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}

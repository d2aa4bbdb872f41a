import Actions
import HTTPTypes
import Printing
import Promotions

/// Codes that change every half minute, for screens in the shop.
enum TillScreenAPI {
    /// Faces the shoppers: a check-in takes it in place of a position.
    static func presence(_ call: Call, _ token: TillToken) async throws -> Reply {
        .json(json(try call.desk.presenceScreen(of: token).done(), scanned: "presence_code"))
    }

    /// Faces the staff: whoever scans it is one of them.
    static func staff(_ call: Call, _ token: TillToken) async throws -> Reply {
        .json(json(try call.desk.staffScreen(of: token).done(), scanned: "staff_code"))
    }

    static func staffSymbol(_ call: Call, _ token: TillToken) async throws -> Reply {
        Reply(
            status: 200,
            headers: [
                .contentType: CouponFilesAPI.mediaType(.svg), .cacheControl: "private, no-store",
                .contentSecurityPolicy: "default-src 'none'",
            ], body: try QRPicture.svg(of: call.desk.staffScreen(of: token).done().now.scanned))
    }

    private static func json(_ screen: ScreenCode, scanned: String) -> JSON {
        var object: JSONObject = ["store": ["id": .string(screen.store.ref.text), "name": .string(screen.store.name)]]
        for member in members(screen.now, scanned: scanned) { object[member.name] = member.value }
        object["step_seconds"] = .int(Int64(PresenceCode.stepSeconds))
        object["next"] = .object(members(screen.next, scanned: scanned))
        return .object(object)
    }

    private static func members(_ shown: ScreenCode.Shown, scanned: String) -> JSONObject {
        [
            "code": .string(shown.digits), scanned: .string(shown.scanned),
            "valid_from": .string(shown.validFrom.rfc3339), "expires_at": .string(shown.expiresAt.rfc3339),
        ]
    }
}

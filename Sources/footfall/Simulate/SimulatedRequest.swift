import Promotions

/// A request that is sent, byte for byte the same, until somebody answers it.
struct SimulatedRequest: Sendable {
    /// What latencies are told apart by.
    enum Kind: String, CaseIterable, Sendable {
        case checkIn = "check-in"
        case fix
        case pledge
        case redemption
        case signUp = "sign-up"
        case other
    }

    let kind: Kind
    let method: String
    let path: String
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    init(
        _ kind: Kind, _ method: String, _ path: String, token: String? = nil, app: String? = nil, key: String? = nil,
        _ body: JSON? = nil
    ) {
        self.kind = kind
        self.method = method
        self.path = path
        self.body = body.map { Array($0.text().utf8) } ?? []
        var headers = [("Host", "127.0.0.1"), ("Content-Length", "\(self.body.count)")]
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        if let app { headers.append(("X-Publishable-Key", app)) }
        if let key { headers.append(("Idempotency-Key", key)) }
        if body != nil { headers.append(("Content-Type", "application/json")) }
        self.headers = headers
    }

    /// - Parameter capturedAt: said by the phone in the place of the fix's age.
    static func checkIn(
        _ fix: SimulatedFix, token: String, key: String, channel: String?, isMocked: Bool = false,
        capturedAt: Instant? = nil
    ) -> SimulatedRequest {
        var body: JSONObject = ["position": position(fix, isMocked: isMocked, capturedAt: capturedAt)]
        if let channel { body["channel"] = .string(channel) }
        return SimulatedRequest(.checkIn, "POST", "/v1/check-ins", token: token, key: key, .object(body))
    }

    /// Continues a held check-in.
    static func fix(
        _ fix: SimulatedFix, of checkIn: String, store: String?, token: String, key: String
    ) -> SimulatedRequest {
        var body: JSONObject = ["position": position(fix, isMocked: false, capturedAt: nil)]
        if let store { body["store_id"] = .string(store) }
        return SimulatedRequest(
            .fix, "POST", "/v1/check-ins/\(checkIn)/fixes", token: token, key: key, .object(body))
    }

    static func redemption(_ code: String, till: String, key: String, basketCents: Int) -> SimulatedRequest {
        SimulatedRequest(
            .redemption, "POST", "/v1/redemptions", token: till, key: key,
            [
                "code": .string(code), "sale_id": .string(key), "cashier": "Kim",
                "basket": ["currency": "USD", "total": .int(Int64(basketCents))],
            ])
    }

    private static func position(_ fix: SimulatedFix, isMocked: Bool, capturedAt: Instant?) -> JSON {
        var position: JSONObject = [
            "latitude": .double(fix.latitude), "longitude": .double(fix.longitude),
            "accuracy_meters": .double(fix.accuracyMeters),
        ]
        if let capturedAt {
            position["captured_at"] = .string(capturedAt.rfc3339)
        } else {
            position["age_ms"] = .int(Int64(fix.ageMS))
        }
        if isMocked { position["mocked"] = true }
        return .object(position)
    }
}

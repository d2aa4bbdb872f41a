import Actions
import Promotions

/// Shoppers: joining, coming back, changing their mind.
enum ShoppersAPI {
    private static let localeLength = 2...35
    private static let textVersionLength = 1...100
    private static let loyaltyLength = 1...100
    private static let jwtLength = 1...4_096

    static func join(_ call: Call, _ joining: Joining) async throws -> Reply {
        try await call.within(call.throttles.signUps) {
            let order = try signUp(call.fields())
            let signedUp =
                switch joining {
                case .platform: try await call.desk.signUp(order, through: nil, isVouchedFor: false)
                case .app(let retailer): try await call.desk.signUp(order, through: retailer, isVouchedFor: false)
                case .server(let retailer): try await call.desk.signUp(order, through: retailer, isVouchedFor: true)
                }
            return .json(json(try signedUp.done()), status: 201)
        }
    }

    static func read(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let shopper = try await call.desk.shopper(token).done()
        // A guest typed somebody else's identity, and must not learn what that person chose.
        let consents = token.isGuest ? token.consents : shopper.consents
        return .json([
            "id": .string(shopper.id.text), "locale": token.isGuest ? .null : .string(shopper.locale),
            "consents": json(consents), "assurance": .string(word(token.assurance)), "guest": .bool(token.isGuest),
            "token_expires_at": .string(token.expiresAt.rfc3339),
        ])
    }

    static func change(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let fields = try call.fields()
        let locale = locale(fields)
        let consents = fields.object("consents") { (inner: Fields) throws(Invalid) in
            let given = (consent("location", inner), consent("marketing", inner))
            try inner.finishIgnoringUnknown()
            return given
        }
        let version = fields.optionalText("consent_text_version", length: textVersionLength)
        try fields.finishIgnoringUnknown()
        let changed = try await call.desk.changeShopper(
            token, locale: locale, location: consents?.0, marketing: consents?.1, textVersion: version ?? "")
        return .json(json(try changed.done()))
    }

    static func renew(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        .json(json(try await call.desk.renewToken(token).done()))
    }

    static func recover(_ call: Call) async throws -> Reply {
        try await call.within(call.throttles.codeAttempts, countingOnly: .recoveryCodeWrong) {
            let fields = try call.fields()
            let code = fields.text("recovery_code", length: 1...100)
            try fields.finishIgnoringUnknown()
            return .json(json(try await call.desk.recoverShopper(code).done()))
        }
    }

    private static func signUp(_ fields: Fields) throws -> SignUp {
        let consents = fields.requiredObject("consents") { (inner: Fields) throws(Invalid) in
            let (location, marketing) = (consent("location", inner), consent("marketing", inner))
            for name in ["location", "marketing"] where !inner.has(name) { inner.refuse(name, "is required") }
            try inner.finishIgnoringUnknown()
            return Shopper.Consents(location: location ?? false, marketing: marketing ?? false)
        }
        if !fields.has("locale") { fields.refuse("locale", "is required") }
        let locale = locale(fields)
        let identity = fields.object("identity") { (inner: Fields) throws(Invalid) in try Self.identity(inner) }
        let version = fields.optionalText("consent_text_version", length: textVersionLength)
        try fields.finishIgnoringUnknown()
        return SignUp(
            consents: consents ?? Shopper.Consents(location: false, marketing: false), locale: locale ?? "",
            identity: identity, textVersion: version ?? "")
    }

    private static func identity(_ fields: Fields) throws(Invalid) -> SignUp.Identity {
        let jwt = fields.optionalText("jwt", length: jwtLength)
        let number = fields.optionalText("loyalty_number", length: loyaltyLength)
        // Unlike elsewhere: somebody who sends an identity that we would ignore means to be known by it.
        try fields.finish()
        switch (jwt, number) {
        case (let jwt?, nil): return .jwt(jwt)
        case (nil, let number?): return .loyaltyNumber(number)
        default: throw Invalid(field: fields.path, reason: "must have either jwt or loyalty_number")
        }
    }

    private static func consent(_ name: String, _ fields: Fields) -> Bool? {
        fields.has(name) ? fields.flag(name, default: false) : nil
    }

    /// BCP 47 in form: subtags of 1 to 8 letters and digits, the first of letters.
    private static func locale(_ fields: Fields) -> String? {
        guard let text = fields.optionalText("locale", length: localeLength) else { return nil }
        let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
        let areWell = subtags.allSatisfy { subtag in
            (1...8).contains(subtag.utf8.count) && subtag.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
        guard areWell, let first = subtags.first, (2...8).contains(first.count), first.allSatisfy(\.isLetter) else {
            fields.refuse("locale", "must be a BCP 47 language tag, such as en or pt-BR")
            return nil
        }
        return text
    }

    private static func json(_ signedUp: SignedUp) -> JSON {
        var object: JSONObject = [
            "id": .string(signedUp.shopper.id.text), "token": .string(signedUp.token),
            "expires_at": .string(signedUp.expiresAt.rfc3339),
        ]
        object["recovery_code"] = signedUp.recoveryCode.map { .string($0) }
        return .object(object)
    }

    private static func json(_ consents: Shopper.Consents) -> JSON {
        ["location": .bool(consents.location), "marketing": .bool(consents.marketing)]
    }

    private static func word(_ assurance: Shopper.Assurance) -> String {
        switch assurance {
        case .anonymous: "anonymous"
        case .claimed: "claimed"
        case .verified: "verified"
        }
    }
}

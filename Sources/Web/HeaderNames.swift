import HTTPTypes

/// Header names that HTTPTypes does not know.
extension HTTPField.Name {
    static let idempotencyKey = known("Idempotency-Key")
    static let publishableKey = known("X-Publishable-Key")
    static let pageToken = known("X-Page-Token")
    static let forwardedFor = known("X-Forwarded-For")
    static let rateLimitLimit = known("RateLimit-Limit")
    static let rateLimitRemaining = known("RateLimit-Remaining")
    static let rateLimitReset = known("RateLimit-Reset")
    static let robots = known("X-Robots-Tag")
    static let referrerPolicy = known("Referrer-Policy")
    static let permissionsPolicy = known("Permissions-Policy")
    static let crossOriginOpenerPolicy = known("Cross-Origin-Opener-Policy")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a token by RFC 9110") }
        return name
    }
}

extension HTTPFields {
    /// As the subscript, which joins several values with commas, but without its cost for the usual one.
    func value(_ name: HTTPField.Name) -> String? {
        let values = self[values: name]
        return values.count > 1 ? values.joined(separator: ", ") : values.first
    }
}

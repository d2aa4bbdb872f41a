import Actions
import Promotions

extension JSON {
    /// A body; what is not JSON reads like any other invalid input.
    init(reading body: [UInt8]) throws(Invalid) {
        do throws(JSONProblem) {
            try self.init(parsing: body)
        } catch {
            throw Invalid(error)
        }
    }
}

extension Fields {
    /// An id of that kind; nil if it is absent or wrong. Whether it exists is seen later.
    func ref<Subject>(_ name: String, _ type: Subject.Type) -> Ref<Subject>? {
        read(name) { (json, path) throws(Invalid) in
            guard let ref = json.stringValue.flatMap({ Ref<Subject>(text: $0) }) else {
                throw Invalid(field: path, reason: "must be an id that starts with \(Subject.idPrefix)_")
            }
            return ref
        }
    }

    /// As `ref`, but absent is a problem. Nil only after a problem, so `finish()` will throw.
    func requiredRef<Subject>(_ name: String, _ type: Subject.Type) -> Ref<Subject>? {
        if !has(name) { refuse(name, "is required") }
        return ref(name, type)
    }
}

extension ShopperToken {
    /// Whose retry keys these are. Somebody who merely typed another's identity has a session of their own, and must
    /// not get that person's answers.
    var retryName: String {
        "\(shopper.text).\(session.text)"
    }
}

extension Fields {
    /// The rotating code of a store, as it was typed or scanned.
    func presenceCode() -> PresenceCode? {
        read("presence_code") { (json, path) throws(Invalid) in
            guard let code = json.stringValue.flatMap({ PresenceCode(typed: $0) }) else {
                throw Invalid(
                    field: path, reason: "must be the \(PresenceCode.digitCount) digits on the screen, or its QR")
            }
            return code
        }
    }
}

extension Call {
    /// Codes are counted by shopper, so that nobody tries them all; check-ins without one are not.
    func guarding(
        _ code: PresenceCode?, word: String? = nil, of token: ShopperToken, _ reply: () async throws -> Reply
    ) async throws -> Reply {
        guard code != nil || word != nil else { return try await reply() }
        return try await within(throttles.shopperCodeAttempts, of: token.shopper.text, reply)
    }
}

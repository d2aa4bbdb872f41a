import Actions
import HTTPTypes
import Promotions

/// Signing in to the console, out of it, and what people change about themselves.
enum SessionsAPI {
    private static let passwordLength = 1...1_000
    private static let tokenLength = 1...200

    static func signIn(_ call: Call) async throws -> Reply {
        try await call.within(call.throttles.signIns, countingOnly: .signInWrong) {
            let fields = try call.fields()
            let email = fields.requiredRead("email", EmailAddress.init(reading:at:))
            let password = fields.text("password", length: passwordLength)
            let retailer = try retailer(fields)
            try fields.finish()
            guard let email else { throw Problem(.signInWrong) }
            let answer = try await call.desk.signIn(email, password: password, at: retailer, from: call.address)
            return told(try answer.done(), call)
        }
    }

    static func signOut(_ call: Call, _ user: SignedInUser) async throws -> Reply {
        try await call.desk.signOut(user)
        return Reply(status: 204, headers: [.setCookie: call.endedCookie])
    }

    static func me(_ call: Call, _ user: SignedInUser) async throws -> Reply {
        .json(json(user, call.desk))
    }

    static func changeMe(_ call: Call, _ user: SignedInUser) async throws -> Reply {
        let fields = try call.fields()
        let name = fields.optionalText("name")
        try fields.finish()
        guard let name else { return .json(json(user, call.desk)) }
        let ref = Ref(user.retailer, user.user.id)
        return try await call.once(by: RetailerCaller(user, call.desk)) { desk in
            try await desk.changeUser(ref, UserChange(name: name)).reply { .json(UsersAPI.json($0, of: user.retailer)) }
        }
    }

    static func changePassword(_ call: Call, _ user: SignedInUser) async throws -> Reply {
        let fields = try call.fields()
        let old = fields.text("current_password", length: passwordLength)
        let new = fields.text("password", length: passwordLength)
        try fields.finish()
        try await call.desk.changePassword(of: user, from: old, to: new, by: call.address).done()
        return .noContent
    }

    /// The link's token comes as a body: what stands after the # of an address goes to no server.
    static func accept(_ call: Call) async throws -> Reply {
        try await call.within(call.throttles.signIns, countingOnly: .invitationUnknown) {
            let fields = try call.fields()
            let token = fields.text("token", length: tokenLength)
            let password = fields.text("password", length: passwordLength)
            try fields.finish()
            return told(try await call.desk.acceptInvitation(token, password: password).done(), call)
        }
    }

    /// A shop that nobody set up for: its owner is signed in at once.
    static func signUp(_ call: Call) async throws -> Reply {
        try await call.within(call.throttles.signIns) {
            let fields = try call.fields()
            let name = fields.text("retailer")
            let person = fields.text("name")
            let email = fields.requiredRead("email", EmailAddress.init(reading:at:))
            let password = fields.text("password", length: passwordLength)
            try fields.finish()
            guard let email else { throw Problem(.signInWrong) }
            let session = try await call.desk.signUpRetailer(
                name, owner: email, named: person, password: password
            ).done()
            return told(session, call)
        }
    }

    private static func retailer(_ fields: Fields) throws -> ID<Retailer>? {
        guard let text = fields.optionalText("retailer_id", length: 1...50) else { return nil }
        guard let id = ID<Retailer>(text: text) else { throw Problem(.signInWrong) }
        return id
    }

    private static func told(_ session: NewConsoleSession, _ call: Call) -> Reply {
        var reply = Reply.json(json(session.signedIn, call.desk), status: 201)
        reply.headers[.setCookie] = call.cookie(session)
        return reply
    }

    private static func json(_ user: SignedInUser, _ desk: Desk) -> JSON {
        let name = desk.shelf.current.book(user.retailer)?.retailer.name
        return [
            "user": UsersAPI.json(user.user, of: user.retailer),
            "retailer": ["id": .string(user.retailer.text), "name": JSON(name)],
        ]
    }
}

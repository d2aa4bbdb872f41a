import Actions
import Promotions

/// The people of a retailer who work in the console.
enum UsersAPI {
    static func list(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let page = try Page<User>(call.query)
        let users = try await call.desk.users(
            of: caller.retailer, after: page.after(of: caller.retailer), limit: page.asked)
        return page.reply(users, id: { Ref(caller.retailer, $0.id) }, json: { json($0, of: caller.retailer) })
    }

    static func invite(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let fields = try call.fields()
        let email = fields.requiredRead("email", EmailAddress.init(reading:at:))
        let name = fields.text("name")
        let role = fields.choice("role", User.Role.self)
        let scope = scope(fields, of: caller.retailer)
        try fields.finish()
        guard let email else { throw Problem(.notFound) }
        let language = call.request.pageLanguage
        return try await call.once(by: caller) { desk in
            switch try await desk.inviteUser(
                email, name: name, role: role, scope: scope ?? .everything, to: caller.retailer)
            {
            case .done(let invitation):
                return told(
                    invitation, of: caller.retailer,
                    isMailed: try await InvitationMail.queue(invitation, of: caller.retailer, in: language, desk))
            case .refused(let refused): return Problem(refused).reply
            }
        }
    }

    static func inviteAgain(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<User> = try caller.owns(call.ref())
        let language = call.request.pageLanguage
        return try await call.once(by: caller) { desk in
            switch try await desk.inviteAgain(ref) {
            case .done(let invitation):
                return told(
                    invitation, of: caller.retailer,
                    isMailed: try await InvitationMail.queue(invitation, of: caller.retailer, in: language, desk))
            case .refused(let refused): return Problem(refused).reply
            }
        }
    }

    static func change(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<User> = try caller.owns(call.ref())
        let fields = try call.fields()
        var change = UserChange(
            name: fields.optionalText("name"), role: fields.optionalChoice("role", User.Role.self))
        change.scope = fields.isNull("scope") ? .everything : scope(fields, of: caller.retailer)
        try fields.finish()
        return try await call.once(by: caller) { [change] desk in
            try await desk.changeUser(ref, change).reply { .json(json($0, of: caller.retailer)) }
        }
    }

    static func remove(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let ref: Ref<User> = try caller.owns(call.ref())
        return try await call.once(by: caller) { desk in
            try await desk.removeUser(ref).reply { .noContent }
        }
    }

    private static func scope(_ fields: Fields, of retailer: ID<Retailer>) -> StoreScope? {
        fields.read("scope") { (json, path) throws(Invalid) in
            try StoreScope(reading: json, at: path, retailer: retailer)
        }
    }

    /// The link is in this answer and, where there is a mail server, in a mail; nowhere else.
    private static func told(_ invitation: NewInvitation, of retailer: ID<Retailer>, isMailed: Bool) -> Reply {
        guard case .object(var object) = json(invitation.user, of: retailer) else { return .noContent }
        object["invitation_link"] = .string(invitation.link)
        object["is_mailed"] = .bool(isMailed)
        object["invitation_expires_at"] = .string(invitation.expiresAt.rfc3339)
        return .json(.object(object), status: 201)
    }

    static func json(_ user: User, of retailer: ID<Retailer>) -> JSON {
        [
            "id": .string(Ref(retailer, user.id).text), "email": .string(user.email.text), "name": .string(user.name),
            "role": .string(user.role.rawValue), "scope": user.scope.json(of: retailer) ?? .null,
            "has_joined": .bool(user.hasJoined), "signed_in_at": JSON(user.signedInAt?.rfc3339),
            "created_at": .string(user.createdAt.rfc3339),
        ]
    }
}

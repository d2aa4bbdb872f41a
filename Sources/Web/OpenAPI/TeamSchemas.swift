import Actions
import Promotions

extension Schemas {
    private static let password = text(1...1_000)
    private static let email: JSON = ["type": "string", "maxLength": .int(Int64(EmailAddress.lengthMax))]
    private static let names: JSON = list(string)
    private static let scope: JSON = [
        "type": ["object", "null"], "description": "Null is every store; else one of these",
        "properties": [
            "brands": names, "regions": names, "owners": list(choice(Store.Owner.self)),
            "stores": list(id(Store.idPrefix)),
        ],
        "additionalProperties": false,
    ]
    private static let user: KeyValuePairs<String, JSON> = [
        "id": id(User.idPrefix), "email": string, "name": string, "role": choice(User.Role.self), "scope": scope,
        "has_joined": flag, "signed_in_at": timeOrNull, "created_at": time,
    ]
    private static let key: KeyValuePairs<String, JSON> = [
        "id": id(APIKey.idPrefix), "name": string, "role": choice(APIKey.Role.self), "expires_at": timeOrNull,
        "revoked_at": timeOrNull, "last_used_at": timeOrNull, "created_at": time,
    ]

    static let team: JSONObject = [
        "SignIn": input(["email": email, "password": password, "retailer_id?": id(Retailer.idPrefix)], isOpen: false),
        "InvitationAnswer": input(["token": text(1...200), "password": password], isOpen: false),
        "RetailerSignUp": input(
            ["retailer": text(1...200), "name": text(1...200), "email": email, "password": password], isOpen: false),
        "PasswordChange": input(["current_password": password, "password": password], isOpen: false),
        "OwnPatch": input(["name?": text(1...200)], isOpen: false),
        "SignedIn": object([
            "user": ref("User"), "retailer": object(["id": id(Retailer.idPrefix), "name": nullable("string")]),
        ]),
        "User": object(user),
        "UserList": page("User"),
        "InvitedUser": [
            "allOf": [
                ref("User"),
                object(["invitation_link": string, "invitation_expires_at": time, "is_mailed": flag]),
            ]
        ],
        "NewUser": input(
            ["email": email, "name": text(1...200), "role": choice(User.Role.self), "scope?": scope], isOpen: false),
        "UserPatch": input(
            ["name?": text(1...200), "role?": choice(User.Role.self), "scope?": scope], isOpen: false),
        "APIKey": object(key),
        "APIKeyList": page("APIKey"),
        "APIKeyWithSecret": ["allOf": [ref("APIKey"), object(["key": string])]],
        "NewAPIKey": input(
            ["name": text(1...200), "role": choice(APIKey.Role.self), "expires_at?": time], isOpen: false),
        "AuditEntry": object([
            "id": id(AuditEntry.idPrefix),
            "by": object([
                "kind": ["type": "string", "enum": ["key", "user", "operator"]], "id": nullable("string"),
                "name": nullable("string"),
            ]),
            "action": string, "subject": nullable("string"), "done_at": time,
        ]),
        "AuditEntryList": page("AuditEntry"),
    ]
}

import Actions
import HTTPTypes
import Promotions

/// Who works in the console, with which keys programs come, and what was done.
extension Routes {
    private static let signing = [ProblemCode(.signInWrong), ProblemCode(.tooManyAttempts)]
    private static let inviting = [ProblemCode(.invitationUnknown), ProblemCode(.tooManyAttempts)]

    static let team: [Route] = [
        Route(
            .post, "/v1/sessions", "Sign in to the console; the answer sets a cookie", takes: .json("SignIn"),
            gives: .created("SignedIn"), refuses: signing + [ProblemCode(.chooseRetailer)], .anyone(SessionsAPI.signIn)),
        Route(.delete, "/v1/sessions/me", "Sign out", gives: .empty, .user(SessionsAPI.signOut)),
        Route(
            .post, "/v1/invitations/accept", "Set a password with the token of an invitation's link, and sign in",
            takes: .json("InvitationAnswer"), gives: .created("SignedIn"), refuses: inviting,
            .anyone(SessionsAPI.accept)),
        Route(
            .post, "/v1/retailers", "Sign a retailer up, if the operator allows it", takes: .json("RetailerSignUp"),
            gives: .created("SignedIn"), refuses: [ProblemCode(.forbidden), ProblemCode(.tooManyAttempts)],
            .anyone(SessionsAPI.signUp)),
        Route(.get, "/v1/users/me", "Read who is signed in", gives: .ok("SignedIn"), .user(SessionsAPI.me)),
        Route(
            .patch, "/v1/users/me", "Change one's own name", takes: .json("OwnPatch"), gives: .ok("User"),
            .user(SessionsAPI.changeMe)),
        Route(
            .post, "/v1/users/me/password", "Change one's own password; all other sessions end",
            takes: .json("PasswordChange"), gives: .empty, refuses: signing, .user(SessionsAPI.changePassword)),
        Route(
            .get, "/v1/users", "List the retailer's people in order of creation", query: page, gives: .ok("UserList"),
            .reader(UsersAPI.list)),
        Route(
            .post, "/v1/users", "Invite somebody; the link to set a password is in this answer only",
            takes: .json("NewUser"), gives: .created("InvitedUser"), refuses: [ProblemCode(.emailTaken)],
            .owner(UsersAPI.invite)),
        Route(
            .patch, "/v1/users/{id}", "Change name, role or scope", takes: .json("UserPatch"), gives: .ok("User"),
            refuses: [ProblemCode(.lastOwner)], .owner(UsersAPI.change)),
        Route(
            .delete, "/v1/users/{id}", "Remove somebody: signed out everywhere at once", gives: .empty,
            refuses: [ProblemCode(.lastOwner)], .owner(UsersAPI.remove)),
        Route(
            .post, "/v1/users/{id}/invitation", "Make a new link to set a password; an older one is no longer good",
            gives: .created("InvitedUser"), .owner(UsersAPI.inviteAgain)),
        Route(
            .get, "/v1/api-keys", "List API keys, revoked ones too, in order of creation", gives: .ok("APIKeyList"),
            .reader(KeysAPI.list)),
        Route(
            .post, "/v1/api-keys", "Make an API key; its secret is in this answer only", takes: .json("NewAPIKey"),
            gives: .created("APIKeyWithSecret"), .owner(KeysAPI.create)),
        Route(
            .delete, "/v1/api-keys/{id}", "Revoke an API key: refused everywhere within a second", gives: .empty,
            .owner(KeysAPI.revoke)),
        Route(
            .get, "/v1/audit", "List what was done in the retailer's name, the last first", query: page,
            gives: .ok("AuditEntryList"), .reader(KeysAPI.audit)),
    ]
}

import Actions
import HTTPTypes
import Promotions

/// Groups of shoppers, what is given to people by name, and what they are told.
extension Routes {
    static let people: [Route] = [
        Route(
            .post, "/v1/audiences", "Add a closed group of shoppers", takes: .json("NewAudience"),
            gives: .created("Audience"), .marketer(AudiencesAPI.create)),
        Route(
            .get, "/v1/audiences", "List audiences in order of creation", query: page, gives: .ok("AudienceList"),
            .reader(AudiencesAPI.list)),
        Route(.get, "/v1/audiences/{id}", "Read an audience", gives: .ok("Audience"), .reader(AudiencesAPI.read)),
        Route(
            .patch, "/v1/audiences/{id}", "Change the members that are given; renew_code makes the old code useless",
            takes: .json("AudiencePatch"), gives: .ok("Audience"), .marketer(AudiencesAPI.change)),
        Route(
            .delete, "/v1/audiences/{id}", "Remove an audience with everybody in it", gives: .empty,
            refuses: [ProblemCode(.wrongState)], .marketer(AudiencesAPI.remove)),
        Route(
            .get, "/v1/audiences/{id}/members", "List members in order of joining as shoppers", query: page,
            gives: .ok("AudienceMembers"), .reader(AudienceMembersAPI.list)),
        Route(
            .post, "/v1/audiences/{id}/members", "Put shoppers into an audience", takes: .json("NamedShoppers"),
            gives: .ok("AudienceNaming"), .marketer(AudienceMembersAPI.add)),
        Route(
            .delete, "/v1/audiences/{id}/members/{shopper}", "Take a shopper out of an audience", gives: .empty,
            .marketer(AudienceMembersAPI.remove)),
        Route(
            .post, "/v1/audiences/{id}/identities",
            "Put people into an audience by hashed identities, now or once they join", takes: .json("StaffIdentities"),
            gives: .ok("StaffListing"), .marketer(AudienceMembersAPI.addIdentities)),
        Route(
            .delete, "/v1/audiences/{id}/identities", "Take hashed identities off, and who is in it through them",
            takes: .json("StaffIdentities"), gives: .ok("AudienceUnlisting"),
            .marketer(AudienceMembersAPI.removeIdentities)),
        Route(
            .post, "/v1/audiences/{id}/join", "Join an audience with its code", takes: .json("JoinCode"),
            gives: .ok("AudienceOf"),
            refuses: [
                ProblemCode(.identityUnverified), ProblemCode(.joinCodeWrong), ProblemCode(.tooManyAttempts),
            ], .shopper(AudienceMembersAPI.join)),
        Route(
            .post, "/v1/audiences/{id}/leave", "Leave an audience", gives: .empty,
            refuses: [ProblemCode(.identityUnverified)], .shopper(AudienceMembersAPI.leave)),
        Route(
            .post, "/v1/campaigns/{id}/grants",
            "Give a campaign's coupon to shoppers or to an audience; the coupons follow within a second",
            takes: .json("NewGrant"), gives: .created("Giving"), refuses: [ProblemCode(.wrongState)],
            .marketer(GrantsAPI.create)),
        Route(
            .post, "/v1/campaigns/{id}/pledges",
            "Join a crowd; the call that makes it large enough answers so, and the coupon follows within a second",
            gives: .ok("CrowdStanding"),
            refuses: [ProblemCode(.notOffered)] + CheckInReason.allCases.compactMap { ProblemCode(notIssued: $0) },
            .shopper(GrantsAPI.pledge)),
        Route(
            .post, "/v1/campaigns/{id}/parties", "Start a party of friends; its code lets others in",
            gives: .created("Party"), refuses: [ProblemCode(.identityUnverified)], .shopper(PartiesAPI.create)),
        Route(
            .post, "/v1/campaigns/{id}/parties/join", "Join a party with its code", takes: .json("JoinCode"),
            gives: .ok("Party"),
            refuses: [
                ProblemCode(.identityUnverified), ProblemCode(.joinCodeWrong), ProblemCode(.wrongState),
                ProblemCode(.tooManyAttempts),
            ], .shopper(PartiesAPI.join)),
        Route(
            .get, "/v1/campaigns/{id}/parties/me", "Read the party one is in", gives: .ok("Party"),
            .shopper(PartiesAPI.read)),
        Route(
            .delete, "/v1/campaigns/{id}/parties/me",
            "Leave the party one is in; refused while a visit may still count for it", gives: .empty,
            refuses: [ProblemCode(.identityUnverified), ProblemCode(.wrongState)], .shopper(PartiesAPI.leave)),
        Route(
            .get, "/v1/messages", "List what one was told, oldest first", query: page, gives: .ok("MessageList"),
            .shopper(MessagesAPI.list)),
    ]
}

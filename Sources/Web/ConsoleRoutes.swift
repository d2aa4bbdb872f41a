import Actions
import HTTPTypes
import Promotions

/// The retailer's console. What its pages do goes over `/v1`, with the session's cookie.
extension Routes {
    static let console: [Route] = [
        Route(
            .get, "/console/sign-in", "Sign in to the console", query: door, gives: html, .anyone(ConsolePages.signIn)),
        Route(
            .get, "/console/openid/{provider}", "Sign in by an OpenID Connect provider: to its page",
            query: door + [
                Parameter(
                    name: "retailer", schema: Schemas.id(Retailer.idPrefix),
                    about: "For which retailer, where an address is known to several")
            ], gives: redirect, refuses: [ProblemCode(.notFound)], .anyone(SignOnPages.leave)),
        Route(
            .get, "/console/openid/{provider}/callback", "Sign in by an OpenID Connect provider: back from its page",
            query: answer, gives: redirect, refuses: [ProblemCode(.notFound), ProblemCode(.tooManyAttempts)],
            .anyone(SignOnPages.arrive)),
        Route(
            .get, "/console/join", "Set a password: what an invitation's link opens", query: door, gives: html,
            .anyone(ConsolePages.join)),
        Route(
            .get, "/console/sign-up", "Set up a shop, where the operator allows it", query: door, gives: html,
            refuses: [ProblemCode(.notFound)], .anyone(ConsolePages.signUp)),
        Route(.get, "/console", "The console", query: [pageLanguage], gives: html, .console(ConsolePages.home)),
        Route(
            .get, "/console/campaigns", "The console: campaigns, the newest first", query: [pageLanguage, before],
            gives: html, .console(CampaignPages.list)),
        Route(
            .get, "/console/campaigns/new", "The console: draft a campaign", query: [pageLanguage], gives: html,
            refuses: [ProblemCode(.forbidden)], .console(CampaignPages.create)),
        Route(
            .get, "/console/campaigns/{id}", "The console: one campaign, live", query: [pageLanguage], gives: html,
            .console(CampaignPages.show)),
        Route(
            .get, "/console/campaigns/{id}/edit", "The console: change a campaign", query: [pageLanguage], gives: html,
            refuses: [ProblemCode(.forbidden)], .console(CampaignPages.edit)),
        page("/console/campaigns/{id}/books", "a campaign's books, counted again", CampaignBooksPage.show),
        Route(
            .get, "/console/tills", "The console: tills, and which are ready", query: [pageLanguage] + finding,
            gives: html, .console(ConsoleTillPages.list)),
        Route(
            .get, "/console/settings", "The console: oneself, the team, keys and audit", query: [pageLanguage],
            gives: html, .console(ConsolePages.settings)),
        page("/console/stores", "all stores on a map", ConsoleStorePages.list),
        page("/console/stores/new", "a new store", ConsoleStorePages.new),
        page("/console/stores/import", "stores from a file", ConsoleStorePages.importFile),
        page("/console/stores/{id}", "one store with its fence", ConsoleStorePages.edit),
        page("/console/results", "what came of campaigns", ConsoleResultPages.list),
        page("/console/results/{id}", "what came of one campaign", ConsoleResultPages.campaign),
        page(
            "/console/check-ins", "check-ins, newest first, and open appeals", ConsoleResultPages.checkIns,
            query: [Parameter(name: "campaign", schema: ["type": "string"], about: "Only those of this campaign")]),
        page("/console/check-ins/{id}", "the receipt of one check-in", ConsoleResultPages.receipt),
    ]

    private static let before = Parameter(
        name: "before", schema: Schemas.id(Campaign.idPrefix), about: "The last campaign of the page before")

    private static let finding = [
        Parameter(name: "q", schema: ["type": "string"], about: "In names of stores and tills"),
        Parameter(name: "from", schema: ["type": "integer", "minimum": 0], about: "How many to leave out"),
    ]

    private static func page(
        _ path: String, _ shows: String, _ handle: @escaping @Sendable (Call, ConsoleCaller) async throws -> Reply,
        query: [Parameter] = []
    ) -> Route {
        Route(
            .get, path, "The console: \(shows)", query: [pageLanguage] + query, gives: html,
            refuses: [ProblemCode(.notFound), ProblemCode(.forbidden)], .console(handle))
    }

    private static let redirect = Route.Success(status: 303)

    private static let answer = ["state", "code", "error", "iss"].map {
        Parameter(name: $0, schema: ["type": "string"], about: "What the provider says (RFC 6749, RFC 9207)")
    }

    private static let door = [
        pageLanguage,
        Parameter(name: "next", schema: ["type": "string"], about: "The page of the console to go to afterwards"),
    ]
}

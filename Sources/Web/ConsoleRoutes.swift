import Actions
import HTTPTypes
import Promotions

/// The retailer's console. What its pages do goes over `/v1`, with the session's cookie.
extension Routes {
    static let console: [Route] = [
        Route(
            .get, "/console/sign-in", "Sign in to the console", query: door, gives: html, .anyone(ConsolePages.signIn)),
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
        Route(
            .get, "/console/tills", "The console: tills, and which are ready", query: [pageLanguage] + finding,
            gives: html, .console(ConsoleTillPages.list)),
        Route(
            .get, "/console/settings", "The console: oneself, the team, keys and audit", query: [pageLanguage],
            gives: html, .console(ConsolePages.settings)),
    ]

    private static let before = Parameter(
        name: "before", schema: Schemas.id(Campaign.idPrefix), about: "The last campaign of the page before")

    private static let finding = [
        Parameter(name: "q", schema: ["type": "string"], about: "In names of stores and tills"),
        Parameter(name: "from", schema: ["type": "integer", "minimum": 0], about: "How many to leave out"),
    ]

    private static let door = [
        pageLanguage,
        Parameter(name: "next", schema: ["type": "string"], about: "The page of the console to go to afterwards"),
    ]
}

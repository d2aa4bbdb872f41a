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
            .get, "/console/settings", "The console: oneself, the team, keys and audit", query: [pageLanguage],
            gives: html, .console(ConsolePages.settings)),
    ]

    private static let door = [
        pageLanguage,
        Parameter(name: "next", schema: ["type": "string"], about: "The page of the console to go to afterwards"),
    ]
}

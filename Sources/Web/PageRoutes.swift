import Actions
import HTTPTypes
import Promotions

/// What people open in a browser.
extension Routes {
    static let pages: [Route] = [
        Route(
            .get, "/K/{link}", "What a coupon's QR code opens: public words only", query: [language], gives: html,
            .anyone(CodePage.show)),
        Route(
            .get, "/assets/{version}/{name}", "A file that pages are made of", gives: .file("application/octet-stream"),
            refuses: [ProblemCode(.notFound)], .anyone(AssetPages.file)),
    ]

    private static let html = Route.Success.file("text/html")

    private static let language = Parameter(
        name: "lang", schema: ["type": "string", "enum": .array(PageLanguage.allCases.map { .string($0.rawValue) })],
        about: "Kept as a cookie; without it Accept-Language counts")
}

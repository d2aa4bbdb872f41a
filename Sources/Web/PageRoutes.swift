import Actions
import HTTPTypes
import Promotions

/// What people open in a browser.
extension Routes {
    static let pages: [Route] = [
        Route(.get, "/", "The shopper's app", query: [pageLanguage, channel], gives: html, .anyone(ShopperPages.app)),
        Route(
            .get, "/s/{store}", "The shopper's app, in one store: what its poster opens",
            query: [pageLanguage, channel],
            gives: html, .anyone(ShopperPages.app)),
        Route(
            .get, "/o/{slug}", "An offer's own page, to be shared", query: [pageLanguage, channel], gives: html,
            refuses: [ProblemCode(.notFound), ProblemCode(.tooManyAttempts)], .anyone(OfferPages.show)),
        Route(
            .get, "/o/{slug}/image.png", "The picture of an offer's link", query: [pageLanguage],
            gives: .file("image/png"), refuses: [ProblemCode(.notFound), ProblemCode(.tooManyAttempts)],
            .anyone(OfferPages.image)),
        Route(
            .get, "/embed/{slug}", "An offer as a card for other people's pages", query: [pageLanguage], gives: html,
            refuses: [ProblemCode(.notFound), ProblemCode(.tooManyAttempts)], .anyone(OfferPages.embed)),
        Route(
            .get, "/oembed", "How to embed an offer's page (oEmbed 1.0)", query: embedding, gives: .ok("OEmbed"),
            refuses: [ProblemCode(.notFound)], .anyone(OEmbed.read)),
        Route(
            .get, "/till", "The till, on a tablet or a phone", query: [pageLanguage], gives: html,
            .anyone(TillPages.app)),
        Route(
            .get, "/K/{link}", "What a coupon's QR code opens: public words only", query: [pageLanguage], gives: html,
            .anyone(CodePage.show)),
        Route(
            .get, "/assets/{version}/{name}", "A file that pages are made of", gives: .file("application/octet-stream"),
            refuses: [ProblemCode(.notFound)], .anyone(AssetPages.file)),
        Route(
            .get, "/assets/{version}/leaflet/{name}", "A file of Leaflet, which draws maps",
            gives: .file("application/octet-stream"), refuses: [ProblemCode(.notFound)], .anyone(LeafletFiles.file)),
        Route(
            .get, "/sw.js", "The service worker that keeps opened pages for when there is no line",
            gives: .file("text/javascript"), .anyone(AssetPages.serviceWorker)),
        Route(
            .get, "/shopper.webmanifest", "What makes the shopper's app one that a phone installs",
            query: [pageLanguage], gives: .file("application/manifest+json"), .anyone(AssetPages.shopperManifest)),
    ]

    static let html = Route.Success.file("text/html")

    static let pageLanguage = Parameter(
        name: "lang", schema: ["type": "string", "enum": .array(PageLanguage.allCases.map { .string($0.rawValue) })],
        about: "Kept as a cookie; without it Accept-Language counts")

    private static let embedding = [
        Parameter(name: "url", schema: ["type": "string"], about: "Of an offer's page", isRequired: true),
        Parameter(name: "format", schema: ["type": "string", "enum": ["json"]], about: "Nothing but JSON is known"),
        Parameter(name: "maxwidth", schema: ["type": "integer", "minimum": 1], about: "In pixels"),
        Parameter(name: "maxheight", schema: ["type": "integer", "minimum": 1], about: "In pixels"),
    ]

    private static let channel = Parameter(
        name: "via", schema: ["type": "string"], about: "The channel through which the reader comes")
}

import Actions
import HTTPTypes
import Hummingbird
import Promotions

/// Offers inside other people's pages, by oEmbed 1.0 (https://oembed.com).
enum OEmbed {
    private static let width: Int64 = 360
    private static let height: Int64 = 300
    private static let sizes: ClosedRange<Int64> = 1...10_000

    static func read(_ call: Call) async throws -> Reply {
        if let format = call.query["format"], format != "json" {
            throw Invalid(field: "format", reason: "must be json")
        }
        guard let url = call.query["url"] else { throw Invalid(field: "url", reason: "is required") }
        let base = call.desk.settings.publicURL
        guard url.hasPrefix("\(base)/o/") else { throw Problem(.notFound) }
        let slug = url.dropFirst("\(base)/o/".count).prefix { $0 != "?" && $0 != "#" && $0 != "/" }
        let offer = try await OfferPages.find(slug, call)
        let wide = min(width, try call.query.integer("maxwidth", in: sizes) ?? width)
        let high = min(height, try call.query.integer("maxheight", in: sizes) ?? height)
        // Only our own letters: the slug is made anew, never what the caller sent.
        let source = "\(base)/embed/\(OfferSlug.text(offer))"
        return .json([
            "version": "1.0", "type": "rich", "title": .string(offer.terms.coupon.words.headline),
            "author_name": .string(offer.retailer), "provider_name": "Footfall", "provider_url": .string(base),
            "cache_age": .int(Int64(OfferPages.imageSeconds)), "width": .int(wide), "height": .int(high),
            "thumbnail_url": .string("\(base)/o/\(OfferSlug.text(offer))/image.png"), "thumbnail_width": 1_200,
            "thumbnail_height": 630,
            "html": .string(
                "<iframe src=\"\(source)\" width=\"\(wide)\" height=\"\(high)\" loading=\"lazy\"></iframe>"),
        ])
    }
}

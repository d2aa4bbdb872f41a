import Actions
import HTTPTypes
import Hummingbird
import Printing
import Promotions
import Synchronization

/// An offer for whoever gets its link: public facts, the same for everybody.
enum OfferPages {
    static let imageSeconds = 3_600
    private static let channelLength = 50
    private static let storesShown = 8

    static func show(_ call: Call) async throws -> Reply {
        try Pages.show("offer", .offer, call.request, try await facts(call))
    }

    /// For other people's pages.
    static func embed(_ call: Call) async throws -> Reply {
        var facts = try await facts(call)
        facts["is_embedded"] = true
        return try Pages.show("embed", .offer, call.request, facts, in: .embedded)
    }

    /// The picture that messengers and networks show beside the link.
    static func image(_ call: Call) async throws -> Reply {
        let offer = try await offer(call)
        let language = call.request.pageLanguage.rawValue
        let (words, said) = (offer.terms.coupon.words(for: language), offer.terms.coupon.language(for: language))
        let pack = LocalePack.pack(for: said, read: language)
        let card = ShareCard(
            headline: words.headline, detail: pack.summary(offer.terms.reward), issuer: offer.retailer,
            accent: Colour(red: 0x0B, green: 0x6E, blue: 0x4F), language: said,
            isRightToLeft: LocalePack.isRightToLeft(said))
        let bytes = try await drawn(card, by: call.desk.printer)
        let (tag, keeping) = (Fingerprint.of(bytes), "public, max-age=\(imageSeconds)")
        let reply = Reply(
            status: 200, headers: [.contentType: "image/png", .eTag: "\"\(tag)\"", .cacheControl: keeping], body: bytes)
        return call.request.unlessKnown(tag, reply, keeping: keeping)
    }

    private static let drawnMax = 200
    private static let drawn = Mutex<[ShareCard: [UInt8]]>([:])

    /// Anybody may ask for these pictures as often as they like; coupons wait for the same printer.
    private static func drawn(_ card: ShareCard, by printer: PrintShop) async throws -> [UInt8] {
        if let bytes = drawn.withLock({ $0[card] }) { return bytes }
        let bytes = try await printer.render(card)
        drawn.withLock { drawn in
            if drawn.count >= drawnMax { drawn.removeAll() }
            drawn[card] = bytes
        }
        return bytes
    }

    static func find(_ slug: Substring, _ call: Call) async throws -> PublicOffer {
        if let standing = call.throttles.pages.count(call.address, at: call.now), !standing.isAllowed {
            var problem = Problem(.tooManyAttempts)
            problem.headers[.retryAfter] = "\(standing.resetSeconds)"
            throw problem
        }
        guard let ref = OfferSlug.ref(in: slug), let offer = try await call.desk.publicOffer(ref) else {
            throw Problem(.notFound)
        }
        return offer
    }

    private static func offer(_ call: Call) async throws -> PublicOffer {
        return try await find(call.parameters.first ?? "", call)
    }

    private static func facts(_ call: Call) async throws -> [String: any Sendable] {
        let offer = try await offer(call)
        let language = call.request.pageLanguage
        let words = try Words.of(.offer, language)
        let said = offer.terms.coupon.words(for: language.rawValue)
        let pack = LocalePack.pack(for: offer.terms.coupon.language(for: language.rawValue), read: language.rawValue)
        let slug = OfferSlug.text(offer)
        let base = call.desk.settings.publicURL
        let via = call.query["via"].map { String($0.prefix(channelLength)) }
        let query = via.map { "?via=\(percentEncoded($0))" } ?? ""
        let app = offer.stores.count == 1 ? "/s/\(Ref(offer.ref.retailer, offer.stores[0].id).text)" : "/"
        var facts: [String: any Sendable] = [
            "title": "\(said.headline) · \(offer.retailer)", "headline": said.headline,
            "content_language": offer.terms.coupon.language(for: language.rawValue),
            "summary": pack.summary(offer.terms.reward), "terms": said.terms, "retailer": offer.retailer,
            "url": "\(base)/o/\(slug)", "image": "\(base)/o/\(slug)/image.png?lang=\(language.rawValue)",
            "oembed": "\(base)/oembed?url=\(percentEncoded("\(base)/o/\(slug)"))", "slug": slug,
            "app": app + query, "conditions": pack.lines(offer.terms.conditions),
            "stores": offer.stores.prefix(storesShown).map { ["name": $0.name, "address": $0.address ?? ""] },
            "more_stores": offer.stores.count > storesShown
                ? words.text("more_stores", count: Int64(offer.stores.count - storesShown)) : "",
            "is_open": offer.standing == .running, "prints": offer.standing == .running && offer.printsAtHome,
            "joins": offer.standing == .running && offer.isJoined,
        ]
        for fact in standing(offer, words, language) { facts[fact.key] = fact.value }
        return facts
    }

    private static func standing(
        _ offer: PublicOffer, _ words: Words, _ language: PageLanguage
    ) -> [String: any Sendable] {
        var facts: [String: any Sendable] = [:]
        let pack = LocalePack.pack(for: language.rawValue)
        if let target = offer.crowdTarget {
            facts["crowd"] = [
                "joined": "\(min(offer.participants, target))", "target": "\(target)",
                "text": words.text("crowd", count: target, ["joined": words.number(offer.participants)]),
            ]
        } else if offer.participants > 0 {
            facts["taken"] = words.text("taken", count: offer.participants)
        }
        switch offer.standing {
        case .running:
            if let last = offer.terms.schedule.to?.adding(days: -1) {
                facts["until"] = words.text("until", ["date": pack.day(last)])
            }
        case .opens(let start):
            let local = offer.zone.local(at: start)
            let time = "\(pack.day(local.date)), \(pack.time(secondOfDay: local.secondOfDay))"
            facts["news"] = ["tone": "amber", "icon": "clock", "text": words.text("opens", ["time": time])]
        case .paused: facts["news"] = ["tone": "amber", "icon": "clock", "text": words.text("paused")]
        case .givenOut: facts["news"] = ["tone": "brick", "icon": "cross", "text": words.text("given_out")]
        case .over: facts["news"] = ["tone": "brick", "icon": "cross", "text": words.text("over")]
        }
        return facts
    }
}

/// What stands for an offer in its public address: words for people, then the id, which alone counts.
enum OfferSlug {
    private static let wordsMax = 48
    private static let prefix = "\(Campaign.idPrefix)_"

    static func text(_ offer: PublicOffer) -> String {
        let words = offer.terms.coupon.words.headline.lowercased()
            .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        var text = ""
        for word in words where text.utf8.count + word.utf8.count < wordsMax { text += "\(word)-" }
        return text + offer.ref.text.dropFirst(prefix.count)
    }

    static func ref(in slug: some StringProtocol) -> Ref<Campaign>? {
        slug.split(separator: "-").last.flatMap { Ref<Campaign>(text: prefix + $0) }
    }
}

extension PublicOffer {
    fileprivate var printsAtHome: Bool { terms.presence.when != .toEarn && terms.price == nil }

    fileprivate var isJoined: Bool {
        if case .crowd(let crowd) = terms.unlock { crowd.counts == .pledges } else { false }
    }
}

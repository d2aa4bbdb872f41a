import Actions
import Promotions

/// Coupons as their holder sees them.
enum CouponsAPI {
    static func list(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let limit = try call.query.integer("limit", in: Page<Coupon>.limits) ?? Page<Coupon>.limitStandard
        let (items, next) = try await call.desk.coupons(for: token, after: after(call.query), limit: Int(limit))
        let json = CouponJSON(call)
        return .json([
            "items": .array(items.map { json.told($0.issued, $0.ref) }),
            "next": next.map { .string($0.text) } ?? .null,
        ])
    }

    /// A shopper's coupons come from many retailers, and the number alone orders them: a cursor names no retailer. The
    /// whole id of a coupon does as well.
    private static func after(_ query: Query) throws(Invalid) -> ID<Coupon>? {
        guard let text = query["after"] else { return nil }
        guard let id = ID<Coupon>(text: text) ?? Ref<Coupon>(text: text)?.id else {
            throw Invalid(field: "after", reason: "is not a cursor of this list")
        }
        return id
    }

    static func read(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let held = try await call.desk.coupon(call.ref(), for: token).done()
        return .json(CouponJSON(call).told(held.issued, held.ref))
    }
}

/// A coupon with its code, for whoever holds it.
struct CouponJSON {
    private let desk: Desk
    private let language: String
    private let now: Instant

    init(_ call: Call) {
        desk = call.desk
        language = call.language ?? ""
        now = call.now
    }

    func told(_ issued: IssuedCoupon, _ ref: Ref<Coupon>) -> JSON {
        let (coupon, terms) = (issued.coupon, issued.terms)
        let words = terms.coupon.words(for: language)
        var reward = terms.reward.json.members ?? JSONObject()
        reward["summary"] = .string(terms.reward.summary)
        var object: JSONObject = [
            "id": .string(ref.text), "code": .string(issued.code.grouped),
            "state": .string(coupon.state(at: now).rawValue),
            "campaign_id": .string(Ref(ref.retailer, coupon.campaign).text),
            "store_id": JSON(coupon.store.map { Ref(ref.retailer, $0).text }), "headline": .string(words.headline),
            "reward": .object(reward), "issued_at": .string(coupon.issuedAt.rfc3339),
            "expires_at": .string(coupon.expiresAt.rfc3339), "terms": .string(words.terms),
            "valid_at": JSON(places(issued, of: ref.retailer)), "links": links(issued.code, ref),
        ]
        object["paid"] = terms.price?.json
        return .object(object)
    }

    /// Where fences overlapped, the coupon is good in each of those stores.
    private func places(_ issued: IssuedCoupon, of retailer: ID<Retailer>) -> Sentence {
        switch issued.terms.coupon.place {
        case .anyStore: return "Every store that takes part"
        case .issuingStore:
            guard let store = issued.store else { return "Every store that takes part" }
            var names = [store.name]
            if !issued.coupon.alsoValidAt.isEmpty, let book = desk.shelf.current.book(retailer) {
                names += issued.coupon.alsoValidAt.compactMap { book.store($0)?.name }
            }
            return .list(names)
        }
    }

    /// Good for ten minutes without a token: a phone's print dialog sends none.
    private func links(_ code: CouponCode, _ ref: Ref<Coupon>) -> JSON {
        let link = desk.link(to: ref)
        let start = "\(desk.settings.publicURL)/v1/coupons/\(ref.text)"
        let end = "?expires=\(link.expires)&signature=\(link.signature)"
        let url = { (kind: String) -> JSON in
            var text = start
            text.reserveCapacity(start.utf8.count + kind.utf8.count + end.utf8.count)
            text += kind
            text += end
            return .string(text)
        }
        var links: JSONObject = [
            "pdf": url(".pdf"), "svg": url(".svg"), "png": url(".png"), "escpos": url(".escpos"), "qr": url("/qr.svg"),
            "page": .string(desk.codeLink(code, of: ref.retailer)),
        ]
        if desk.settings.wallet?.names.contains("apple") == true { links["pkpass"] = url(".pkpass") }
        if desk.settings.wallet?.names.contains("google") == true {
            links["google_wallet"] = .string("\(start)/google-wallet")
        }
        return .object(links)
    }
}

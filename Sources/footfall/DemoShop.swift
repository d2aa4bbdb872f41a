import Actions
import Foundation
import Promotions

/// Opens the demo's shop: keeps what still works of last time, and makes what does not.
struct DemoShop {
    let desk: Desk
    let known: DemoCredentials?

    /// A token that ends sooner is renewed, so that printed lines work for the day at least.
    private static let tokenSecondsLeft = 2 * 86_400

    static let latitude = -41.29305
    static let longitude = 174.77521

    func open() async throws -> DemoCredentials {
        var shop = try await retailer()
        let retailer = try Self.id(ID<Retailer>(text: shop.retailer))
        guard case .done(.retailer(_, let key)) = desk.caller(bearing: shop.apiKey) else {
            throw Complaint(.fault, "The demo's new key does not work.")
        }
        let store = try await store(of: retailer)
        shop.store = store.text
        shop.campaign = try await campaign(of: retailer, by: key.actor).text
        if !isTill(shop.tillToken, at: store) { shop.tillToken = try await till(at: store) }
        if !isFresh(shop.shopperToken) { shop.shopperToken = try await shopper(of: retailer) }
        return shop
    }

    /// Where its owner signs in: a link to set a password, until somebody has.
    func console(of shop: DemoCredentials) async throws -> String {
        let retailer = try Self.id(ID<Retailer>(text: shop.retailer))
        if let owner = try await desk.users(of: retailer, after: nil, limit: 1).first {
            guard !owner.hasJoined else { return "\(desk.settings.publicURL)/console (\(owner.email.text))" }
            return try await link(of: retailer) { try await $0.inviteAgain(Ref(retailer, owner.id)).get() }
        }
        guard let email = EmailAddress("owner@tidewater.example") else { throw Complaint(.fault, "No address.") }
        return try await link(of: retailer) { desk in
            try await desk.inviteUser(email, name: "Kim Tide", role: .owner, scope: .everything, to: retailer).get()
        }
    }

    private func link(
        of retailer: ID<Retailer>, _ invite: @escaping @Sendable (Desk) async throws -> NewInvitation
    ) async throws -> String {
        let answer = try await desk.once(nil, of: retailer) { desk in
            KeptAnswer(status: 200, body: Array(try await invite(desk).link.utf8))
        }.get()
        return String(decoding: answer.body, as: UTF8.self)
    }

    private func retailer() async throws -> DemoCredentials {
        if let known, case .done(.retailer(let retailer, let key)) = desk.caller(bearing: known.apiKey),
            key.role == .owner, retailer.text == known.retailer
        {
            return known
        }
        let added = try await desk.addRetailer("Tidewater Bakehouse")
        return DemoCredentials(
            retailer: added.retailer.id.text, apiKey: added.owner.secret, publishableKey: added.publishable.secret,
            store: "", campaign: "", tillToken: "", shopperToken: "")
    }

    private func store(of retailer: ID<Retailer>) async throws -> Ref<Store> {
        if let ref = known.flatMap({ Ref<Store>(text: $0.store) }), ref.retailer == retailer,
            desk.shelf.current.store(ref) != nil
        {
            return ref
        }
        let id = try await once(of: retailer) { try await $0.createStore(Self.store, of: retailer).get().id.rawValue }
        return Ref(retailer, ID(id))
    }

    private func campaign(of retailer: ID<Retailer>, by key: ID<Actor>) async throws -> Ref<Campaign> {
        if let ref = known.flatMap({ Ref<Campaign>(text: $0.campaign) }), ref.retailer == retailer,
            desk.shelf.current.book(retailer)?.campaigns[ref.id]?.state == .enabled
        {
            return ref
        }
        let id = try await once(of: retailer) { desk in
            let draft = try await desk.createCampaign(Self.campaign, of: retailer, by: key).get()
            return try await desk.order(.launch, Ref(retailer, draft.id)).get().id.rawValue
        }
        return Ref(retailer, ID(id))
    }

    private func till(at store: Ref<Store>) async throws -> String {
        let answer = try await desk.once(nil, of: store.retailer) { desk in
            let till = try await desk.addTill(named: "Counter", at: store).get()
            return KeptAnswer(status: 200, body: Array(till.enrolmentCode.utf8))
        }.get()
        return try await desk.enrolTill(String(decoding: answer.body, as: UTF8.self)).get().token
    }

    private func shopper(of retailer: ID<Retailer>) async throws -> String {
        let signUp = SignUp(
            consents: Shopper.Consents(location: true, marketing: false), locale: "en-NZ", identity: nil,
            textVersion: "demo")
        return try await desk.signUp(signUp, through: retailer, isVouchedFor: false).get().token
    }

    private func isTill(_ token: String, at store: Ref<Store>) -> Bool {
        guard case .done(.till(let till)) = desk.caller(bearing: token) else { return false }
        return till.till.retailer == store.retailer && till.store == store.id
    }

    private func isFresh(_ token: String) -> Bool {
        guard case .done(.shopper(let shopper)) = desk.caller(bearing: token) else { return false }
        return desk.clock.now().adding(seconds: Self.tokenSecondsLeft) < shopper.expiresAt
    }

    /// Runs changes in the transaction that they expect, and brings a number out of it.
    private func once(
        of retailer: ID<Retailer>, _ body: @escaping @Sendable (Desk) async throws -> Int64
    ) async throws -> Int64 {
        let answer = try await desk.once(nil, of: retailer) { desk in
            KeptAnswer(status: 200, body: Array(String(try await body(desk)).utf8))
        }.get()
        return try Self.id(Int64(String(decoding: answer.body, as: UTF8.self)))
    }

    private static func id<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Complaint(.fault, "The demo's ids cannot be read.") }
        return value
    }
}

extension DemoShop {
    /// Made up, at a street in Wellington, and never closed.
    private static let store: JSON = [
        "external_id": "1", "name": "Tidewater Bakehouse, Cuba Street", "brand": "Tidewater", "region": "Wellington",
        "address": "Cuba Street, Te Aro, Wellington 6011, New Zealand", "time_zone": "Pacific/Auckland",
        "location": ["latitude": .double(latitude), "longitude": .double(longitude)],
        "fence": ["type": "circle", "radius_meters": 75], "hours": OpeningHours.always.json,
    ]

    /// Always running, and often enough for one shopper that the walk can be repeated all day.
    private static let campaign: JSON = [
        "name": "A pastry on the house",
        "unlock": ["kind": "every_visit"],
        "reward": ["kind": "free_item", "item": "one pastry", "value": ["amount": 650, "currency": "NZD"]],
        "limits": [["per": "shopper", "period": "day", "max": 1_000_000]],
        "coupon": [
            "valid": ["for": "PT12H"], "redeem_at": "issuing_store", "headline": "One pastry on the house",
            "terms": "One pastry of your choice. One coupon a visit.",
        ],
        "presence": ["when": "to_earn"],
    ]
}

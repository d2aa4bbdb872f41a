import Geofence
public import Promotions
import Records

extension Desk {
    private static let exportPage = 500

    /// Everything that is kept of a shopper, with how many rows of which table it came from.
    public func exportShopper(_ token: ShopperToken) async throws -> Answer<JSON> {
        if token.isGuest { return .refused(.identityUnverified) }
        guard let shopper = try await database.shopper(token.shopper) else { return .refused(.tokenOutdated) }
        var export = ShopperExport()
        let consents = try await database.consents(of: shopper.id)
        export.add("shopper_consents", "consents", consents.map(Self.json))
        let identities = try await database.identities(of: shopper.id)
        export.add("shopper_identities", "identities", identities.map(json))
        for retailer in shelf.current.books.keys.sorted() { try await add(retailer, of: shopper.id, to: &export) }
        try await addCoupons(of: token, to: &export)
        try await addMessages(of: shopper.id, to: &export)
        export.rows["shoppers"] = 1
        return .done([
            "shopper": [
                "id": .string(shopper.id.text), "locale": .string(shopper.locale),
                "created_at": .string(shopper.createdAt.rfc3339),
                "consents": [
                    "location": .bool(shopper.consents.location), "marketing": .bool(shopper.consents.marketing),
                ],
            ],
            "exported_at": .string(now.rfc3339), "data": .object(export.json),
            "tables": .array(
                export.rows.sorted { $0.key < $1.key }.map {
                    ["table": .string($0.key), "rows": .int(Int64($0.value))]
                }
            ),
        ])
    }

    private func add(_ retailer: ID<Retailer>, of shopper: ID<Shopper>, to export: inout ShopperExport) async throws {
        var last: ID<CheckIn>?
        while true {
            let page = try await database.checkIns(of: shopper, at: retailer, after: last, limit: Self.exportPage)
            export.add("check_ins", "check_ins", page.map { json($0, of: retailer) })
            last = page.last?.id
            if page.count < Self.exportPage { break }
        }
        let belongings = try await database.belongings(of: shopper, at: retailer)
        export.add(
            "candidacies", "nicknames",
            belongings.nicknames.map {
                ["campaign_id": .string(Ref(retailer, $0.campaign).text), "nickname": .string($0.name)]
            })
        export.add(
            "audience_members", "audiences",
            belongings.audiences.map { ["id": .string(Ref(retailer, $0.0).text), "name": .string($0.name)] })
        let balance = try await database.balance(of: shopper, at: retailer)
        if balance != 0 {
            export.add("point_balances", "points", [["retailer": .string(retailer.text), "points": .int(balance)]])
        }
    }

    private func addCoupons(of token: ShopperToken, to export: inout ShopperExport) async throws {
        var last: ID<Coupon>?
        while true {
            let (items, next) = try await coupons(for: token, after: last, limit: Self.exportPage)
            export.add(
                "coupons", "coupons",
                items.map { held in
                    [
                        "id": .string(held.ref.text), "state": .string(held.issued.coupon.state(at: now).rawValue),
                        "campaign_id": .string(Ref(held.ref.retailer, held.issued.coupon.campaign).text),
                        "headline": .string(held.issued.terms.coupon.words.headline),
                        "issued_at": .string(held.issued.coupon.issuedAt.rfc3339),
                        "expires_at": .string(held.issued.coupon.expiresAt.rfc3339),
                        "redeemed_at": JSON(held.issued.coupon.redeemedAt?.rfc3339),
                    ]
                })
            guard let next else { break }
            last = next
        }
    }

    private func addMessages(of shopper: ID<Shopper>, to export: inout ShopperExport) async throws {
        var last: ID<Message>?
        while true {
            let page = try await database.messages(to: shopper, guest: nil, after: last, limit: Self.exportPage)
            export.add(
                "messages", "messages",
                page.map {
                    [
                        "kind": .string($0.kind.rawValue), "text": .string($0.text),
                        "created_at": .string($0.createdAt.rfc3339),
                    ]
                })
            last = page.last?.id
            if page.count < Self.exportPage { break }
        }
    }

    private static func json(_ consent: GivenConsent) -> JSON {
        [
            "purpose": .string(consent.purpose), "granted": .bool(consent.isGranted),
            "text_version": .string(consent.textVersion), "language": .string(consent.language),
            "given_at": .string(consent.at.rfc3339),
        ]
    }

    private func json(_ identity: KeptIdentity) -> JSON {
        [
            "retailer": .string(shelf.current.book(identity.retailer)?.retailer.name ?? identity.retailer.text),
            "kind": .string(identity.kind), "verified": .bool(identity.isVerified),
            "created_at": .string(identity.createdAt.rfc3339),
        ]
    }

    private func json(_ record: CheckInRecord, of retailer: ID<Retailer>) -> JSON {
        [
            "id": .string(Ref(retailer, record.id).text), "verdict": .string(record.verdict.rawValue),
            "reasons": .array(record.reasons.map { .string($0.rawValue) }),
            "store": JSON(shelf.current.book(retailer)?.stores[record.store]?.name),
            "checked_at": .string(record.checkedAt.rfc3339), "channel": JSON(record.channel),
            "position": record.fix.map {
                [
                    "latitude": .double($0.position.latitude), "longitude": .double($0.position.longitude),
                    "accuracy_meters": .double($0.accuracyMeters),
                ]
            } ?? .null,
        ]
    }
}

/// What is found, by what it is, and where it was kept.
private struct ShopperExport {
    private var lists: [(name: String, items: [JSON])] = []
    var rows: [String: Int] = [:]

    mutating func add(_ table: String, _ name: String, _ items: [JSON]) {
        rows[table, default: 0] += items.count
        if let place = lists.firstIndex(where: { $0.name == name }) {
            lists[place].items += items
        } else {
            lists.append((name, items))
        }
    }

    var json: JSONObject { JSONObject(lists.map { ($0.name, .array($0.items)) }) }
}

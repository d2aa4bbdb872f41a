extension OfflinePack {
    static let version: Int64 = 1

    public var json: JSON {
        let retailer = till.retailer
        return [
            "version": .int(Self.version), "retailer_id": .string(retailer.text), "till_id": .string(till.text),
            "store": [
                "id": .string(Ref(retailer, place.store).text), "number": .int(Int64(place.number)),
                "name": .string(place.name), "time_zone": .string(place.zone.identifier),
            ],
            "issued_at": .string(issuedAt.rfc3339), "stale_at": .string(staleAt.rfc3339),
            "root_key": .string(Base32.encode(keys.root)), "key_set": .string(Base32.encode(keys.set)),
            "key_set_signature": .string(Base32.encode(keys.signature)),
            "offers": .array(offers.map { $0.json(of: retailer) }),
            "revoked": .array(revoked.map(\.symbols).sorted().map { .string($0) }),
            "spent": .string(Base32.encode(spent.bytes)),
            "leases": .array(leases.map { $0.json(of: retailer) }),
        ]
    }

    /// Reads what `json` wrote; members that it does not know are passed over.
    public init(reading json: JSON) throws(Invalid) {
        let reader = PackReader(json)
        guard try reader.int("version") == Self.version else {
            throw Invalid(field: "version", reason: "must be \(Self.version)")
        }
        let till: Ref<Till> = try reader.ref("till_id")
        let place = PackReader(json["store"] ?? .null, at: "store.")
        guard let zone = Zone(identifier: try place.text("time_zone")) else {
            throw Invalid(field: "store.time_zone", reason: "is not known here")
        }
        let store: Ref<Store> = try place.ref("id")
        guard let spent = SpentFilter(bytes: try reader.bytes("spent")) else {
            throw Invalid(field: "spent", reason: "must not be empty")
        }
        self.init(
            till: till,
            place: Place(
                store: store.id, number: try place.number("number"), name: try place.text("name"), zone: zone),
            issuedAt: try reader.instant("issued_at"), staleAt: try reader.instant("stale_at"),
            keys: SignedKeys(
                set: try reader.bytes("key_set"), signature: try reader.bytes("key_set_signature"),
                root: try reader.bytes("root_key")),
            offers: try reader.each("offers") { (reader) throws(Invalid) in try Offer(reader) },
            revoked: Set(try reader.codes("revoked")), spent: spent,
            leases: try reader.each("leases") { (reader) throws(Invalid) in try OfflineLease(reader) })
    }
}

extension OfflinePack.Offer {
    fileprivate func json(of retailer: ID<Retailer>) -> JSON {
        [
            "number": .int(Int64(number)), "campaign_id": .string(Ref(retailer, campaign).text),
            "revision": .int(Int64(revision)), "recalled_at": JSON(recalledAt?.rfc3339),
            "headline": .string(headline), "reward": reward, "conditions": conditions,
        ]
    }

    fileprivate init(_ reader: PackReader) throws(Invalid) {
        let campaign: Ref<Campaign> = try reader.ref("campaign_id")
        self.init(
            number: try reader.number("number"), campaign: campaign.id, revision: Int(try reader.int("revision")),
            recalledAt: reader.json["recalled_at"]?.stringValue.flatMap { Instant(rfc3339: $0) },
            headline: try reader.text("headline"), reward: reader.json["reward"] ?? .null,
            conditions: reader.json["conditions"] ?? .null)
    }
}

extension OfflineLease {
    public func json(of retailer: ID<Retailer>) -> JSON {
        [
            "id": .string(Ref(retailer, id).text), "campaign_id": .string(Ref(retailer, campaign).text),
            "coupons": .int(Int64(coupons)), "ends_at": .string(endsAt.rfc3339),
        ]
    }

    fileprivate init(_ reader: PackReader) throws(Invalid) {
        let (id, campaign): (Ref<OfflineLease>, Ref<Campaign>) = (try reader.ref("id"), try reader.ref("campaign_id"))
        self.init(
            id: id.id, campaign: campaign.id, coupons: Int(try reader.number("coupons")),
            endsAt: try reader.instant("ends_at"))
    }
}

/// A pack comes from a server of ours: the first thing that is wrong tells enough.
private struct PackReader {
    let json: JSON
    let path: String

    init(_ json: JSON, at path: String = "") {
        self.json = json
        self.path = path
    }

    private func member<Value>(_ name: String, _ what: String, _ read: (JSON) -> Value?) throws(Invalid) -> Value {
        guard let value = json[name].flatMap(read) else {
            throw Invalid(field: path + name, reason: "must be \(what)")
        }
        return value
    }

    func text(_ name: String) throws(Invalid) -> String {
        try member(name, "a text") { $0.stringValue }
    }

    func int(_ name: String) throws(Invalid) -> Int64 {
        try member(name, "a whole number") { $0.integerValue }
    }

    func number(_ name: String) throws(Invalid) -> UInt32 {
        try member(name, "a whole number from 0") { $0.integerValue.flatMap { UInt32(exactly: $0) } }
    }

    func instant(_ name: String) throws(Invalid) -> Instant {
        try member(name, "a time") { $0.stringValue.flatMap { Instant(rfc3339: $0) } }
    }

    func bytes(_ name: String) throws(Invalid) -> [UInt8] {
        try member(name, "bytes in base 32") { $0.stringValue.flatMap { Base32.decode($0) } }
    }

    func ref<Subject>(_ name: String) throws(Invalid) -> Ref<Subject> {
        try member(name, "an id") { $0.stringValue.flatMap { Ref(text: $0) } }
    }

    func codes(_ name: String) throws(Invalid) -> [CouponCode] {
        try member(name, "a list of codes") { list in
            list.elements?.compactMap { $0.stringValue.flatMap { CouponCode(typed: $0) } }
        }
    }

    func each<Value>(
        _ name: String, _ read: (PackReader) throws(Invalid) -> Value
    ) throws(Invalid) -> [Value] {
        var values: [Value] = []
        for (place, element) in try member(name, "a list", { $0.elements }).enumerated() {
            values.append(try read(PackReader(element, at: "\(path)\(name)[\(place)].")))
        }
        return values
    }
}

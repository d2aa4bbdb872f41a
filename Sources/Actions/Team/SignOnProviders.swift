public import OpenID
public import Promotions

/// A provider, and whom it may vouch for.
public struct SignOnProvider: Sendable {
    public let provider: OpenIDProvider
    /// Nil: people of all retailers. A retailer's own provider must not say who somebody else's owner is.
    public let retailers: Set<ID<Retailer>>?

    public init(_ provider: OpenIDProvider, retailers: Set<ID<Retailer>>? = nil) {
        self.provider = provider
        self.retailers = retailers
    }

    /// What stands in addresses.
    public var id: String { provider.id }
    /// What stands on the button.
    public var name: String { provider.name }

    func vouches(for retailer: ID<Retailer>) -> Bool {
        retailers?.contains(retailer) ?? true
    }

    /// What an operator's file says: `{"providers": [{"id", "name", "issuer", "client_id", "client_secret"?, "retailers"?,
    /// "trusts_addresses"?}]}`.
    public static func list(reading json: JSON) throws(Invalid) -> [SignOnProvider] {
        let fields = try Fields(json)
        let providers = fields.objects("providers", count: 1...20) { (fields: Fields) throws(Invalid) in
            try SignOnProvider(fields)
        }
        try fields.finish()
        let names = providers.map(\.id)
        guard Set(names).count == names.count else { throw Invalid(field: "providers", reason: "have one id twice") }
        return providers
    }

    private init(_ fields: Fields) throws(Invalid) {
        let id = fields.text("id", length: 1...40)
        let name = fields.text("name", length: 1...60)
        let issuer = fields.text("issuer", length: 1...500)
        let clientID = fields.text("client_id", length: 1...500)
        let secret = fields.optionalText("client_secret", length: 1...4_000)
        let trusts = fields.flag("trusts_addresses", default: false)
        let retailers = fields.texts("retailers", count: 1...1_000)
        try fields.finish()
        do throws(OpenIDProvider.Flaw) {
            provider = try OpenIDProvider(
                id: id, name: name, issuer: issuer, clientID: clientID, clientSecret: secret, trustsAddresses: trusts)
        } catch {
            throw Invalid(field: fields.path(of: error.field), reason: Sentence(error.reason))
        }
        var known: Set<ID<Retailer>> = []
        for text in retailers {
            guard let id = ID<Retailer>(text: text) else {
                throw Invalid(field: fields.path(of: "retailers"), reason: "must be ids of retailers, such as ret_...")
            }
            known.insert(id)
        }
        self.retailers = known.isEmpty ? nil : known
    }
}

/// A provider and the one who talks to it.
struct SignOn: Sendable {
    let setting: SignOnProvider
    let client: OpenIDClient

    init(_ setting: SignOnProvider) {
        self.setting = setting
        client = OpenIDClient(setting.provider)
    }
}

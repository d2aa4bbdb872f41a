/// What becomes of the coupons of a store that is sold out or closed, while it is.
public enum StoreCannot: String, CaseIterable, Sendable {
    /// They may be used in every store in which the campaign runs.
    case anyStore = "any_store"
    /// They wait: good where they always were.
    case issuingStore = "issuing_store"
}

extension Terms {
    /// Another's id reads like an unknown one.
    static func fallback(_ fields: Fields, retailer: ID<Retailer>) -> ID<Campaign>? {
        fields.read("fallback") { (json, path) throws(Invalid) in
            guard let ref = json.stringValue.flatMap({ Ref<Campaign>(text: $0) }), ref.retailer == retailer else {
                throw Invalid(field: path, reason: "must be the id of one of your campaigns")
            }
            return ref.id
        }
    }
}

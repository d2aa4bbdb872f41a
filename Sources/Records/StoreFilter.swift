import Promotions

/// Narrows a statement to what belongs to some stores, where its reader looks after some of them.
enum StoreFilter {
    /// - Parameter parameter: an array of ids; null for all, and for what belongs to no store.
    static func keeping(_ column: String, in parameter: String) -> String {
        "and (\(parameter)::bigint[] is null or \(column) = any(\(parameter)))"
    }

    /// Sales of coupons count where the coupon was issued.
    static func keepingCoupons(of alias: String, in parameter: String) -> String {
        """
        and (\(parameter)::bigint[] is null or exists (
                select 1
                from coupons k
                where k.retailer_id = $1
                and k.coupon_id = \(alias).coupon_id
                and k.store_id = any(\(parameter))
            ))
        """
    }
}

extension Set<ID<Store>> {
    /// As a statement takes them.
    var numbers: [Int64] { map(\.rawValue).sorted() }
}

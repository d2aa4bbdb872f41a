/// The words that stand on a coupon whatever it is for. Braces hold what is put in, named by what it is.
public struct CouponWords: Hashable, Sendable {
    /// `{date}` and `{time}`.
    let until: String
    /// `{date}`, the last day.
    let through: String
    public let everyStore: String
    /// What a coupon must say of itself.
    public let legal: String
    /// `{money}`.
    let minSpend: String
    /// `{list}`.
    let onlyFor: String
    /// `{list}`.
    let notFor: String
    public let notReduced: String
    /// `{count}`.
    let unitsMax: String
    /// `{percent}`.
    let percentOff: String
    /// `{money}`.
    let amountOff: String
    /// `{offer}` and `{money}`.
    let upTo: String
    /// `{item}`.
    let free: String
    /// `{item}`.
    let freeWithPurchase: String
    /// `{offer}` and `{money}`.
    let worth: String
    /// `{item}` and `{money}`.
    let price: String
    /// `{offer}` and `{money}`.
    let insteadOf: String
    public let specimen: String
    /// On the poster by the door: what to do, and how.
    public let checkInHere: String
    public let scanThis: String
}

/// A sentence with places to fill.
enum Pattern {
    /// In one pass: what is put in may have braces of its own.
    static func filled(_ pattern: String, _ values: KeyValuePairs<String, String>) -> String {
        var text = ""
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let name = rest[rest.index(after: open)..<close]
            text += values.first { $0.key == name }?.value ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}

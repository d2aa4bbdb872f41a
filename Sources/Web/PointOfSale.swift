import Actions
import Promotions

/// A retailer's own middleware at a till's routes: each call names the register that it speaks for, in its body or, where
/// it has none, after the `?`.
extension Call {
    /// What the calls of a `pos` key name beside what a till's would.
    private static let names = ["store_external_id", "register"]
    private static let nameLength = 1...100

    func register(of retailer: ID<Retailer>) async throws -> TillToken {
        let named = try body.isEmpty ? queried() : written()
        return try await desk.register(named.register, atStore: named.store, of: retailer).done()
    }

    private func queried() throws(Invalid) -> (store: String, register: String) {
        var found: [String] = []
        for name in Self.names {
            guard let text = query[name], Self.nameLength.contains(text.unicodeScalars.count) else {
                throw Invalid(field: name, reason: "is required from a pos key, as a parameter")
            }
            found.append(text)
        }
        return (found[0], found[1])
    }

    private func written() throws(Invalid) -> (store: String, register: String) {
        let fields = try fields()
        let store = fields.text("store_external_id", length: Self.nameLength)
        let register = fields.text("register", length: Self.nameLength)
        if takesSale {
            _ = fields.text("cashier", length: TillCounterAPI.labelLength)
            _ = fields.text("sale_id", length: TillCounterAPI.labelLength)
        }
        try fields.finishIgnoringUnknown()
        return (store, register)
    }

    /// Whoever takes or holds a coupon says for which sale, and who stands there.
    private var takesSale: Bool { route.takes == .json("Sale") }
}

/// The shopper's app. What it shows of the shopper comes over the API, with the token that the phone keeps.
enum ShopperPages {
    static func app(_ call: Call) async throws -> Reply {
        try Pages.show("shopper", .shopper, call.request)
    }
}

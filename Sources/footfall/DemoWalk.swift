import Promotions

/// The demo's walk as a person reads it: addresses, credentials, and three lines to paste in order.
struct DemoWalk {
    let url: String
    let console: String
    let credentials: DemoCredentials
    let folder: String

    private var answer: String { Self.quoted("\(folder)/check-in.json") }

    /// Check in, fetch the coupon, redeem it. The first leaves its answer in a file for the others, so that each can be
    /// pasted by itself and into any shell.
    var lines: [String] { [checkIn, fetch, redeem] }

    var text: String {
        """
        address        \(url)
        console        \(console)
        retailer key   \(credentials.apiKey)
        till token     \(credentials.tillToken)
        shopper token  \(credentials.shopperToken)

        Check in:
        \(checkIn)

        Fetch the coupon as PDF:
        \(fetch)

        Redeem it at the till:
        \(redeem)
        """
    }

    private var checkIn: String {
        // The store is named because another demo in the same database stands on the same spot.
        let attempt: JSON = [
            "store_id": .string(credentials.store),
            "position": [
                "latitude": .double(DemoShop.latitude), "longitude": .double(DemoShop.longitude),
                "accuracy_meters": 12, "age_ms": 800,
            ],
        ]
        return "curl -sS -X POST \(url)/v1/check-ins -H 'Authorization: Bearer \(credentials.shopperToken)' "
            + "-H 'Content-Type: application/json' -d '\(attempt.text())' "
            + "| tee \(answer); echo"
    }

    private var fetch: String {
        let coupon = "$(grep -o 'cpn_[0-9a-z]*' \(answer) | head -n 1)"
        return "curl -sS -f -H 'Authorization: Bearer \(credentials.shopperToken)' \"\(url)/v1/coupons/\(coupon).pdf\" "
            + "-o \(Self.quoted("\(folder)/coupon.pdf")) "
            + "-w '%{filename_effective}: %{size_download} bytes, %{content_type}\\n'"
    }

    private var redeem: String {
        let code = "$(grep -oE '[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}' \(answer) | head -n 1)"
        return "curl -sS -X POST \(url)/v1/redemptions -H 'Authorization: Bearer \(credentials.tillToken)' "
            + "-H 'Content-Type: application/json' -d \"{\\\"code\\\": \\\"\(code)\\\"}\"; echo"
    }

    /// For a POSIX shell.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isPlain ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }
}

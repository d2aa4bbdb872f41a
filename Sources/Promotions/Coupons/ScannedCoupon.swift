/// What a scanner or a keyboard gave a till: the link of a QR, what it leads to, or a typed code.
public enum ScannedCoupon: Hashable, Sendable {
    case code(CouponCode)
    case signed(SignedCoupon)
    case badCheckSymbol
    case malformed

    public init(_ typed: String) {
        let text = Self.withoutLink(typed)
        let plain = text.filter { !$0.isWhitespace }
        if plain.utf8.count == SignedCoupon.textLength {
            self = SignedCoupon(text: plain.uppercased()).map { .signed($0) } ?? .malformed
            return
        }
        switch CouponCode.parse(String(text)) {
        case .code(let code): self = .code(code)
        case .badCheckSymbol: self = .badCheckSymbol
        case .malformed: self = .malformed
        }
    }

    /// What the link's path ends with: a retailer, a dot and a code, or a signed coupon alone.
    private static func withoutLink(_ typed: String) -> Substring {
        guard let marker = typed.firstRange(of: "/K/") ?? typed.firstRange(of: "/k/") else { return typed[...] }
        let path = typed[marker.upperBound...]
        return path.firstIndex(of: ".").map { path[path.index(after: $0)...] } ?? path
    }
}

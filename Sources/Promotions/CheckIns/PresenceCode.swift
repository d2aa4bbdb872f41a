/// The code on a screen in the shop that changes every half minute: whoever knows it is there, or was a moment ago.
/// The same form proves to a till that somebody of the staff stands before it.
public struct PresenceCode: Hashable, Sendable {
    /// How long a code is shown. RFC 6238, section 5.2, recommends 30 s: long enough to type, short enough that one
    /// passed on by message is stale soon.
    public static let stepSeconds = 30
    /// Steps by which a code may be early or late. RFC 6238, section 5.2, recommends at most one: for the time that
    /// typing takes and for clocks that differ.
    public static let toleranceSteps = 1
    /// With one step of tolerance three codes are good at any moment. Of the usual 10^6 that would be one in 333,333;
    /// of 10^8 it is one in 33 million, and RFC 4226, section 5.3, knows no longer ones.
    public static let digitCount = 8

    /// Whose code it claims to be; nil if only digits were typed.
    public let store: Ref<Store>?
    /// Exactly `digitCount` ASCII digits.
    public let digits: String

    /// Trusts its caller about the digits.
    public init(store: Ref<Store>?, digits: String) {
        self.store = store
        self.digits = digits
    }

    /// What the screen's QR holds: good without naming the store beside it.
    public static func scanned(_ digits: String, at store: Ref<Store>) -> String {
        "\(store.text).\(digits)"
    }

    /// Reads what was typed, such as `1234 5678`, or scanned: `sto_xxx.12345678`. Spaces, dashes, dots and invisible
    /// marks do not matter; the decimal digits of every script are understood. Nil for anything else.
    public init?(typed: String) {
        guard typed.utf8.count <= CouponCode.typedBytesMax else { return nil }
        var rest = typed[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        var store: Ref<Store>?
        let prefix = "\(Store.idPrefix)_"
        // Keyboards like to begin with a capital.
        if rest.prefix(prefix.count).lowercased() == prefix {
            guard let dot = rest.firstIndex(of: "."), let ref = Ref<Store>(text: rest[..<dot].lowercased()) else {
                return nil
            }
            store = ref
            rest = rest[rest.index(after: dot)...]
        }
        var digits = ""
        for scalar in rest.unicodeScalars {
            if let digit = CouponCode.decimalDigit(scalar) {
                digits.unicodeScalars.append(digit)
            } else if !CouponCode.isSeparator(scalar) {
                return nil
            }
        }
        guard digits.utf8.count == Self.digitCount else { return nil }
        self.init(store: store, digits: digits)
    }

    /// The number of the step at `now`, counted from 1970 (RFC 6238, section 4.2).
    public static func step(at now: Instant) -> Int64 {
        now.seconds.quotientFloored(by: Int64(stepSeconds))
    }

    public static func start(ofStep step: Int64) -> Instant {
        Instant(seconds: step * Int64(stepSeconds))
    }
}

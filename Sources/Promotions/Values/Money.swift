/// An ISO 4217 currency code: three capital letters. Which codes exist is not checked, only their form.
public struct Currency: Hashable, Sendable {
    public let code: String

    public init?(_ code: String) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") })
        else { return nil }
        self.code = code
    }

    /// Digits after the decimal point (ISO 4217 list one): how minor units are shown.
    public var minorDigits: Int {
        switch code {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
            "XOF", "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
            3
        case "CLF", "UYW":
            4
        default:
            2
        }
    }
}

/// An amount in minor units (cents, pence, yen).
public struct Money: Hashable, Sendable {
    /// More than any till sees, small enough that sums of a million of them cannot overflow 64 bits.
    public static let amountMax: Int64 = 1_000_000_000_000

    public let amount: Int64
    public let currency: Currency

    public init(_ amount: Int64, _ currency: Currency) {
        self.amount = amount
        self.currency = currency
    }
}

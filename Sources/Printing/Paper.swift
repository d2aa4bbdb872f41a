/// What a coupon is printed on.
public enum Paper: String, CaseIterable, Sendable {
    case a4, letter
    /// ISO 7810 ID-1, the size of a bank card: 85.6 x 54 mm.
    case card

    /// Points, 72 to the inch.
    public var size: (width: Double, height: Double) {
        switch self {
        case .a4: (Points.mm(210), Points.mm(297))
        case .letter: (612, 792)
        case .card: (Points.mm(85.6), Points.mm(54))
        }
    }
}

/// The file a coupon becomes.
public enum PrintFormat: String, CaseIterable, Sendable {
    case pdf, svg
    /// 8-bit grey at 300 dpi.
    case png
}

/// Lengths in points. Symbols are placed on printer dots, so that a module is never a dot wider than its neighbour.
enum Points {
    static let dot = 72.0 / 300

    static func mm(_ length: Double) -> Double { length * 72 / 25.4 }
    static func dots(_ count: Int) -> Double { Double(count) * dot }
    static func snapped(_ length: Double) -> Double { (length / dot).rounded() * dot }
}

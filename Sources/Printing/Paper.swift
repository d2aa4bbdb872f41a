/// What a coupon is printed on.
public enum Paper: String, CaseIterable, Sendable {
    case a4, letter
    /// ISO 7810 ID-1, the size of a bank card: 85.6 x 54 mm.
    case card
    /// Receipt rolls by the width of their paper. Of it 48 and 72 mm can be printed: 384 and 576 dots.
    case roll58 = "58mm"
    case roll80 = "80mm"

    /// As long as what is on it.
    public var isRoll: Bool { height == nil }

    /// In points, 72 to the inch; of a roll, what can be printed.
    public var width: Double {
        switch self {
        case .a4: Points.mm(210)
        case .letter: 612
        case .card: Points.mm(85.6)
        case .roll58: Points.mm(48)
        case .roll80: Points.mm(72)
        }
    }

    /// In points.
    public var height: Double? {
        switch self {
        case .a4: Points.mm(297)
        case .letter: 792
        case .card: Points.mm(54)
        case .roll58, .roll80: nil
        }
    }

    /// Of the printer that it is meant for, in points: 300 to the inch, or 8 to the millimetre.
    public var dot: Double { isRoll ? Points.mm(1) / 8 : 72.0 / 300 }
}

/// The file a coupon becomes.
public enum PrintFormat: String, CaseIterable, Sendable {
    case pdf, svg
    /// 8-bit grey, a pixel for each dot of the printer: 300 dpi, or 203 for rolls.
    case png
    /// What a receipt printer takes: a picture in its own commands, so that it needs no font.
    case escpos

    /// A receipt printer has no pages.
    public func suits(_ paper: Paper) -> Bool { self != .escpos || paper.isRoll }
}

/// Lengths in points.
enum Points {
    static func mm(_ length: Double) -> Double { length * 72 / 25.4 }
}

/// The dots of a printer. Symbols are placed on them, so that a module is never a dot wider than its neighbour.
struct Dots {
    /// In points.
    let size: Double

    func callAsFunction(_ count: Int) -> Double { Double(count) * size }
    func snapped(_ length: Double) -> Double { (length / size).rounded() * size }
}

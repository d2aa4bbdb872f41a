/// A sheet that is cut into coupons, edge to edge.
public enum CutSheet: String, CaseIterable, Sendable {
    /// 95 x 60 mm, eight to an A4.
    case a4Of8 = "a4-8up"
    /// The size of a bank card, ten to an A4.
    case a4Of10 = "a4-10up"
    /// 3.5 x 2 in, ten to a Letter.
    case letterOf10 = "letter-10up"

    public var couponsPerPage: Int { columns * rows }

    var columns: Int { 2 }
    var rows: Int { self == .a4Of8 ? 4 : 5 }
    var paper: Paper { self == .letterOf10 ? .letter : .a4 }

    /// Of one coupon, in points.
    var label: (width: Double, height: Double) {
        switch self {
        case .a4Of8: (Points.mm(95), Points.mm(60))
        case .a4Of10: (Points.mm(85.6), Points.mm(54))
        case .letterOf10: (252, 144)
        }
    }

    /// Where the cuts begin and end: across and down, the edges included.
    var cuts: (across: [Double], down: [Double]) {
        let (width, height) = label
        let left = (paper.width - Double(columns) * width) / 2
        let top = ((paper.height ?? 0) - Double(rows) * height) / 2
        return ((0...columns).map { left + Double($0) * width }, (0...rows).map { top + Double($0) * height })
    }
}

/// What a coupon may have to fit: papers, and one coupon of a sheet.
public enum ProofedForm: Hashable, Sendable {
    case paper(Paper)
    case label(CutSheet)

    /// Each size once: a card is as large as one of ten to an A4, and those of eight have more room.
    public static let all = Paper.allCases.map { Self.paper($0) } + [.label(.letterOf10)]
}

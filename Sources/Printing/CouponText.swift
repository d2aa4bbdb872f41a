/// A coupon's texts set in type at one rung of sizes, before they have a place.
struct CouponText {
    struct Paragraph {
        let field: PrintedField
        let block: TextBlock
        var gapAbove = 0.0
        var role = Sheet.Role.paragraph
    }

    /// How much of the cuttable texts is shown, in lines each.
    struct Cut {
        let storeLines: Int
        let footLines: Int

        static func toLines(_ footLines: Int) -> Cut { Cut(storeLines: 1, footLines: footLines) }
    }

    var issuer: Paragraph?
    var specimen: TextBlock?
    var watermark: TextBlock?
    var column: [Paragraph] = []
    var code: Paragraph
    var foot: [Paragraph] = []
    /// From the top of the headline's line to the top of its capitals.
    let capitalDrop: Double

    init(
        _ coupon: PrintedCoupon, at rung: Measures.Rung, in measures: Measures, columnWidth: Double, cut: Cut?,
        balancesHeadline: Bool, with typesetter: Typesetter
    ) {
        let language = coupon.language
        let (full, right) = (measures.contentWidth, coupon.isRightToLeft)
        func set(_ text: String, _ style: TypeStyle, width: Double, linesMax: Int? = nil) -> TextBlock {
            typesetter.block(text, style, width: width, in: language, endsAtRight: right, linesMax: linesMax)
        }
        /// In one line, each still in its own direction.
        func joined(_ lines: [String]) -> String {
            (right ? lines.map { "\u{2068}\($0)\u{2069}" } : lines).joined(separator: " · ")
        }
        let leading = FontChain.leading(for: language) * measures.tightness
        let headlineLeading = leading - 0.1
        capitalDrop = rung.headline * (headlineLeading - TypeStyle.capitalHeight) / 2
        code = Paragraph(field: .code, block: Self.code(coupon.code, in: measures, with: typesetter))

        let label = TypeStyle(size: measures.issuerSize, isBold: true, leading: leading)
        if coupon.isSpecimen {
            specimen = typesetter.line(coupon.specimenWord, label, in: language)
            let size = measures.contentWidth / (measures.isCard ? 7 : 5)
            watermark = typesetter.line(
                coupon.specimenWord, TypeStyle(size: size, isBold: true, leading: 1), in: language)
        }
        if !coupon.issuer.isEmpty {
            let beside = measures.form == .roll ? nil : specimen
            let width = full - (beside.map { $0.width + measures.gutter } ?? 0)
            issuer = Paragraph(field: .issuer, block: set(coupon.issuer, label, width: width))
        }
        let headlineStyle = TypeStyle(size: rung.headline, isBold: true, leading: headlineLeading)
        let headline =
            balancesHeadline
            ? typesetter.balanced(
                coupon.headline, headlineStyle, width: columnWidth, in: language, endsAtRight: right)
            : set(coupon.headline, headlineStyle, width: columnWidth)
        column = [Paragraph(field: .headline, block: headline, role: .heading)]
        let body = TypeStyle(size: rung.body, leading: leading)
        var gap = measures.middleGap
        func add(_ field: PrintedField, _ text: String, _ style: TypeStyle, linesMax: Int? = nil) {
            guard !text.isEmpty else { return }
            let block = set(text, style, width: columnWidth, linesMax: linesMax)
            column.append(Paragraph(field: field, block: block, gapAbove: gap))
            gap = measures.smallGap
        }
        for line in coupon.details { add(.details, line, body) }
        add(.expiry, coupon.expiry, TypeStyle(size: rung.body, isBold: true, leading: leading))
        gap = measures.middleGap
        if let cut {
            add(.stores, joined(coupon.storeLines), body, linesMax: cut.storeLines)
        } else {
            for line in coupon.storeLines { add(.stores, line, body) }
        }
        let small = TypeStyle(size: rung.terms, leading: leading)
        let legal = measures.isCard ? [joined(coupon.legal)] : coupon.legal
        for (field, text) in [(PrintedField.terms, coupon.terms)] + legal.map({ (.legal, $0) }) where !text.isEmpty {
            let linesMax = cut.map { field == .terms ? $0.footLines : 1 }
            let block = set(text, small, width: measures.isCard ? full : columnWidth, linesMax: linesMax)
            foot.append(Paragraph(field: field, block: block, gapAbove: foot.isEmpty ? 0 : measures.smallGap))
        }
    }

    /// A long code on a narrow roll is set smaller, but never below what body text has.
    private static func code(_ code: String, in measures: Measures, with typesetter: Typesetter) -> TextBlock {
        func set(_ size: Double) -> TextBlock {
            typesetter.line(code, TypeStyle(size: size, isBold: true, isCode: true, leading: 1.1), in: "en")
        }
        let usual = set(measures.codeSize)
        guard usual.width > measures.contentWidth else { return usual }
        return set(max(9, (measures.codeSize * measures.contentWidth / usual.width * 2).rounded(.down) / 2))
    }

    var paragraphs: [Paragraph] { (issuer.map { [$0] } ?? []) + column + [code] + foot }

    /// Characters that no font can draw, each once.
    var missing: [String] {
        var found: [String] = []
        for character in paragraphs.flatMap(\.block.missing) where !found.contains(character) {
            found.append(character)
        }
        return found
    }

    var columnHeight: Double { column.reduce(0) { $0 + $1.gapAbove + $1.block.height } }
    var footHeight: Double { foot.reduce(0) { $0 + $1.gapAbove + $1.block.height } }

    /// The field that takes the most room: what an author should shorten.
    var tallest: PrintedField {
        var heights: [PrintedField: Double] = [:]
        for paragraph in paragraphs where paragraph.field != .code {
            heights[paragraph.field, default: 0] += paragraph.block.height
        }
        return PrintedField.allCases.max { heights[$0, default: 0] < heights[$1, default: 0] } ?? .headline
    }
}

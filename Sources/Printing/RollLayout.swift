extension CouponLayout {
    /// On a roll everything stands in one column, and the paper ends where it ends.
    func rollSheet() throws(PrintProblem) -> Sheet {
        let text = set(at: measures.rungs[0], cut: nil, balancesHeadline: true)
        try check(text)
        var sheet = Sheet(width: measures.width, height: 0, dot: measures.dots.size)
        let side = Side(isMirrored: coupon.isRightToLeft, pageWidth: sheet.width)
        var top = measures.topMargin
        func rule(_ height: Double) {
            let box = Box(left: measures.margin, top: top, width: measures.contentWidth, height: height)
            // A printer with one colour has no paler one.
            sheet.items.append(.rule(box, .black))
            top = box.top + box.height
        }
        func add(_ paragraphs: [CouponText.Paragraph]) {
            for paragraph in paragraphs {
                top += paragraph.gapAbove
                sheet.items.append(side.text(paragraph, at: measures.margin, top: top))
                top += paragraph.block.height
            }
        }
        func addCentred(_ block: TextBlock) {
            sheet.items.append(.text(block, left: (sheet.width - block.width) / 2, top: top, role: .paragraph))
            top += block.height
        }
        rule(measures.ruleHeight)
        top += measures.smallGap
        if let logo {
            sheet.items.append(logo.item(left: (sheet.width - logo.width) / 2, top: top))
            top += logo.height + measures.smallGap
        }
        // A watermark would be as black as the words: a specimen says so above and below.
        if let specimen = text.specimen { addCentred(specimen) }
        add(text.issuer.map { [$0] } ?? [])
        top += measures.middleGap
        add(text.column)
        top += max(measures.gap, qr.quiet)
        let qrSymbol = qr.placed(left: (sheet.width - qr.width) / 2, top: top, says: coupon.link)
        sheet.items.append(.symbol(qrSymbol))
        top = qrSymbol.top + qr.width + max(measures.gap, qr.quiet)
        if let bars {
            let symbol = bars.placed(
                left: (sheet.width - bars.width) / 2, top: top, height: measures.barHeight, says: coupon.code)
            sheet.items.append(.symbol(symbol))
            top = symbol.top + symbol.moduleHeight + measures.smallGap
        }
        addCentred(text.code.block)
        top += measures.middleGap
        rule(measures.dots(2))
        top += measures.middleGap
        add(text.foot)
        if let specimen = text.specimen { addCentred(specimen) }
        guard top + measures.topMargin <= measures.height else { throw .overflow(text.tallest) }
        sheet.height = measures.dots(Int(((top + measures.topMargin) / measures.dots.size).rounded(.up)))
        return sheet
    }
}

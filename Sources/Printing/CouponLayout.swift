/// Lays a coupon out on a paper: the one routine behind every surface.
///
/// From the top: accent rule, issuer, then a column of text with the QR beside it, then the Code 128 with the typed
/// code under it, then terms and legal lines. Right to left is the mirror image; symbols and codes themselves never mirror.
struct CouponLayout {
    let coupon: PrintedCoupon
    let measures: Measures
    private let typesetter: Typesetter
    let qr: SizedSymbol
    /// Nil where a roll is too narrow for them; the QR and the typed code remain.
    let bars: SizedSymbol?
    let logo: PlacedLogo?

    init(_ coupon: PrintedCoupon, in measures: Measures, with typesetter: Typesetter) throws(PrintProblem) {
        self.coupon = coupon
        self.typesetter = typesetter
        self.measures = measures
        logo =
            measures.isCard
            ? nil
            : coupon.logo.flatMap {
                PlacedLogo($0, width: min(measures.contentWidth, Points.mm(60)), height: Points.mm(12), typesetter)
            }
        qr = try SizedSymbol(
            Symbologies.qr(coupon.link), sizes: measures.qrDots, of: measures.dots, quiet: Symbologies.qrQuietModules,
            widthMax: measures.qrSideMax, field: .link)
        // A quiet zone may lie in the paper's margin.
        let neighbour = measures.isCard ? qr.width + qr.quiet : -measures.margin
        let modules = try Symbologies.code128(coupon.barcode)
        do throws(PrintProblem) {
            bars = try SizedSymbol(
                modules, sizes: measures.barDots, of: measures.dots, quiet: Symbologies.barcodeQuietModules,
                widthMax: measures.contentWidth + measures.margin - neighbour, field: .barcode)
        } catch {
            guard measures.form == .roll else { throw error }
            bars = nil
        }
    }

    func sheet() throws(PrintProblem) -> Sheet {
        if measures.form == .roll { return try rollSheet() }
        // On a page the first rung nearly always fits. On a card hardly ever does everything: there the smallest type
        // tells at once whether to look for a rung at all.
        let first = set(at: measures.isCard ? measures.smallestRung : measures.rungs[0], cut: nil)
        try check(first)
        if !measures.isCard, fits(first) { return finished(at: measures.rungs[0], cut: nil) }
        if !measures.isCard || fits(first) {
            for rung in measures.rungs where fits(set(at: rung, cut: nil)) { return finished(at: rung, cut: nil) }
        }
        if measures.isCard {
            for rung in measures.rungs where fits(set(at: rung, cut: .toLines(1))) {
                let roomier = [3, 2].first { fits(set(at: rung, cut: .toLines($0))) }
                return finished(at: rung, cut: .toLines(roomier ?? 1))
            }
        }
        throw .overflow(set(at: measures.smallestRung, cut: measures.isCard ? .toLines(1) : nil).tallest)
    }

    func check(_ text: CouponText) throws(PrintProblem) {
        let missing = text.missing
        guard missing.isEmpty else { throw .missingGlyphs(missing) }
        try coupon.accent.checkOnWhite()
        guard text.code.block.width <= measures.contentWidth else { throw .overflow(.code) }
    }

    private func fits(_ text: CouponText) -> Bool { spare(below: text) >= 0 }

    /// Evens out the headline's lines, which changes no height and is not worth doing while sizes are being tried.
    private func finished(at rung: Measures.Rung, cut: CouponText.Cut?) -> Sheet {
        place(set(at: rung, cut: cut, balancesHeadline: true))
    }

    func set(at rung: Measures.Rung, cut: CouponText.Cut?, balancesHeadline: Bool = false) -> CouponText {
        let beside = measures.form != .page ? 0 : qr.width + max(measures.gutter, qr.quiet)
        return CouponText(
            coupon, at: rung, in: measures, columnWidth: measures.contentWidth - beside, cut: cut,
            balancesHeadline: balancesHeadline, with: typesetter)
    }

    private func place(_ text: CouponText) -> Sheet {
        var sheet = Sheet(width: measures.width, height: measures.height, dot: measures.dots.size)
        let side = Side(isMirrored: coupon.isRightToLeft, pageWidth: sheet.width)
        let (left, right) = (measures.margin, measures.margin + measures.contentWidth)
        if let watermark = text.watermark {
            // On the card it keeps above the symbols, whose white would swallow half of it.
            let middle = measures.isCard ? columnTop(text) + text.columnHeight / 2 : sheet.height / 2
            let turn = measures.isCard ? -0.15 : -0.45
            sheet.items.append(.watermark(watermark, centre: sheet.width / 2, middle: middle, turn: turn))
        }
        let rule = Box(left: left, top: measures.topMargin, width: measures.contentWidth, height: measures.ruleHeight)
        sheet.items.append(.rule(rule, coupon.accent))
        if let logo { sheet.items.append(side.logo(logo, at: left, top: headTop - logo.height - measures.gap / 4)) }
        if let issuer = text.issuer { sheet.items.append(side.text(issuer, at: left, top: headTop)) }
        if let specimen = text.specimen {
            let place = side.left(of: specimen.width, at: right - specimen.width)
            sheet.items.append(.text(specimen, left: place, top: headTop, role: .paragraph))
        }
        var top = columnTop(text)
        for paragraph in text.column {
            top += paragraph.gapAbove
            sheet.items.append(side.text(paragraph, at: left, top: top))
            top += paragraph.block.height
        }
        let drop = measures.isCard ? spare(below: text) : 0
        let bandTop = measures.dots.snapped(bandTop(text) + drop)
        let qrLeft = side.left(of: qr.width, at: right - qr.width)
        let qrTop = measures.isCard ? bandTop : qrTop(text)
        sheet.items.append(.symbol(qr.placed(left: qrLeft, top: qrTop, says: coupon.link)))
        let barsWidth = bars?.width ?? text.code.block.width
        let barsLeft = side.left(of: barsWidth, at: left)
        if let bars {
            sheet.items.append(
                .symbol(bars.placed(left: barsLeft, top: bandTop, height: measures.barHeight, says: coupon.code)))
        }
        let code = text.code.block
        let codeLeft = barsLeft + (barsWidth - code.width) / 2
        let codeTop = bandTop + measures.barHeight + measures.smallGap
        sheet.items.append(.text(code, left: codeLeft, top: codeTop, role: .paragraph))

        top = bandTop + bandHeight(text) + measures.gap
        if !measures.isCard, !text.foot.isEmpty {
            let hairline = Box(left: left, top: top, width: measures.contentWidth, height: measures.dots(2))
            sheet.items.append(.rule(hairline, .black))
            top += measures.middleGap
        }
        for paragraph in text.foot {
            top += paragraph.gapAbove
            sheet.items.append(side.text(paragraph, at: left, top: top))
            top += paragraph.block.height
        }
        return sheet
    }
}

extension CouponLayout {
    /// Points left under the last line; negative when it does not fit.
    private func spare(below text: CouponText) -> Double {
        let above = measures.gap + (measures.isCard ? 0 : measures.middleGap)
        let foot = text.footHeight > 0 ? above + text.footHeight : 0
        return measures.bottom - (bandTop(text) + bandHeight(text) + foot)
    }

    private var headTop: Double {
        measures.topMargin + measures.ruleHeight + measures.gap / 2 + (logo.map { $0.height + measures.gap / 4 } ?? 0)
    }

    private func columnTop(_ text: CouponText) -> Double {
        let head = max(text.issuer?.block.height ?? 0, text.specimen?.height ?? 0)
        return headTop + head + (head > 0 ? measures.middleGap : 0)
    }

    /// Level with the capitals of the headline, but never closer to the head line than the quiet zone.
    private func qrTop(_ text: CouponText) -> Double {
        let head = max(text.issuer?.block.height ?? 0, text.specimen?.height ?? 0)
        return measures.dots.snapped(max(columnTop(text) + text.capitalDrop, headTop + head + qr.quiet))
    }

    private func bandTop(_ text: CouponText) -> Double {
        let columnBottom = columnTop(text) + text.columnHeight
        if measures.isCard { return columnBottom + max(measures.gap, qr.quiet) }
        return max(columnBottom + measures.gap, qrTop(text) + qr.width + max(measures.gap, qr.quiet))
    }

    private func bandHeight(_ text: CouponText) -> Double {
        let bars = measures.barHeight + measures.smallGap + text.code.block.height
        return measures.isCard ? max(bars, qr.width + max(qr.quiet - measures.gap, 0)) : bars
    }
}

/// A logo at the size at which it fits.
struct PlacedLogo {
    let picture: Picture
    let width: Double
    let height: Double

    init?(_ logo: PrintedLogo, width: Double, height: Double, _ typesetter: Typesetter) {
        guard let picture = typesetter.pictures.picture(of: logo) else { return nil }
        self.picture = picture
        (self.width, self.height) = logo.fitted(width: width, height: height)
    }

    func item(left: Double, top: Double) -> Sheet.Item {
        .picture(picture, Box(left: left, top: top, width: width, height: height))
    }
}

/// Which side is the start of a line.
struct Side {
    let isMirrored: Bool
    let pageWidth: Double

    func left(of width: Double, at left: Double) -> Double {
        isMirrored ? pageWidth - left - width : left
    }

    func logo(_ logo: PlacedLogo, at left: Double, top: Double) -> Sheet.Item {
        logo.item(left: self.left(of: logo.width, at: left), top: top)
    }

    func text(_ paragraph: CouponText.Paragraph, at left: Double, top: Double) -> Sheet.Item {
        let block = paragraph.block
        return .text(block, left: self.left(of: block.columnWidth, at: left), top: top, role: paragraph.role)
    }
}

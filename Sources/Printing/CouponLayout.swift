/// Lays a coupon out on a paper: the one routine behind every surface.
///
/// From the top: accent rule, issuer, then a column of text with the QR beside it, then the Code 128 with the typed
/// code under it, then terms and legal lines. Right to left is the mirror image; symbols and codes themselves never mirror.
struct CouponLayout {
    private let coupon: PrintedCoupon
    private let measures: Measures
    private let typesetter: Typesetter
    private let qr: SizedSymbol
    private let bars: SizedSymbol

    init(_ coupon: PrintedCoupon, on paper: Paper, with typesetter: Typesetter) throws(PrintProblem) {
        self.coupon = coupon
        self.typesetter = typesetter
        measures = Measures(paper)
        qr = try SizedSymbol(
            Symbologies.qr(coupon.link), dots: measures.qrDots, quiet: Symbologies.qrQuietModules,
            widthMax: measures.qrSideMax, field: .link)
        // A quiet zone may lie in the paper's margin.
        let neighbour = measures.isCard ? qr.width + qr.quiet : -measures.margin
        bars = try SizedSymbol(
            Symbologies.code128(coupon.barcode), dots: measures.barDots, quiet: Symbologies.barcodeQuietModules,
            widthMax: measures.contentWidth + measures.margin - neighbour, field: .barcode)
    }

    func sheet() throws(PrintProblem) -> Sheet {
        // On a page the first rung nearly always fits. On a card hardly ever does everything: there the smallest type
        // tells at once whether to look for a rung at all.
        let first = set(at: measures.isCard ? measures.smallestRung : measures.rungs[0], cut: nil)
        let missing = first.missing
        guard missing.isEmpty else { throw .missingGlyphs(missing) }
        guard first.code.block.width <= measures.contentWidth else { throw .overflow(.code) }
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

    private func fits(_ text: CouponText) -> Bool { spare(below: text) >= 0 }

    /// Evens out the headline's lines, which changes no height and is not worth doing while sizes are being tried.
    private func finished(at rung: Measures.Rung, cut: CouponText.Cut?) -> Sheet {
        place(set(at: rung, cut: cut, balancesHeadline: true))
    }

    private func set(at rung: Measures.Rung, cut: CouponText.Cut?, balancesHeadline: Bool = false) -> CouponText {
        let beside = measures.isCard ? 0 : qr.width + max(measures.gutter, qr.quiet)
        return CouponText(
            coupon, at: rung, in: measures, columnWidth: measures.contentWidth - beside, cut: cut,
            balancesHeadline: balancesHeadline, with: typesetter)
    }

    private func place(_ text: CouponText) -> Sheet {
        var sheet = Sheet(width: measures.paper.size.width, height: measures.paper.size.height)
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
        let bandTop = Points.snapped(bandTop(text) + drop)
        let qrLeft = side.left(of: qr.width, at: right - qr.width)
        let qrTop = measures.isCard ? bandTop : qrTop(text)
        sheet.items.append(.symbol(qr.placed(left: qrLeft, top: qrTop, says: coupon.link)))
        let barsLeft = side.left(of: bars.width, at: left)
        sheet.items.append(
            .symbol(bars.placed(left: barsLeft, top: bandTop, height: measures.barHeight, says: coupon.code)))
        let code = text.code.block
        let codeLeft = barsLeft + (bars.width - code.width) / 2
        let codeTop = bandTop + measures.barHeight + measures.smallGap
        sheet.items.append(.text(code, left: codeLeft, top: codeTop, role: .paragraph))

        top = bandTop + bandHeight(text) + measures.gap
        if !measures.isCard, !text.foot.isEmpty {
            let hairline = Box(left: left, top: top, width: measures.contentWidth, height: Points.dots(2))
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

    private var headTop: Double { measures.topMargin + measures.ruleHeight + measures.gap / 2 }

    private func columnTop(_ text: CouponText) -> Double {
        let head = max(text.issuer?.block.height ?? 0, text.specimen?.height ?? 0)
        return headTop + head + (head > 0 ? measures.middleGap : 0)
    }

    /// Level with the capitals of the headline, but never closer to the head line than the quiet zone.
    private func qrTop(_ text: CouponText) -> Double {
        let head = max(text.issuer?.block.height ?? 0, text.specimen?.height ?? 0)
        return Points.snapped(max(columnTop(text) + text.capitalDrop, headTop + head + qr.quiet))
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

/// Which side is the start of a line.
private struct Side {
    let isMirrored: Bool
    let pageWidth: Double

    func left(of width: Double, at left: Double) -> Double {
        isMirrored ? pageWidth - left - width : left
    }

    func text(_ paragraph: CouponText.Paragraph, at left: Double, top: Double) -> Sheet.Item {
        let block = paragraph.block
        return .text(block, left: self.left(of: block.columnWidth, at: left), top: top, role: paragraph.role)
    }
}

/// A symbol at the largest module its place allows.
private struct SizedSymbol {
    let modules: SymbolModules
    let module: Double
    let quietModules: Int

    var width: Double { Double(modules.width) * module }
    var quiet: Double { Double(quietModules) * module }

    init(
        _ modules: SymbolModules, dots: ClosedRange<Int>, quiet: Int, widthMax: Double, field: PrintedField
    ) throws(PrintProblem) {
        let across = modules.width + 2 * quiet
        guard let chosen = dots.last(where: { Points.dots($0 * across) <= widthMax }) else { throw .overflow(field) }
        self.modules = modules
        module = Points.dots(chosen)
        quietModules = quiet
    }

    /// - Parameter height: of bars; nil keeps modules square.
    func placed(left: Double, top: Double, height: Double? = nil, says alternative: String) -> PlacedSymbol {
        PlacedSymbol(
            modules: modules, left: Points.snapped(left), top: Points.snapped(top), moduleWidth: module,
            moduleHeight: height.map(Points.snapped) ?? module, quietModules: quietModules, alternative: alternative)
    }
}

/// Lays out a shelf card: the offer as large as it fits, beside it the QR of one store.
struct ShelfCardLayout {
    let card: PrintedShelfCard
    let paper: ShelfPaper
    let typesetter: Typesetter

    func sheet() throws(PrintProblem) -> Sheet {
        // A5 is A6 seen larger.
        let full = paper.size.width / Points.mm(148)
        let scales = [1, 0.9, 0.8, 0.7, 0.6, 0.5].map { $0 * full }
        for scale in scales.dropLast() {
            do throws(PrintProblem) {
                return try page(scale)
            } catch .overflow {
                continue
            }
        }
        return try page(scales[scales.count - 1])
    }

    private func page(_ scale: Double) throws(PrintProblem) -> Sheet {
        let size = paper.size
        let full = size.width / Points.mm(148)
        var page = PageDraft(
            width: size.width, height: size.height, margin: Points.mm(9) * full, scale: scale, card.letterhead,
            with: typesetter)
        page.rule(from: page.margin, top: page.top, width: page.contentWidth, height: 6 * full, card.letterhead.accent)
        page.top += 6 * full
        page.top += 6 * full
        if card.letterhead.logo != nil {
            page.placeLogo(height: Points.mm(12) * full)
        } else {
            let issuer = page.block(card.letterhead.issuer, 11, isBold: true, width: page.contentWidth)
            page.place(issuer, from: page.margin, top: page.top)
            page.top += issuer.height
        }
        let bodyTop = page.top
        var bodyBottom = bodyTop
        var column = page.contentWidth
        if let invitation = card.invitation {
            let wanted = Points.mm(50) * full
            let qrTop = bodyTop + 4 * full
            let start = page.margin + page.contentWidth - wanted
            let side = try page.qr(invitation.link, from: start, top: qrTop, sideMax: wanted)
            bodyBottom = qrTop + side
            for (text, isBold) in [(invitation.title, true), (invitation.hint, false)] {
                let block = page.block(text, isBold ? 12 : 9, isBold: isBold, width: side, isCentred: true)
                page.place(block, from: start, top: bodyBottom)
                bodyBottom += block.height
            }
            column -= wanted + 10 * full
        }
        page.add(card.headline, 30, isBold: true, gap: 8, width: column, role: .heading)
        for (place, line) in card.details.enumerated() {
            page.add(line, 14, gap: place == 0 ? 8 : 2, width: column)
        }
        page.top = max(page.top, bodyBottom)
        // The smallest that is still read by everybody; what is longer stands on the coupon.
        let terms = typesetter.block(
            card.terms, TypeStyle(size: 7 * full, leading: FontChain.leading(for: card.letterhead.language)),
            width: page.contentWidth, in: card.letterhead.language, endsAtRight: card.letterhead.isRightToLeft,
            linesMax: 3)
        if !card.terms.isEmpty {
            guard page.top + 6 * full + terms.height <= page.bottom else { throw .overflow(.headline) }
            guard terms.missing.isEmpty else { throw .missingGlyphs(terms.missing) }
            page.place(terms, from: page.margin, top: page.bottom - terms.height)
        }
        return try page.finished(tallest: .headline)
    }
}

/// Lays out a poster: everything in the middle, the QR as large as the words let it.
struct PosterLayout {
    let poster: PrintedPoster
    let paper: PosterPaper
    let typesetter: Typesetter

    func sheet() throws(PrintProblem) -> Sheet {
        let (width, height) = paper.size
        // A3 is A4 seen larger.
        let scale = width / Points.mm(210)
        let dots = Dots(size: Paper.a4.dot)
        let (margin, gap) = (Points.mm(20) * scale, Points.mm(12) * scale)
        let column = width - 2 * margin
        let leading = FontChain.leading(for: poster.language)
        func set(_ text: String, _ size: Double, isBold: Bool = false) -> TextBlock {
            typesetter.balanced(
                text, TypeStyle(size: size * scale, isBold: isBold, leading: leading), width: column,
                in: poster.language, endsAtRight: poster.isRightToLeft, isCentred: true)
        }
        let title = set(poster.title, 52, isBold: true)
        let store = set(poster.store, 26)
        let hint = set(poster.hint, 24)
        let issuer = set(poster.issuer, 16, isBold: true)
        let missing = [title, store, hint, issuer].flatMap(\.missing)
        guard missing.isEmpty else {
            throw .missingGlyphs(
                missing.enumerated().filter { !missing[..<$0.offset].contains($0.element) }.map(\.element))
        }
        try poster.accent.checkOnWhite()
        let ruleHeight = Points.mm(4) * scale
        let top = margin + ruleHeight + gap
        let logo = poster.logo.flatMap { PlacedLogo($0, width: column, height: Points.mm(20) * scale, typesetter) }
        let foot = logo?.height ?? issuer.height
        let words = title.height + store.height + hint.height + foot
        let room = height - margin - top - words - 5 * gap
        let modules = try Symbologies.qr(poster.link)
        let qr = try SizedSymbol(
            modules, sizes: 12...80, of: dots, quiet: Symbologies.qrQuietModules,
            widthMax: min(room, Points.mm(150) * scale), field: room < Points.mm(60) * scale ? .headline : .link)
        var sheet = Sheet(width: width, height: height, dot: dots.size)
        sheet.items.append(
            .rule(Box(left: margin, top: margin, width: column, height: ruleHeight), poster.accent))
        func add(_ block: TextBlock, _ top: Double, _ role: Sheet.Role = .paragraph) {
            sheet.items.append(.text(block, left: (width - block.columnWidth) / 2, top: top, role: role))
        }
        add(title, top, .heading)
        add(store, top + title.height + gap / 2)
        let spare = max(0, room - qr.width - 2 * qr.quiet) / 2
        let qrTop = top + title.height + store.height + 2 * gap + spare + qr.quiet
        sheet.items.append(.symbol(qr.placed(left: (width - qr.width) / 2, top: qrTop, says: poster.link)))
        add(hint, qrTop + qr.width + qr.quiet + gap)
        if let logo {
            sheet.items.append(logo.item(left: (width - logo.width) / 2, top: height - margin - foot))
        } else {
            add(issuer, height - margin - foot)
        }
        return sheet
    }
}

/// A page that is filled from the top, in reading order. Right to left is the mirror image.
struct PageDraft {
    var sheet: Sheet
    /// Where the next thing goes.
    var top: Double
    let margin: Double
    /// Multiplies every size of type and every gap.
    let scale: Double
    let letterhead: Letterhead
    /// Characters that no font can draw.
    private(set) var missing: [String] = []
    private let typesetter: Typesetter
    private let leading: Double

    init(
        width: Double, height: Double, margin: Double, scale: Double = 1, _ letterhead: Letterhead,
        with typesetter: Typesetter
    ) {
        sheet = Sheet(width: width, height: height, dot: Paper.a4.dot)
        self.margin = margin
        self.scale = scale
        self.letterhead = letterhead
        self.typesetter = typesetter
        top = margin
        leading = FontChain.leading(for: letterhead.language)
    }

    var contentWidth: Double { sheet.width - 2 * margin }
    var bottom: Double { sheet.height - margin }
    var dots: Dots { Dots(size: sheet.dot) }
    private var side: Side { Side(isMirrored: letterhead.isRightToLeft, pageWidth: sheet.width) }

    /// A box by its distance from the start of the line.
    mutating func rule(from start: Double, top: Double, width: Double, height: Double, _ colour: Colour = .black) {
        let left = side.left(of: width, at: start)
        sheet.items.append(.rule(Box(left: left, top: top, width: width, height: height), colour))
    }

    /// The accent rule over the issuer and, at the end of the line, what the paper is.
    mutating func head(_ label: String) {
        rule(from: margin, top: top, width: contentWidth, height: 5, letterhead.accent)
        top += 5 + 8 * scale
        placeLogo(height: Points.mm(12) * scale)
        let name = block(letterhead.issuer, 11, isBold: true, width: contentWidth * 0.62)
        let kind = block(label, 11, isBold: true, width: contentWidth * 0.35, endsLine: true)
        place(name, from: margin, top: top)
        place(kind, from: margin + contentWidth - kind.columnWidth, top: top)
        top += max(name.height, kind.height)
    }

    /// At the start of the line, and what follows under it.
    mutating func placeLogo(height: Double) {
        guard
            let logo = letterhead.logo.flatMap({ PlacedLogo($0, width: contentWidth / 2, height: height, typesetter) })
        else { return }
        sheet.items.append(side.logo(logo, at: margin, top: top))
        top += logo.height + 6 * scale
    }

    /// A paragraph over the whole width, or a part of it, under what is there.
    mutating func add(
        _ text: String, _ size: Double, isBold: Bool = false, gap: Double, width: Double? = nil,
        role: Sheet.Role = .paragraph
    ) {
        guard !text.isEmpty else { return }
        let block = block(text, size, isBold: isBold, width: width ?? contentWidth)
        top += gap * scale
        place(block, from: margin, top: top, role: role)
        top += block.height
    }

    mutating func place(_ block: TextBlock, from start: Double, top: Double, role: Sheet.Role = .paragraph) {
        sheet.items.append(.text(block, left: side.left(of: block.columnWidth, at: start), top: top, role: role))
    }

    /// - Parameter endsLine: stands against the far edge of its column.
    mutating func block(
        _ text: String, _ size: Double, isBold: Bool = false, width: Double, endsLine: Bool = false,
        isCentred: Bool = false
    ) -> TextBlock {
        let block = typesetter.block(
            text, TypeStyle(size: size * scale, isBold: isBold, leading: leading), width: width,
            in: letterhead.language, endsAtRight: letterhead.isRightToLeft != endsLine, isCentred: isCentred)
        missing += block.missing
        return block
    }

    /// A code or a number: never mirrored, never broken.
    func line(_ text: String, _ size: Double, isCode: Bool) -> TextBlock {
        typesetter.line(
            text, TypeStyle(size: size * scale, isBold: isCode, isCode: isCode, leading: 1.2), in: "en")
    }

    /// A QR whose quiet zone begins at the start of the line.
    /// - Returns: its side with the quiet zone.
    @discardableResult
    mutating func qr(_ link: String, from start: Double, top: Double, sideMax: Double) throws(PrintProblem) -> Double {
        let symbol = try SizedSymbol(
            Symbologies.qr(link), sizes: 4...40, of: dots, quiet: Symbologies.qrQuietModules, widthMax: sideMax,
            field: .link)
        let width = symbol.width + 2 * symbol.quiet
        let left = side.left(of: width, at: start) + symbol.quiet
        sheet.items.append(.symbol(symbol.placed(left: left, top: top + symbol.quiet, says: link)))
        return width
    }

    /// The page, if all of it can be drawn and seen.
    func finished(tallest: PrintedField) throws(PrintProblem) -> Sheet {
        guard missing.isEmpty else {
            throw .missingGlyphs(missing.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        }
        try letterhead.accent.checkOnWhite()
        guard top <= bottom + 0.001 else { throw .overflow(tallest) }
        return sheet
    }
}

/// The picture that a shared link shows, 1200 by 630: who offers what.
public struct ShareCard: Hashable, Sendable {
    public static let width = 1_200
    public static let height = 630

    public var headline: String
    /// What it is worth, in a line.
    public var detail: String
    public var issuer: String
    public var accent: Colour
    /// BCP 47.
    public var language: String
    public var isRightToLeft: Bool

    public init(
        headline: String, detail: String, issuer: String, accent: Colour, language: String, isRightToLeft: Bool
    ) {
        self.headline = headline
        self.detail = detail
        self.issuer = issuer
        self.accent = accent
        self.language = language
        self.isRightToLeft = isRightToLeft
    }
}

/// The headline as large as three lines of it can be.
struct ShareCardLayout {
    let card: ShareCard
    let typesetter: Typesetter

    private static let margin = 72.0
    private static let sizes = [96.0, 80, 64, 52, 44, 36]
    private static let linesMax = 3

    func sheet() -> Sheet {
        let (width, height) = (Double(ShareCard.width), Double(ShareCard.height))
        let column = width - 2 * Self.margin
        func set(_ text: String, _ size: Double, isBold: Bool = false, linesMax: Int) -> TextBlock {
            typesetter.block(
                text, TypeStyle(size: size, isBold: isBold, leading: FontChain.leading(for: card.language)),
                width: column, in: card.language, endsAtRight: card.isRightToLeft, linesMax: linesMax)
        }
        let issuer = set(card.issuer, 36, isBold: true, linesMax: 1)
        let detail = set(card.detail, 40, linesMax: 2)
        let size =
            Self.sizes.first { size in
                typesetter.block(
                    card.headline, TypeStyle(size: size, isBold: true, leading: FontChain.leading(for: card.language)),
                    width: column, in: card.language, endsAtRight: card.isRightToLeft
                ).lineCount <= Self.linesMax
            } ?? Self.sizes[Self.sizes.count - 1]
        let headline = set(card.headline, size, isBold: true, linesMax: Self.linesMax)
        var sheet = Sheet(width: width, height: height, dot: 1)
        let side = card.isRightToLeft ? width - 24 : 0
        sheet.items.append(.rule(Box(left: side, top: 0, width: 24, height: height), card.accent))
        let middle = (height - headline.height) / 2
        sheet.items.append(.text(issuer, left: Self.margin, top: Self.margin - 16, role: .paragraph))
        sheet.items.append(.text(headline, left: Self.margin, top: middle, role: .heading))
        sheet.items.append(
            .text(detail, left: Self.margin, top: height - Self.margin - detail.height, role: .paragraph))
        return sheet
    }
}

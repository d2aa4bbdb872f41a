import Testing

@testable import Printing

/// Where things stand, and what is said when they do not fit.
@Suite("layout")
struct LayoutTests {
    private static func sheet(of coupon: PrintedCoupon, on paper: Paper) throws -> Sheet {
        let renderer = try Renderer.taken()
        defer { Renderer.park(renderer) }
        return try renderer.sheet(of: coupon, on: paper)
    }

    @Test("nothing overlaps and nothing leaves the paper", arguments: SampleCoupons.all, Paper.allCases)
    func noOverlap(coupon: PrintedCoupon, paper: Paper) throws {
        Self.expectApart(try Self.sheet(of: coupon, on: paper))
    }

    static func expectApart(_ sheet: Sheet) {
        let boxes = boxes(on: sheet)
        for (index, box) in boxes.enumerated() {
            #expect(box.left >= -0.01 && box.left + box.width <= sheet.width + 0.01)
            #expect(box.top >= 0 && box.top + box.height <= sheet.height)
            for other in boxes[(index + 1)...] {
                let apart =
                    box.left + box.width <= other.left + 0.01 || other.left + other.width <= box.left + 0.01
                    || box.top + box.height <= other.top + 0.01 || other.top + other.height <= box.top + 0.01
                #expect(apart, "\(box) and \(other)")
            }
        }
    }

    /// Ink boxes of texts, and of symbols the black with its quiet zone.
    private static func boxes(on sheet: Sheet) -> [Box] {
        sheet.items.compactMap { item in
            switch item {
            case .rule(let box, _), .picture(_, let box): box
            case .watermark: nil
            case .text(let block, let left, let top, _):
                Box(left: left + block.inkLeft, top: top, width: block.width, height: block.height)
            case .symbol(let symbol): symbol.white
            }
        }
    }

    @Test("right to left is the mirror image, symbols themselves are not", arguments: Paper.allCases)
    func mirrored(paper: Paper) throws {
        var coupon = SampleCoupons.english
        let plain = Self.symbols(on: try Self.sheet(of: coupon, on: paper))
        coupon.isRightToLeft = true
        let mirror = Self.symbols(on: try Self.sheet(of: coupon, on: paper))
        for (one, other) in zip(plain, mirror) {
            #expect(abs(one.left + one.black.width - (paper.width - other.left)) <= paper.dot)
            #expect(one.modules.isBlack == other.modules.isBlack)
        }
        if paper.isRoll { return }
        #expect(plain[0].left > plain[1].left)
        #expect(mirror[0].left < mirror[1].left)
    }

    private static func symbols(on sheet: Sheet) -> [PlacedSymbol] {
        sheet.items.compactMap { if case .symbol(let symbol) = $0 { symbol } else { nil } }
    }

    @Test("modules are whole printer dots on the dot grid", arguments: SampleCoupons.all, Paper.allCases)
    func dots(coupon: PrintedCoupon, paper: Paper) throws {
        for symbol in Self.symbols(on: try Self.sheet(of: coupon, on: paper)) {
            for length in [symbol.left, symbol.top, symbol.moduleWidth, symbol.moduleHeight] {
                let dots = length / paper.dot
                #expect(abs(dots - dots.rounded()) < 0.001)
            }
            let isMatrix = symbol.modules.height > 1
            let least = paper.isRoll ? (isMatrix ? 4 : 2) : (isMatrix ? 5 : 3)
            #expect(symbol.moduleWidth >= Double(least) * paper.dot - 0.001)
        }
    }

    @Test("a headline of 400 letters is refused on the card and named")
    func headlineOverflow() throws {
        var coupon = SampleCoupons.english
        coupon.headline = String(repeating: "Cinnamon buns ", count: 30)
        #expect(throws: PrintProblem.overflow(.headline)) { try Self.sheet(of: coupon, on: .card) }
    }

    @Test("terms of three pages are refused on paper, cut on the card, never overlapping")
    func longTerms() throws {
        var coupon = SampleCoupons.german
        coupon.terms = String(repeating: "Ausgenommen sind Bücher und Zeitschriften. ", count: 300)
        #expect(throws: PrintProblem.overflow(.terms)) { try Self.sheet(of: coupon, on: .a4) }
        _ = try Self.sheet(of: coupon, on: .card)
        try noOverlap(coupon: coupon, paper: .card)
    }

    @Test("an unbroken word of 200 letters wraps inside its column")
    func unbrokenWord() throws {
        var coupon = SampleCoupons.english
        coupon.details = [String(repeating: "W", count: 200)]
        try noOverlap(coupon: coupon, paper: .a4)
    }

    @Test("characters without a glyph are listed, each once")
    func missingGlyphs() throws {
        var coupon = SampleCoupons.english
        coupon.headline = "Free 🥐 and 🥐"
        coupon.terms = "\u{10FFFF} applies"
        #expect(throws: PrintProblem.missingGlyphs(["🥐", "\u{10FFFF}"])) { try Self.sheet(of: coupon, on: .a4) }
    }

    @Test("control characters and line ends do no harm", arguments: Paper.allCases)
    func controls(paper: Paper) throws {
        var coupon = SampleCoupons.english
        coupon.headline = "A\u{0}B\u{7}C"
        coupon.terms = "One\nTwo\r\n\tThree\u{2028}Four"
        try noOverlap(coupon: coupon, paper: paper)
    }

    @Test("a link that needs a larger QR than the card holds is refused and named")
    func longLink() throws {
        var coupon = SampleCoupons.english
        coupon.link = "HTTPS://EXAMPLE.COM/K/" + String(repeating: "A", count: 165)
        _ = try Self.sheet(of: coupon, on: .a4)
        coupon.link += String(repeating: "A", count: 400)
        #expect(throws: PrintProblem.overflow(.link)) { try Self.sheet(of: coupon, on: .card) }
    }

    @Test("a colour that is hardly seen on white is refused", arguments: Paper.allCases)
    func pale(paper: Paper) throws {
        var coupon = SampleCoupons.english
        coupon.accent = Colour(red: 0xF2, green: 0xB8, blue: 0x4B)
        #expect(throws: PrintProblem.pale(.accent)) { try Self.sheet(of: coupon, on: paper) }
    }
}

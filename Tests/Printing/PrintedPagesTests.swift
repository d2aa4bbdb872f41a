import Foundation
import Length
import Printing
import Testing

/// Every language on every paper, read back by a scanner and by PDF tools.
@Suite("printed pages")
struct PrintedPagesTests {
    static let shop = PrintShop()
    static let parse = "import sys, xml.dom.minidom as d; d.parse(sys.argv[1])"

    static let isThorough = rounds(1) > 1

    /// Letter is A4 with other edges, and rolls have a suite of their own: some languages tell.
    static let runs: [(PrintedCoupon, Paper)] =
        isThorough
        ? SampleCoupons.all.flatMap { coupon in Paper.allCases.map { (coupon, $0) } }
        : SampleCoupons.all.flatMap { [($0, Paper.a4), ($0, Paper.card)] }
            + [SampleCoupons.english, SampleCoupons.hebrew].flatMap { [($0, Paper.letter), ($0, Paper.roll58)] }
            + [SampleCoupons.hebrew, SampleCoupons.korean].map { ($0, Paper.roll80) }

    @Test("a PDF scans, extracts, checks clean and carries its fonts", arguments: runs)
    func pdf(coupon: PrintedCoupon, paper: Paper) async throws {
        let desk = try Desk()
        let bytes = try await Self.shop.render(coupon, as: .pdf, on: paper)
        let file = try desk.put(bytes, as: "coupon.pdf")

        let picture = try Tools.rasterised(file)
        #expect(try Tools.symbols(in: picture) == [coupon.link, coupon.barcode])
        if Self.isThorough || coupon == SampleCoupons.hebrew {
            #expect(try Tools.symbolsByZXing(in: picture) == [coupon.link, coupon.barcode])
            // As a phone or an office copier sees it, or a receipt printer.
            let coarse = try Tools.rasterised(file, dpi: 203)
            #expect(try Tools.symbols(in: coarse) == [coupon.link, coupon.barcode])
            #expect(try Tools.symbolsByZXing(in: coarse) == [coupon.link, coupon.barcode])
        }

        // In reading order of the content, except right to left, which only the layout mode puts back in order.
        let text = bare(try Tools.run("pdftotext", (coupon.isRightToLeft ? [] : ["-raw"]) + [file.path, "-"]))
        #expect(text.contains(bare(coupon.headline)))
        #expect(text.contains(bare(coupon.code)))

        let verdict = try Tools.run("qpdf", ["--check", file.path])
        #expect(verdict.contains("No syntax or stream encoding errors found"))
        #expect(!verdict.contains("WARNING"))

        let fonts = try Tools.run("pdffonts", [file.path]).split(separator: "\n").dropFirst(2)
        #expect(!fonts.isEmpty)
        for font in fonts {
            // Columns from the right: object and generation, unicode map, subset, embedded.
            let columns = font.split(separator: " ").suffix(5).prefix(3)
            #expect(columns == ["yes", "yes", "yes"], "\(font)")
        }
    }

    @Test("a PNG scans and says that it has 300 dots to the inch", arguments: runs)
    func png(coupon: PrintedCoupon, paper: Paper) async throws {
        let desk = try Desk()
        let bytes = try await Self.shop.render(coupon, as: .png, on: paper)
        #expect(try Tools.symbols(in: desk.put(bytes, as: "coupon.png")) == [coupon.link, coupon.barcode])

        func number(at offset: Int) -> Int { bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
        #expect(number(at: 16) == Int((paper.width / paper.dot).rounded()))
        if let height = paper.height { #expect(number(at: 20) == Int((height / paper.dot).rounded())) }
        #expect(bytes[24] == 8 && bytes[25] == 0, "8 bits of grey")
        #expect(String(decoding: bytes[37..<41], as: UTF8.self) == "pHYs")
        #expect(number(at: 41) == (paper.isRoll ? 8_000 : 11_811))
        #expect(number(at: 45) == number(at: 41))
    }

    @Test("SVGs scan as a browser shows them", .enabled(if: Tools.isInstalled("chromium")))
    func svg() async throws {
        let desk = try Desk()
        var page = "<body style='margin:0;background:#555'>"
        var expected: Set<String> = []
        for coupon in SampleCoupons.all {
            let file = try desk.put(
                try await Self.shop.render(coupon, as: .svg, on: .card), as: "\(coupon.language).svg")
            page += "<img style='display:inline-block;margin:8px' src='\(file.lastPathComponent)'>"
            expected.formUnion([coupon.link, coupon.barcode])
        }
        let html = try desk.put(Array(page.utf8), as: "page.html")
        let picture = desk.folder.appendingPathComponent("page.png")
        try Tools.run(
            "chromium",
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=3.125",
                "--window-size=1040,960", "--user-data-dir=\(desk.folder.path)/browser",
                "--screenshot=\(picture.path)", html.absoluteString,
            ])
        #expect(try Tools.symbols(in: picture) == expected)
    }

    @Test("an SVG is well formed, titled, and draws the QR as outlines over white", arguments: Paper.allCases)
    func svgText(paper: Paper) async throws {
        var coupon = SampleCoupons.english
        coupon.headline = "Tea & \"cake\" < 5 <script>"
        let bytes = try await Self.shop.render(coupon, as: .svg, on: paper)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("<title>Tea &amp; &quot;cake&quot; &lt; 5 &lt;script&gt;</title>"))
        #expect(text.contains("lang=\"en-US\""))
        #expect(!text.contains("<image"))
        #expect(text.contains("fill:rgb(100%,100%,100%)"))
        let desk = try Desk()
        try Tools.run("python3", ["-c", Self.parse, desk.put(bytes, as: "coupon.svg").path])
    }

    @Test("a specimen says so in the text and still scans", arguments: Paper.allCases)
    func specimen(paper: Paper) async throws {
        let desk = try Desk()
        var coupon = SampleCoupons.arabic
        #expect(try await !text(of: coupon, on: paper, desk).contains("SPECIMEN"))
        coupon.isSpecimen = true
        #expect(try await text(of: coupon, on: paper, desk).contains("SPECIMEN"))
        let picture = try desk.put(try await Self.shop.render(coupon, as: .png, on: paper), as: "specimen.png")
        #expect(try Tools.symbols(in: picture) == [coupon.link, coupon.barcode])
    }

    private func text(of coupon: PrintedCoupon, on paper: Paper, _ desk: Desk) async throws -> String {
        let file = try desk.put(try await Self.shop.render(coupon, as: .pdf, on: paper), as: "specimen.pdf")
        return try Tools.run("pdftotext", [file.path, "-"])
    }

    @Test("the QR of a PDF is a 1-bit mask")
    func mask() async throws {
        let desk = try Desk()
        let bytes = try await Self.shop.render(SampleCoupons.english, as: .pdf, on: .a4)
        let list = try Tools.run("pdfimages", ["-list", desk.put(bytes, as: "coupon.pdf").path])
        let pictures = list.split(separator: "\n").dropFirst(2).map { $0.split(separator: " ") }
        #expect(pictures.count == 1)
        #expect(pictures.first?[2] == "stencil")
        #expect(pictures.first?[3] == "29")
        // Columns: page, number, type, width, height, colour, components, bits, encoding, interpolated.
        #expect(pictures.first?[9] == "no")
    }

    @Test("a screen reader finds the language, the title, headings and words for the symbols")
    func structure() async throws {
        let desk = try Desk()
        let coupon = SampleCoupons.german
        let file = try desk.put(try await Self.shop.render(coupon, as: .pdf, on: .a4), as: "coupon.pdf")
        let facts = try Tools.run("pdfinfo", [file.path])
        #expect(facts.contains("Tagged:          yes"))
        #expect(facts.contains(coupon.headline))
        let tree = try Tools.run("pdfinfo", ["-struct-text", file.path])
        #expect(tree.contains("H1 (block)\n  \"25\u{A0}% Rabatt auf Ihren"))
        #expect(tree.components(separatedBy: "Figure").count == 3)
        let plain = try Tools.run(
            "qpdf", ["--qdf", "--object-streams=disable", "--no-original-object-ids", file.path, "-"])
        #expect(plain.contains("/Lang (de)"))
        #expect(plain.contains("/DisplayDocTitle true"))
        #expect(plain.components(separatedBy: "/Alt ").count == 3)
    }
}

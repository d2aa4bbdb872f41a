import Foundation
import Promotions
import Testing

@testable import Printing

/// Retailers' logos: what is taken, and how they come out.
@Suite("logos")
struct LogoTests {
    static let shop = PrintShop()

    /// A picture made by other people's tools: a printed card, coarse.
    private func picture(_ kind: String, width: Int, _ desk: Desk) async throws -> [UInt8] {
        var card = SampleCoupons.german
        card.isSpecimen = true
        let file = try desk.put(try await Self.shop.render(card, as: .pdf, on: .card), as: "card.pdf")
        let stem = desk.folder.appendingPathComponent("logo-\(width)").path
        try Tools.run(
            "pdftoppm",
            ["-\(kind)", "-singlefile", "-scale-to-x", "\(width)", "-scale-to-y", "-1", file.path, stem])
        return try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(stem).\(kind == "png" ? "png" : "jpg")")))
    }

    @Test("PNG and JPEG are drawn anew, small, and the coupon still scans", arguments: ["png", "jpeg"])
    func drawn(kind: String) async throws {
        let desk = try Desk()
        let logo = try await Self.shop.readLogo(try await picture(kind, width: 1_400, desk)).get()
        #expect(logo.png.starts(with: [0x89, 0x50, 0x4E, 0x47]) && logo.width <= 1_000 && logo.height <= 280)
        for plain in [SampleCoupons.english, SampleCoupons.arabic] {
            var coupon = plain
            coupon.logo = logo
            // The picture has symbols of its own, which a scanner may read or not.
            let wanted: Set = [coupon.link, coupon.barcode]
            for (paper, format) in [(Paper.a4, PrintFormat.pdf), (.roll80, .png), (.letter, .svg), (.roll58, .escpos)] {
                let first = try await Self.shop.render(coupon, as: format, on: paper)
                #expect(try await Self.shop.render(coupon, as: format, on: paper) == first, "\(format)")
                #expect(try await Self.shop.render(plain, as: format, on: paper) != first, "\(format)")
            }
            // No room there.
            let card = try await Self.shop.render(coupon, as: .pdf, on: .card)
            #expect(try await Self.shop.render(plain, as: .pdf, on: .card) == card)
            let file = try desk.put(
                try await Self.shop.render(coupon, as: .pdf, on: .a4), as: "logo-\(plain.language).pdf")
            #expect(wanted.isSubset(of: try Tools.symbols(in: Tools.rasterised(file))))
            #expect(
                try Tools.run("qpdf", ["--check", file.path]).contains("No syntax or stream encoding errors found"))
            let roll = try desk.put(try await Self.shop.render(coupon, as: .png, on: .roll80), as: "roll.png")
            #expect(wanted.isSubset(of: try Tools.symbols(in: roll)))
        }
    }

    @Test("papers beside the coupon carry it too, and scan")
    func papers() async throws {
        let desk = try Desk()
        let logo = try await Self.shop.readLogo(try await picture("png", width: 600, desk)).get()
        let pack = LocalePack.pack(for: "en")
        var (brief, card, poster) = (PaperTests.brief(pack), PaperTests.card(pack), PosterTests.poster(pack))
        (brief.letterhead.logo, card.letterhead.logo, poster.logo) = (logo, logo, logo)
        let papers: [(PrintedPaper, Set<String>)] = [
            (.brief(brief, .a4), Set(brief.specimens.map(\.link))), (.shelfCard(card, .a6), [poster.link]),
            (.poster(poster, .a4), [poster.link]),
        ]
        for (place, (paper, links)) in papers.enumerated() {
            let file = try desk.put(try await Self.shop.render(paper, as: .pdf), as: "paper-\(place).pdf")
            let picture = try Tools.rasterised(file, dpi: 200)
            #expect(links.isSubset(of: try Tools.symbols(in: picture)), "\(place)")
            #expect(try Tools.run("pdfimages", ["-list", file.path]).contains("image"))
        }
    }

    @Test("what is no picture, or no logo, is refused before it is decoded")
    func refused() async throws {
        let desk = try Desk()
        let (png, jpeg) = (try await picture("png", width: 300, desk), try await picture("jpeg", width: 301, desk))
        #expect(try await Self.shop.readLogo([]) == .failure(.notAPicture))
        #expect(try await Self.shop.readLogo(Array("<svg/>".utf8)) == .failure(.notAPicture))
        #expect(try await Self.shop.readLogo(Array(png.prefix(400))) == .failure(.notAPicture))
        #expect(try await Self.shop.readLogo(Array(jpeg.prefix(jpeg.count / 2))) == .failure(.notAPicture))
        #expect(try await Self.shop.readLogo(png + [UInt8](repeating: 0, count: 512 << 10)) == .failure(.tooManyBytes))
        // Four billion pixels, says the header.
        var bomb = png
        bomb.replaceSubrange(16..<24, with: [0, 1, 0, 0, 0, 1, 0, 0])
        #expect(try await Self.shop.readLogo(bomb) == .failure(.tooLarge))
        let dot = try await picture("png", width: 12, desk)
        #expect(try await Self.shop.readLogo(dot) == .failure(.tooSmall))
    }

    @Test("bytes changed anywhere are refused or drawn, never a crash", arguments: ["png", "jpeg"])
    func fuzzed(kind: String) async throws {
        let desk = try Desk()
        let file = try await picture(kind, width: 120, desk)
        let seed = UInt64.random(in: .min ... .max)
        var state = seed
        func draw(below end: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % end
        }
        for _ in 0..<300 {
            var changed = file
            for _ in 0...draw(below: 4) { changed[draw(below: changed.count)] = UInt8(draw(below: 256)) }
            if case .success(let logo) = try await Self.shop.readLogo(changed) {
                #expect(logo.width <= 1_000 && logo.height <= 280, "seed \(seed)")
            }
        }
    }
}

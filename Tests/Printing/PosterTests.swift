import Foundation
import Printing
import Promotions
import Testing

/// The poster by the door.
@Suite("posters")
struct PosterTests {
    static let shop = PrintShop()

    static func poster(_ pack: LocalePack) -> PrintedPoster {
        PrintedPoster(
            title: pack.words.checkInHere, store: "West Portal", hint: pack.words.scanThis, issuer: "Fern & Oak Bakers",
            link: "HTTPS://GO.FOOTFALL.EXAMPLE/S/7Q.K7M4QX2P9TRA", accent: SampleCoupons.english.accent,
            language: pack.language, isRightToLeft: pack.isRightToLeft, createdAtSeconds: 1_786_000_000)
    }

    @Test("says what to do in every language, and its QR scans", arguments: LocalePack.all)
    func languages(pack: LocalePack) async throws {
        let desk = try Desk()
        let poster = Self.poster(pack)
        let file = try desk.put(try await Self.shop.render(.poster(poster, .a4), as: .pdf), as: "poster.pdf")
        #expect(try Tools.symbols(in: Tools.rasterised(file, dpi: 100)) == [poster.link])
        #expect(try bare(Tools.run("pdftotext", [file.path, "-"])).contains(bare(poster.store)))
    }

    @Test("fills an A3 as it fills an A4")
    func a3() async throws {
        let desk = try Desk()
        let poster = Self.poster(.pack(for: "en"))
        let file = try desk.put(try await Self.shop.render(.poster(poster, .a3), as: .pdf), as: "poster.pdf")
        #expect(try Tools.run("pdfinfo", [file.path]).contains("(A3)"))
        #expect(try Tools.symbols(in: Tools.rasterised(file, dpi: 100)) == [poster.link])
        #expect(try Tools.run("qpdf", ["--check", file.path]).contains("No syntax or stream encoding errors found"))
    }

    @Test("refuses a store's name without end, and a colour that nobody sees")
    func refusals() async {
        var poster = Self.poster(.pack(for: "en"))
        poster.store = String(repeating: "West Portal ", count: 200)
        await #expect(throws: PrintProblem.overflow(.headline)) {
            try await Self.shop.render(.poster(poster, .a4), as: .pdf)
        }
        poster = Self.poster(.pack(for: "en"))
        poster.accent = Colour(red: 240, green: 230, blue: 120)
        await #expect(throws: PrintProblem.pale(.accent)) { try await Self.shop.render(.poster(poster, .a4), as: .pdf) }
    }
}

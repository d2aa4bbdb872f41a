import Foundation
import Printing
import Promotions
import Testing

/// What is printed beside the coupon, read back by scanners and PDF tools.
@Suite("papers beside the coupon")
struct PaperTests {
    static let shop = PrintShop()

    static func letterhead(_ pack: LocalePack) -> Letterhead {
        Letterhead(
            issuer: "Fern & Oak Bakers", accent: SampleCoupons.english.accent, language: pack.language,
            isRightToLeft: pack.isRightToLeft, createdAtSeconds: 1_786_000_000)
    }

    static func brief(_ pack: LocalePack) -> PrintedBrief {
        let counter = pack.counter
        let specimens = SpecimenCase.allCases.enumerated().map { place, which in
            let answer = counter.answer(to: which, isGoodElsewhere: true)
            let code = "TEST-4C8K-0AB\(place)"
            return PrintedEntry(
                name: answer.name, words: counter.said(answer), code: code,
                link: "HTTPS://GO.FOOTFALL.EXAMPLE/K/0C8Z5YQ3W1E40.\(code.filter { $0 != "-" })")
        }
        return PrintedBrief(
            letterhead: letterhead(pack), label: counter.brief, headline: "25 % off everything, today only",
            details: [
                pack.summary(.percentOff(basisPoints: 2_500, maxDiscount: Money(5_000, .init("USD")!))),
                pack.lastDay(LocalDate(year: 2026, month: 8, day: 14)!),
            ], steps: counter.steps, practise: counter.practise, specimens: specimens, call: counter.call, contact: "",
            slip: PrintedSlip(
                title: counter.slip, hint: counter.slipHint, code: counter.code, time: counter.time,
                receipt: counter.receipt, cashier: counter.cashier))
    }

    static func card(_ pack: LocalePack) -> PrintedShelfCard {
        let poster = PosterTests.poster(pack)
        return PrintedShelfCard(
            letterhead: letterhead(pack), headline: "A free pastry with any hot drink",
            details: [pack.words.everyStore], terms: "One for each customer, while they last.",
            invitation: PrintedShelfCard.Invitation(title: poster.title, hint: poster.hint, link: poster.link))
    }

    static func enrolment(_ pack: LocalePack, tills: Int) -> PrintedEnrolment {
        PrintedEnrolment(
            letterhead: letterhead(pack), title: pack.counter.enrol, store: "West Portal", hint: pack.counter.enrolHint,
            deadline: pack.lastDay(LocalDate(year: 2026, month: 8, day: 14)!),
            tills: (1...tills).map {
                let code = "0C8Z5Y-Q3W1E4-0C8Z5Y-Q3W1E4-0000\($0 + 10)"
                return PrintedEntry(
                    name: "Till \($0)", words: "", code: code, link: "https://go.footfall.example/till#\(code)")
            })
    }

    @Test("a brief has five codes that scan and fits one page in every language", arguments: LocalePack.all)
    func brief(pack: LocalePack) async throws {
        let desk = try Desk()
        let brief = Self.brief(pack)
        for paper in OfficePaper.allCases {
            let bytes = try await Self.shop.render(.brief(brief, paper), as: .pdf)
            let file = try desk.put(bytes, as: "brief-\(paper.rawValue).pdf")
            let picture = try Tools.rasterised(file, dpi: 200)
            #expect(try Tools.symbols(in: picture) == Set(brief.specimens.map(\.link)))
            #expect(try Tools.run("pdfinfo", [file.path]).contains("Pages:           2"))
            guard paper == .a4 else { continue }
            #expect(try Tools.symbolsByZXing(in: picture) == Set(brief.specimens.map(\.link)))
            try check(file, contains: [brief.specimens[1].code, brief.call, brief.slip.title], pack)
            let again = try await Self.shop.render(.brief(brief, paper), as: .pdf)
            #expect(again == bytes)
        }
    }

    @Test("a shelf card invites in every language, as PDF, SVG and PNG", arguments: LocalePack.all)
    func shelfCard(pack: LocalePack) async throws {
        let desk = try Desk()
        let card = Self.card(pack)
        let link = try #require(card.invitation?.link)
        let file = try desk.put(try await Self.shop.render(.shelfCard(card, .a6), as: .pdf), as: "card.pdf")
        let raster = try Tools.rasterised(file, dpi: 200)
        #expect(try Tools.symbols(in: raster) == [link])
        #expect(try Tools.symbolsByZXing(in: raster) == [link])
        try check(file, contains: [card.terms], pack)
        let picture = try desk.put(try await Self.shop.render(.shelfCard(card, .a5), as: .png), as: "card.png")
        #expect(try Tools.symbols(in: picture) == [link])
        let drawing = try await Self.shop.render(.shelfCard(card, .a6), as: .svg)
        #expect(String(decoding: drawing, as: UTF8.self).contains("<title>\(card.headline)</title>"))
    }

    @Test(
        "tills get a page for every five, and each code scans",
        arguments: [LocalePack.pack(for: "en"), .pack(for: "ar")])
    func enrolment(pack: LocalePack) async throws {
        let desk = try Desk()
        let enrolment = Self.enrolment(pack, tills: 7)
        let bytes = try await Self.shop.render(.enrolment(enrolment, .letter), as: .pdf)
        let file = try desk.put(bytes, as: "tills.pdf")
        #expect(try Tools.run("pdfinfo", [file.path]).contains("Pages:           2"))
        var found: Set<String> = []
        var foundByZXing: Set<String> = []
        for page in 1...2 {
            let picture = try Tools.rasterised(file, dpi: 200, page: page)
            found.formUnion(try Tools.symbols(in: picture))
            foundByZXing.formUnion(try Tools.symbolsByZXing(in: picture))
        }
        #expect(found == Set(enrolment.tills.map(\.link)))
        #expect(foundByZXing == found)
        try check(file, contains: enrolment.tills.map(\.code), pack)
    }

    @Test("a page that cannot hold its words says so")
    func overflow() async {
        var brief = Self.brief(.pack(for: "en"))
        brief.details = Array(repeating: "Not for: everything that anybody ever wanted to have.", count: 40)
        await #expect(throws: PrintProblem.overflow(.details)) {
            try await Self.shop.render(.brief(brief, .a4), as: .pdf)
        }
        var card = Self.card(.pack(for: "en"))
        card.headline = String(repeating: "Cinnamon buns ", count: 60)
        await #expect(throws: PrintProblem.overflow(.headline)) {
            try await Self.shop.render(.shelfCard(card, .a6), as: .pdf)
        }
        card.headline = "Buns 🥐"
        await #expect(throws: PrintProblem.missingGlyphs(["🥐"])) {
            try await Self.shop.render(.shelfCard(card, .a6), as: .pdf)
        }
    }

    private func check(_ file: URL, contains texts: [String], _ pack: LocalePack) throws {
        let verdict = try Tools.run("qpdf", ["--check", file.path])
        #expect(verdict.contains("No syntax or stream encoding errors found") && !verdict.contains("WARNING"))
        let text = bare(try Tools.run("pdftotext", (pack.isRightToLeft ? [] : ["-raw"]) + [file.path, "-"]))
        // Where lines run both ways an extractor orders them as it likes: only what is in one direction is looked for.
        for wanted in texts where !pack.isRightToLeft || wanted.utf8.allSatisfy({ $0 < 128 }) {
            #expect(text.contains(bare(wanted)), "\(wanted)")
        }
        let fonts = try Tools.run("pdffonts", [file.path]).split(separator: "\n").dropFirst(2)
        #expect(!fonts.isEmpty)
        for font in fonts {
            #expect(font.split(separator: " ").suffix(5).prefix(3) == ["yes", "yes", "yes"], "\(font)")
        }
    }
}

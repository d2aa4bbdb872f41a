import Foundation
import Length
import Synchronization
import Testing

@testable import Printing

/// Many coupons on sheets that are cut apart.
@Suite("sheets to cut apart")
struct CutSheetTests {
    static let shop = PrintShop()

    /// Each with a code of its own, in all languages in turn.
    static func coupons(_ count: Int) -> [PrintedCoupon] {
        (0..<count).map { number in
            var coupon = SampleCoupons.all[number % SampleCoupons.all.count]
            let digits = String(number + 100_000_000_000)
            coupon.barcode = digits
            coupon.code = "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(4))-\(digits.suffix(4))"
            coupon.link = "HTTPS://GO.FOOTFALL.EXAMPLE/K/7Q.\(digits)"
            return coupon
        }
    }

    private static func pages(_ sheet: CutSheet, of coupons: [PrintedCoupon]) async throws -> [UInt8] {
        let kept = Mutex<[UInt8]>([])
        try await shop.printSheets(of: coupons, sheet, title: "Sheets", createdAtSeconds: 1_786_000_000) { piece in
            kept.withLock { $0 += piece }
        }
        return kept.withLock { $0 }
    }

    @Test("every symbol of the first and the last page scans", arguments: CutSheet.allCases)
    func scans(sheet: CutSheet) async throws {
        let desk = try Desk()
        let across = sheet.couponsPerPage
        let coupons = Self.coupons(across + 3)
        let file = try desk.put(try await Self.pages(sheet, of: coupons), as: "\(sheet.rawValue).pdf")
        #expect(try Tools.run("qpdf", ["--check", file.path]).contains("No syntax or stream encoding errors found"))
        let facts = try Tools.run("pdfinfo", [file.path])
        #expect(facts.contains(#/Pages:\s+2\n/#))
        #expect(facts.contains(sheet == .letterOf10 ? "(letter)" : "(A4)"))
        for (page, held) in [(1, coupons.prefix(across)), (2, coupons.suffix(3))] {
            let found = try Tools.symbols(in: Tools.rasterised(file, page: page))
            #expect(found == Set(held.flatMap { [$0.link, $0.barcode] }), "page \(page)")
        }
    }

    @Test("coupons lie edge to edge inside the page, and no mark lies on one", arguments: CutSheet.allCases)
    func geometry(sheet: CutSheet) throws {
        let (across, down) = sheet.cuts
        #expect(across[0] >= Points.mm(9) && sheet.paper.width - across[sheet.columns] >= Points.mm(9))
        let renderer = try Renderer.taken()
        defer { Renderer.park(renderer) }
        let furniture = renderer.furniture(of: sheet)
        for case .rule(let box, _) in furniture.items {
            #expect(box.left >= 0 && box.left + box.width <= furniture.width)
            #expect(box.top >= 0 && box.top + box.height <= furniture.height)
            let isOutside =
                box.left + box.width <= across[0] || box.left >= across[sheet.columns]
                || box.top + box.height <= down[0] || box.top >= down[sheet.rows]
            #expect(isOutside, "\(box)")
        }
    }

    @Test("nothing overlaps on a coupon of a sheet", arguments: SampleCoupons.all, CutSheet.allCases)
    func noOverlap(coupon: PrintedCoupon, sheet: CutSheet) throws {
        let renderer = try Renderer.taken()
        defer { Renderer.park(renderer) }
        let label = try renderer.label(coupon, on: sheet)
        #expect(abs(label.width - sheet.label.width) < 0.01 && abs(label.height - sheet.label.height) < 0.01)
        LayoutTests.expectApart(label)
    }

    @Test("printed again, the sheets have the same bytes, and nothing waits in memory for the end")
    func pieces() async throws {
        let coupons = Self.coupons(rounds(80, long: 1_000))
        let sizes = Mutex<[Int]>([])
        let pages = try await Self.shop.printSheets(
            of: coupons, .a4Of8, title: "Sheets", createdAtSeconds: 1_786_000_000
        ) { piece in sizes.withLock { $0.append(piece.count) } }
        #expect(pages == (coupons.count + 7) / 8)
        let given = sizes.withLock { $0 }
        #expect(given.count > 2 && given.allSatisfy { $0 < 1 << 20 })
        let (first, second) = (try await Self.pages(.a4Of8, of: coupons), try await Self.pages(.a4Of8, of: coupons))
        #expect(first == second && first.count == given.reduce(0, +))
    }

    @Test("a coupon that does not fit ends the run, and so does a full disk")
    func failures() async throws {
        var coupons = Self.coupons(9)
        coupons[8].headline = "Free 🥐"
        await #expect(throws: PrintProblem.missingGlyphs(["🥐"])) { try await Self.pages(.a4Of8, of: coupons) }
        struct DiskFull: Error {}
        await #expect(throws: PrintProblem.failed("the sheets could not be kept: DiskFull()")) {
            try await Self.shop.printSheets(
                of: Self.coupons(9), .a4Of8, title: "Sheets", createdAtSeconds: 0
            ) { _ in throw DiskFull() }
        }
        #expect(try await !Self.pages(.a4Of8, of: []).isEmpty)
    }
}

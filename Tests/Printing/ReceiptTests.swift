import Foundation
import Length
import Printing
import Testing

/// What goes to a receipt printer, printed by a printer of our own.
@Suite("receipts")
struct ReceiptTests {
    static let shop = PrintShop()

    @Test("what a receipt printer burns scans with two decoders", arguments: [Paper.roll58, .roll80])
    func scans(paper: Paper) async throws {
        let desk = try Desk()
        let usual = [SampleCoupons.english, SampleCoupons.arabic, SampleCoupons.japanese]
        for coupon in rounds(1) > 1 ? SampleCoupons.all : usual {
            let printed = try ReceiptPrinter(try await Self.shop.render(coupon, as: .escpos, on: paper))
            #expect(printed.dotsAcross == (paper == .roll58 ? 384 : 576))
            #expect(printed.bandsMax <= 128)
            #expect(printed.cuts == 1)
            let picture = try desk.put(printed.picture, as: "\(coupon.language).pgm")
            #expect(try Tools.symbols(in: picture) == [coupon.link, coupon.barcode], "\(coupon.language)")
            #expect(try Tools.symbolsByZXing(in: picture) == [coupon.link, coupon.barcode], "\(coupon.language)")
        }
    }

    @Test("the picture for the screen has the dots of the receipt")
    func sameDots() async throws {
        let coupon = SampleCoupons.korean
        let png = try await Self.shop.render(coupon, as: .png, on: .roll80)
        let printed = try ReceiptPrinter(try await Self.shop.render(coupon, as: .escpos, on: .roll80))
        func number(at offset: Int) -> Int { png[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
        #expect(number(at: 16) == 576)
        #expect(number(at: 20) == printed.rows.count)
    }

    @Test("a page is not for a receipt printer", arguments: [Paper.a4, .letter, .card])
    func pages(paper: Paper) async {
        await #expect(throws: PrintProblem.self) {
            try await Self.shop.render(SampleCoupons.english, as: .escpos, on: paper)
        }
    }

    @Test("a code too long for the bars of a narrow roll is left to the QR and the fingers")
    func longCode() async throws {
        var coupon = SampleCoupons.english
        coupon.barcode = "K7M4QX2P9TRAK7M4QX2P"
        let desk = try Desk()
        let narrow = try ReceiptPrinter(try await Self.shop.render(coupon, as: .escpos, on: .roll58))
        #expect(try Tools.symbols(in: desk.put(narrow.picture, as: "narrow.pgm")) == [coupon.link])
        let wide = try ReceiptPrinter(try await Self.shop.render(coupon, as: .escpos, on: .roll80))
        #expect(try Tools.symbols(in: desk.put(wide.picture, as: "wide.pgm")) == [coupon.link, coupon.barcode])
    }
}

/// Understands what we send, and nothing else.
private struct ReceiptPrinter {
    struct Unknown: Error {
        let offset: Int
    }

    private(set) var rows: [[UInt8]] = []
    private(set) var bandsMax = 0
    private(set) var cuts = 0

    init(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        func skip(_ command: [UInt8]) -> Bool {
            guard rest.starts(with: command) else { return false }
            rest = rest.dropFirst(command.count)
            return true
        }
        guard skip([0x1B, 0x40]) else { throw Unknown(offset: 0) }
        while !rest.isEmpty {
            if skip([0x1D, 0x56, 66, 0]) {
                cuts += 1
            } else if skip([0x1D, 0x76, 0x30, 0]) {
                let size = rest.prefix(4).map { Int($0) }
                let (across, lines) = (size[0] + size[1] << 8, size[2] + size[3] << 8)
                rest = rest.dropFirst(4)
                for _ in 0..<lines {
                    rows.append(Array(rest.prefix(across)))
                    rest = rest.dropFirst(across)
                }
                bandsMax = max(bandsMax, lines)
            } else {
                throw Unknown(offset: rest.startIndex)
            }
        }
    }

    var dotsAcross: Int { (rows.first?.count ?? 0) * 8 }

    /// On its white paper, which is wider and longer than what is burnt.
    var picture: [UInt8] {
        let margin = 40
        let blank = [UInt8](repeating: 255, count: dotsAcross + 2 * margin)
        let side = blank.prefix(margin)
        var pixels = Array("P5\n\(blank.count) \(rows.count + 2 * margin)\n255\n".utf8)
        for _ in 0..<margin { pixels += blank }
        for row in rows {
            pixels += side
            for dots in row { pixels += (0..<8).map { dots & (0x80 >> $0) == 0 ? 255 : 0 } }
            pixels += side
        }
        for _ in 0..<margin { pixels += blank }
        return pixels
    }
}

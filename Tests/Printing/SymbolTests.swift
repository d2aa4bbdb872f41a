import Testing

@testable import Printing

@Suite("symbols")
struct SymbolTests {
    @Test(
        "the QR is as small as its content allows",
        arguments: [
            ("HTTPS://C.EXAMPLE.COM/K/K7M4QX2P9TRA", 29), ("https://c.example.com/k/K7M4QX2P9TRA", 33),
            ("K7M4QX2P9TRA", 21), ("HTTPS://C.EXAMPLE.COM/K/" + String(repeating: "7K", count: 74), 45),
            (String(repeating: "A", count: 178), 45), (String(repeating: "A", count: 179), 49),
        ])
    func size(content: String, side: Int) throws {
        let modules = try Symbologies.qr(content)
        #expect(modules.width == side)
        #expect(modules.height == side)
    }

    @Test(
        "the short link is corrected at level Q, the long one at M",
        arguments: [(30, [true, true]), (100, [false, false])])
    func level(length: Int, bits: [Bool]) throws {
        let modules = try Symbologies.qr(String(repeating: "A", count: length))
        // The two level bits of the format word stand in row 8, columns 0 and 1, under mask 101010000010010.
        let level = [modules.isBlack(x: 0, y: 8) != true, modules.isBlack(x: 1, y: 8) != false]
        #expect(level == bits)
    }

    @Test("twelve symbols make a Code 128 of 167 modules")
    func code128() throws {
        let modules = try Symbologies.code128("K7M4QX2P9TRA")
        #expect(modules.width == 167)
        #expect(modules.height == 1)
    }

    @Test("outlines filled by the even-odd rule give back every module")
    func outline() throws {
        let modules = try Symbologies.qr("HTTPS://C.EXAMPLE.COM/K/K7M4QX2P9TRA")
        let loops = Painter.loops(around: modules)
        for y in 0..<modules.height {
            for x in 0..<modules.width {
                // Vertical edges to the left of the module's middle.
                var crossings = 0
                for loop in loops {
                    for (corner, next) in zip(loop, loop.dropFirst() + loop.prefix(1)) where corner.x == next.x {
                        let rows = min(corner.y, next.y)..<max(corner.y, next.y)
                        if corner.x <= x, rows.contains(y) { crossings += 1 }
                    }
                }
                #expect((crossings % 2 == 1) == modules.isBlack(x: x, y: y), "module \(x), \(y)")
            }
        }
    }

    @Test("an empty content is refused")
    func empty() {
        #expect(throws: PrintProblem.self) { try Symbologies.qr("") }
    }

    @Test(
        "seconds become a date",
        arguments: [
            (Int64(0), "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (1_786_000_000, "2026-08-06T07:06:40Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
            (-5, "1970-01-01T00:00:00Z"),
        ])
    func date(seconds: Int64, text: String) {
        #expect(Surface.iso8601(seconds) == text)
    }
}

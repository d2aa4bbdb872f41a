import Synchronization

/// Draws coupons, one at a time, for one thread at a time; fonts stay warm in it. Deliberately not Sendable.
///
/// Renderers are never destroyed (cairo remembers their fonts by address): a thread that ends parks its renderer for
/// the next, so there are never more than threads that printed at once.
final class Renderer {
    private let typesetter: Typesetter

    private init() throws(PrintProblem) {
        typesetter = try Typesetter()
    }

    /// A parked renderer belongs to no thread, which is what makes handing it over sound.
    private struct Parked: @unchecked Sendable {
        let renderer: Renderer
    }

    private static let parked = Mutex<[Parked]>([])

    /// One thread draws at a time, in the whole process. cairo 1.16 holds its one glyph page cache while it takes the
    /// lock of the font whose page it throws out, and a font's lock while it takes the cache's: two threads drawing
    /// with a full cache (512 pages, a few languages) were seen to wait for each other for ever.
    private static let turn = Mutex(())

    /// A warm renderer for the calling thread alone.
    static func taken() throws(PrintProblem) -> Renderer {
        if let warm = parked.withLock({ $0.popLast() }) { return warm.renderer }
        let fresh = try turn.withLock { _ throws(PrintProblem) in Parked(renderer: try Renderer()) }.renderer
        fresh.warmUp()
        return fresh
    }

    /// The caller must not use it again.
    static func park(_ renderer: Renderer) {
        let idle = Parked(renderer: renderer)
        parked.withLock { $0.append(idle) }
    }

    func render(_ coupon: PrintedCoupon, as format: PrintFormat, on paper: Paper) throws(PrintProblem) -> [UInt8] {
        try Self.turn.withLock { _ throws(PrintProblem) in
            let sheet = try CouponLayout(coupon, on: paper, with: typesetter).sheet()
            return switch format {
            case .pdf: try Surface.pdf(sheet, of: coupon)
            case .svg: try Surface.svg(sheet, of: coupon)
            case .png: try Surface.png(sheet)
            }
        }
    }

    /// The layout alone, not drawn: for tests.
    func sheet(of coupon: PrintedCoupon, on paper: Paper) throws(PrintProblem) -> Sheet {
        try CouponLayout(coupon, on: paper, with: typesetter).sheet()
    }

    /// The first coupon of a cold process takes twenty times as long as the next.
    private func warmUp() {
        let coupon = PrintedCoupon(
            headline: "Warm", details: ["0123456789"], storeLines: [], expiry: "Up", terms: "", legal: [],
            code: "0000-0000-0000", barcode: "000000000000", link: "HTTPS://EXAMPLE.COM/K/0", issuer: "",
            accent: .black,
            language: "en", isRightToLeft: false, isSpecimen: false, createdAtSeconds: 0)
        _ = try? render(coupon, as: .pdf, on: .card)
    }
}

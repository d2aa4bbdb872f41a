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

    static func inTurn<Value, Failure: Error>(_ draw: () throws(Failure) -> Value) throws(Failure) -> Value {
        try turn.withLock { _ throws(Failure) in try draw() }
    }

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
        guard format.suits(paper) else { throw .failed("a \(paper.rawValue) page is not for a receipt printer") }
        return try Self.inTurn { () throws(PrintProblem) in
            let document = Document(
                title: coupon.headline, author: coupon.issuer, language: coupon.language,
                createdAtSeconds: coupon.createdAtSeconds)
            return try Self.file(try sheet(of: coupon, on: paper), document, as: format)
        }
    }

    func render(_ poster: PrintedPoster, as format: PrintFormat, on paper: PosterPaper) throws(PrintProblem) -> [UInt8]
    {
        guard format != .escpos else { throw .failed("a poster is not for a receipt printer") }
        return try Self.inTurn { () throws(PrintProblem) in
            let document = Document(
                title: poster.title, author: poster.issuer, language: poster.language,
                createdAtSeconds: poster.createdAtSeconds)
            let sheet = try PosterLayout(poster: poster, paper: paper, typesetter: typesetter).sheet()
            return try Self.file(sheet, document, as: format)
        }
    }

    private static func file(_ sheet: Sheet, _ document: Document, as format: PrintFormat) throws(PrintProblem)
        -> [UInt8]
    {
        switch format {
        case .pdf: try Surface.pdf(sheet, document)
        case .svg: try Surface.svg(sheet, document)
        case .png: try Surface.png(sheet)
        case .escpos: try Surface.escpos(sheet)
        }
    }

    /// Why a coupon cannot be on a paper; nil if it can.
    func proof(_ coupon: PrintedCoupon, on paper: Paper) -> PrintProblem? {
        do throws(PrintProblem) {
            try Self.inTurn { () throws(PrintProblem) in _ = try sheet(of: coupon, on: paper) }
            return nil
        } catch {
            return error
        }
    }

    /// One coupon of a sheet to cut apart. Only in turn.
    func label(_ coupon: PrintedCoupon, on sheet: CutSheet) throws(PrintProblem) -> Sheet {
        let (width, height) = sheet.label
        let measures = Measures(card: width, height, Dots(size: sheet.paper.dot))
        return try CouponLayout(coupon, in: measures, with: typesetter).sheet()
    }

    /// Only in turn.
    func furniture(of sheet: CutSheet) -> Sheet { sheet.furniture(with: typesetter) }

    /// The layout alone, not drawn.
    func sheet(of coupon: PrintedCoupon, on paper: Paper) throws(PrintProblem) -> Sheet {
        try CouponLayout(coupon, in: Measures(paper), with: typesetter).sheet()
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

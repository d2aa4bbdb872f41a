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
            return try Self.file([try sheet(of: coupon, on: paper)], document, as: format)
        }
    }

    /// Pictures show the first page.
    func render(_ paper: PrintedPaper, as format: PrintFormat) throws(PrintProblem) -> [UInt8] {
        guard format != .escpos else { throw .failed("this paper is not for a receipt printer") }
        return try Self.inTurn { () throws(PrintProblem) in
            try Self.file(try sheets(of: paper), paper.document, as: format)
        }
    }

    private func sheets(of paper: PrintedPaper) throws(PrintProblem) -> [Sheet] {
        switch paper {
        case .poster(let poster, let size):
            [try PosterLayout(poster: poster, paper: size, typesetter: typesetter).sheet()]
        case .shelfCard(let card, let size):
            [try ShelfCardLayout(card: card, paper: size, typesetter: typesetter).sheet()]
        case .brief(let brief, let size):
            try BriefLayout(brief: brief, paper: size, typesetter: typesetter).sheets()
        case .enrolment(let enrolment, let size):
            try EnrolmentLayout(enrolment: enrolment, paper: size, typesetter: typesetter).sheets()
        }
    }

    func render(_ card: ShareCard) throws(PrintProblem) -> [UInt8] {
        try Self.inTurn { () throws(PrintProblem) in
            try Surface.picture(ShareCardLayout(card: card, typesetter: typesetter).sheet())
        }
    }

    private static func file(
        _ sheets: [Sheet], _ document: Document, as format: PrintFormat
    ) throws(PrintProblem) -> [UInt8] {
        guard let first = sheets.first else { throw .failed("there is no page to draw") }
        return switch format {
        case .pdf: try Surface.pdf(sheets, document)
        case .svg: try Surface.svg(first, document)
        case .png: try Surface.png(first)
        case .escpos: try Surface.escpos(first)
        }
    }

    /// Why a coupon cannot be printed there; nil if it can.
    func proof(_ coupon: PrintedCoupon, on form: ProofedForm) -> PrintProblem? {
        do throws(PrintProblem) {
            try Self.inTurn { () throws(PrintProblem) in
                switch form {
                case .paper(let paper): _ = try sheet(of: coupon, on: paper)
                case .label(let sheet): _ = try label(coupon, on: sheet)
                }
            }
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

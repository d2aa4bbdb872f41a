import CPangoCairo

/// Writes a PDF of sheets to cut apart, page by page. Belongs to one thread.
///
/// The pages are not tagged: what is cut into coupons and given away is read on paper, and a tree of ten thousand
/// elements would have to be kept to the end.
final class SheetWriter {
    private let sheet: CutSheet
    private let renderer: Renderer
    private let file: FileStream
    private let cairo: OpaquePointer
    private let surface: OpaquePointer
    private var waiting: [PrintedCoupon] = []
    private var pages = 0

    init(
        _ sheet: CutSheet, title: String, createdAtSeconds: Int64, with renderer: Renderer,
        takes: @escaping ([UInt8]) throws -> Void
    ) throws(PrintProblem) {
        self.sheet = sheet
        self.renderer = renderer
        file = FileStream(takes)
        guard
            let surface = cairo_pdf_surface_create_for_stream(
                FileStream.write, file.opaque, sheet.paper.width, sheet.paper.height ?? 0),
            let cairo = cairo_create(surface)
        else { throw .failed("cairo: no memory") }
        (self.surface, self.cairo) = (surface, cairo)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, Surface.iso8601(createdAtSeconds))
    }

    deinit {
        Renderer.inTurn {
            cairo_destroy(cairo)
            cairo_surface_destroy(surface)
        }
    }

    func add(_ coupon: PrintedCoupon) throws(PrintProblem) {
        waiting.append(coupon)
        if waiting.count == sheet.couponsPerPage { try page() }
    }

    /// - Returns: how many pages. A file without coupons has one empty page, as a PDF must.
    func finish() throws(PrintProblem) -> Int {
        if !waiting.isEmpty || pages == 0 { try page() }
        try Renderer.inTurn { () throws(PrintProblem) in
            cairo_surface_finish(surface)
            try check(cairo_surface_status(surface))
        }
        try file.flush()
        return pages
    }

    /// Others draw between two pages.
    private func page() throws(PrintProblem) {
        try Renderer.inTurn { () throws(PrintProblem) in
            let painter = Painter(cairo: cairo, kind: .pdf, isTagged: false)
            let (across, down) = sheet.cuts
            let dots = Dots(size: sheet.paper.dot)
            for (place, coupon) in waiting.enumerated() {
                let label = try renderer.label(coupon, on: sheet)
                cairo_save(cairo)
                cairo_translate(
                    cairo, dots.snapped(across[place % sheet.columns]), dots.snapped(down[place / sheet.columns]))
                painter.paint(label)
                cairo_restore(cairo)
            }
            painter.paint(renderer.furniture(of: sheet))
            cairo_show_page(cairo)
            try check(cairo_status(cairo))
        }
        waiting = []
        pages += 1
    }

    private func check(_ status: cairo_status_t) throws(PrintProblem) {
        if let problem = file.problem { throw problem }
        guard status == CAIRO_STATUS_SUCCESS else { throw Surface.problem(status) }
    }
}

/// Where cairo writes: gathers its many small pieces into larger ones.
private final class FileStream {
    static let pieceMin = 64 << 10

    private let takes: ([UInt8]) throws -> Void
    private var gathered: [UInt8] = []
    private(set) var problem: PrintProblem?

    init(_ takes: @escaping ([UInt8]) throws -> Void) {
        self.takes = takes
    }

    var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static let write: cairo_write_func_t = { closure, data, count in
        guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
        let stream = Unmanaged<FileStream>.fromOpaque(closure).takeUnretainedValue()
        stream.gathered.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
        if stream.gathered.count >= pieceMin { stream.give() }
        return stream.problem == nil ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR
    }

    func flush() throws(PrintProblem) {
        if !gathered.isEmpty { give() }
        if let problem { throw problem }
    }

    private func give() {
        guard problem == nil else { return }
        do {
            try takes(gathered)
        } catch {
            problem = .failed("the sheets could not be kept: \(error)")
        }
        gathered.removeAll(keepingCapacity: true)
    }
}

import CPangoCairo

/// What a file says of itself.
struct Document {
    let title: String
    let author: String
    let language: String
    let createdAtSeconds: Int64
}

/// Paints a sheet into the bytes of a file.
enum Surface {
    /// A page for each sheet, all of them as large as the first.
    static func pdf(_ sheets: [Sheet], _ document: Document) throws(PrintProblem) -> [UInt8] {
        let file = Bytes()
        let (width, height) = (sheets.first?.width ?? 0, sheets.first?.height ?? 0)
        let surface = cairo_pdf_surface_create_for_stream(append, file.opaque, width, height)
        defer { cairo_surface_destroy(surface) }
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document.title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, document.author)
        let created = iso8601(document.createdAtSeconds)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created)
        try paint(sheets, on: surface, as: .pdf)
        let alternatives: [String] = sheets.flatMap(\.items).compactMap { item in
            if case .symbol(let symbol) = item { symbol.alternative } else { nil }
        }
        return try ReadablePDF(file.bytes).describing(language: document.language, alternatives: alternatives)
    }

    static func svg(_ sheet: Sheet, _ document: Document) throws(PrintProblem) -> [UInt8] {
        let file = Bytes()
        let surface = cairo_svg_surface_create_for_stream(append, file.opaque, sheet.width, sheet.height)
        defer { cairo_surface_destroy(surface) }
        cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT)
        try paint([sheet], on: surface, as: .svg)
        return try SVGDocument.finished(file.bytes, title: document.title, language: document.language)
    }

    static func png(_ sheet: Sheet) throws(PrintProblem) -> [UInt8] {
        let surface = try grey(sheet)
        defer { cairo_surface_destroy(surface) }
        guard let png = surface.flatMap({ Self.png(of: $0) }) else { throw .failed("cairo wrote no PNG") }
        return withResolution(png, dotsPerMeter: Int((72 / sheet.dot / 0.0254).rounded()))
    }

    /// The pixels as they are; nil if cairo cannot write them.
    static func png(of surface: OpaquePointer?) -> [UInt8]? {
        let file = Bytes()
        let status = cairo_surface_write_to_png_stream(surface, append, file.opaque)
        return withExtendedLifetime(file) { status == CAIRO_STATUS_SUCCESS ? file.bytes : nil }
    }

    /// In colours, for screens.
    static func picture(_ sheet: Sheet) throws(PrintProblem) -> [UInt8] {
        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, Int32(sheet.width.rounded()), Int32(sheet.height.rounded()))
        defer { cairo_surface_destroy(surface) }
        try paint([sheet], on: surface, as: .screen)
        let file = Bytes()
        let status = cairo_surface_write_to_png_stream(surface, append, file.opaque)
        guard status == CAIRO_STATUS_SUCCESS else { throw problem(status) }
        return file.bytes
    }

    /// The sheet as a receipt printer takes it.
    static func escpos(_ sheet: Sheet) throws(PrintProblem) -> [UInt8] {
        let surface = try grey(sheet)
        defer { cairo_surface_destroy(surface) }
        guard let pixels = cairo_image_surface_get_data(surface) else { throw .failed("cairo: no pixels") }
        let (width, height) = (cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface))
        let stride = Int(cairo_image_surface_get_stride(surface))
        return ReceiptRaster.commands(width: Int(width), height: Int(height), luma: pixels, stride: stride)
    }

    /// A pixel for each dot of the printer. The caller destroys it.
    private static func grey(_ sheet: Sheet) throws(PrintProblem) -> OpaquePointer? {
        let width = Int32((sheet.width / sheet.dot).rounded())
        let height = Int32((sheet.height / sheet.dot).rounded())
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height)
        do throws(PrintProblem) {
            try paint([sheet], on: surface, as: .grey, scale: 1 / sheet.dot)
        } catch {
            cairo_surface_destroy(surface)
            throw error
        }
        return surface
    }

    private static func paint(
        _ sheets: [Sheet], on surface: OpaquePointer?, as kind: Painter.Kind, scale: Double = 1
    ) throws(PrintProblem) {
        guard let cairo = cairo_create(surface) else { throw .failed("cairo: no memory") }
        if scale != 1 { cairo_scale(cairo, scale, scale) }
        for sheet in sheets {
            Painter(cairo: cairo, kind: kind).paint(sheet)
            cairo_show_page(cairo)
        }
        let status = cairo_status(cairo)
        cairo_destroy(cairo)
        guard status == CAIRO_STATUS_SUCCESS else { throw problem(status) }
        if kind == .grey || kind == .screen { return cairo_surface_flush(surface) }
        // Writes the file's end now, so that an error is seen and the bytes are complete.
        cairo_surface_finish(surface)
        let end = cairo_surface_status(surface)
        guard end == CAIRO_STATUS_SUCCESS else { throw problem(end) }
    }

    static func problem(_ status: cairo_status_t) -> PrintProblem {
        .failed("cairo: " + String(cString: cairo_status_to_string(status)))
    }

    /// Puts a pHYs chunk behind the header: cairo writes none, and then a print dialog guesses the size.
    private static func withResolution(_ png: [UInt8], dotsPerMeter: Int) -> [UInt8] {
        func fourBytes(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        let headerEnd = 33
        let across = fourBytes(UInt32(dotsPerMeter))
        let body = Array("pHYs".utf8) + across + across + [1]
        return Array(png[..<headerEnd]) + fourBytes(UInt32(body.count - 4)) + body + fourBytes(checksum(body))
            + Array(png[headerEnd...])
    }

    /// The CRC-32 of PNG.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0 as UInt32) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
    }

    /// `2026-08-14T09:41:00Z` from seconds since 1970, by Howard Hinnant's civil-from-days.
    static func iso8601(_ seconds: Int64) -> String {
        let seconds = min(max(seconds, 0), 253_402_300_799)
        let (days, second) = (seconds / 86400, seconds % 86400)
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let date = "\(String(repeating: "0", count: 4 - "\(year)".count))\(year)-\(padded(month))-\(padded(day))"
        return "\(date)T\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60))Z"
    }
}

/// Where cairo's write callback appends.
private final class Bytes {
    var bytes: [UInt8] = []
    var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
}

private let append: cairo_write_func_t = { closure, data, count in
    guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
    Unmanaged<Bytes>.fromOpaque(closure).takeUnretainedValue().bytes
        .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
}

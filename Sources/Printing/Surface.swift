import CPangoCairo

/// Paints a sheet into the bytes of a file.
enum Surface {
    static func pdf(_ sheet: Sheet, of coupon: PrintedCoupon) throws(PrintProblem) -> [UInt8] {
        let file = Bytes()
        let surface = cairo_pdf_surface_create_for_stream(append, file.opaque, sheet.width, sheet.height)
        defer { cairo_surface_destroy(surface) }
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, coupon.headline)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, coupon.issuer)
        let created = iso8601(coupon.createdAtSeconds)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created)
        try paint(sheet, on: surface, as: .pdf)
        let alternatives: [String] = sheet.items.compactMap { item in
            if case .symbol(let symbol) = item { symbol.alternative } else { nil }
        }
        return try ReadablePDF(file.bytes).describing(language: coupon.language, alternatives: alternatives)
    }

    static func svg(_ sheet: Sheet, of coupon: PrintedCoupon) throws(PrintProblem) -> [UInt8] {
        let file = Bytes()
        let surface = cairo_svg_surface_create_for_stream(append, file.opaque, sheet.width, sheet.height)
        defer { cairo_surface_destroy(surface) }
        cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT)
        try paint(sheet, on: surface, as: .svg)
        return try SVGDocument.finished(file.bytes, title: coupon.headline, language: coupon.language)
    }

    static func png(_ sheet: Sheet) throws(PrintProblem) -> [UInt8] {
        let width = Int32((sheet.width / Points.dot).rounded())
        let height = Int32((sheet.height / Points.dot).rounded())
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height)
        defer { cairo_surface_destroy(surface) }
        try paint(sheet, on: surface, as: .grey, scale: 1 / Points.dot)
        let file = Bytes()
        let status = cairo_surface_write_to_png_stream(surface, append, file.opaque)
        guard status == CAIRO_STATUS_SUCCESS else { throw problem(status) }
        return withResolution(file.bytes)
    }

    private static func paint(
        _ sheet: Sheet, on surface: OpaquePointer?, as kind: Painter.Kind, scale: Double = 1
    ) throws(PrintProblem) {
        guard let cairo = cairo_create(surface) else { throw .failed("cairo: no memory") }
        if scale != 1 { cairo_scale(cairo, scale, scale) }
        Painter(cairo: cairo, kind: kind).paint(sheet)
        cairo_show_page(cairo)
        let status = cairo_status(cairo)
        cairo_destroy(cairo)
        guard status == CAIRO_STATUS_SUCCESS else { throw problem(status) }
        if kind == .grey { return cairo_surface_flush(surface) }
        // Writes the file's end now, so that an error is seen and the bytes are complete.
        cairo_surface_finish(surface)
        let end = cairo_surface_status(surface)
        guard end == CAIRO_STATUS_SUCCESS else { throw problem(end) }
    }

    private static func problem(_ status: cairo_status_t) -> PrintProblem {
        .failed("cairo: " + String(cString: cairo_status_to_string(status)))
    }

    /// Puts a pHYs chunk for 300 dpi behind the header: cairo writes none, and then a print dialog guesses the size.
    private static func withResolution(_ png: [UInt8]) -> [UInt8] {
        let headerEnd = 33
        // Length 9, "pHYs", 11811 pixels per metre both ways, unit metre, and the CRC of these constant bytes.
        let chunk: [UInt8] = [
            0, 0, 0, 9, 0x70, 0x48, 0x59, 0x73, 0, 0, 0x2E, 0x23, 0, 0, 0x2E, 0x23, 1, 0x78, 0xA5, 0x3F, 0x76,
        ]
        return Array(png[..<headerEnd]) + chunk + Array(png[headerEnd...])
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

import CPangoCairo

/// How a paragraph is set.
struct TypeStyle {
    var size: Double
    var isBold = false
    var isCode = false
    /// Baseline to baseline as a multiple of the size.
    var leading: Double

    /// Of Noto Sans, as a part of its size; close enough in its sister fonts.
    static let capitalHeight = 0.714
}

/// Turns text into blocks. Owns the fonts; belongs to one thread.
final class Typesetter {
    private let fonts: FontSet
    let pictures = PictureShelf()
    private let map: UnsafeMutablePointer<PangoFontMap>
    // The base direction belongs to a context and changing it would re-lay every block made with it: hence two.
    private let leftToRight: OpaquePointer
    private let rightToLeft: OpaquePointer
    private let options: OpaquePointer

    init() throws(PrintProblem) {
        fonts = try FontSet(opensFaces: true)
        guard let map = pango_cairo_font_map_new() else { throw .failed("pango has no cairo font map") }
        footfall_use_fonts(map, fonts.config)
        pango_cairo_font_map_set_resolution(OpaquePointer(map), 72)
        self.map = map
        options = cairo_font_options_create()
        // Hinting and rounding would space letters for one raster; the same layout serves three surfaces.
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        leftToRight = Self.context(map, options, PANGO_DIRECTION_LTR)
        rightToLeft = Self.context(map, options, PANGO_DIRECTION_RTL)
    }

    deinit {
        footfall_unref(UnsafeMutableRawPointer(leftToRight))
        footfall_unref(UnsafeMutableRawPointer(rightToLeft))
        footfall_unref(UnsafeMutableRawPointer(map))
        cairo_font_options_destroy(options)
    }

    /// Sets a paragraph.
    /// - Parameters:
    ///   - width: of the column, in points.
    ///   - linesMax: cut with an ellipsis after so many lines; nil never cuts.
    func block(
        _ text: String, _ style: TypeStyle, width: Double, in language: String, endsAtRight: Bool, linesMax: Int? = nil,
        isCentred: Bool = false
    ) -> TextBlock {
        let text = Self.printable(text, isOneParagraph: linesMax != nil)
        let reading = Reading(of: text, base: endsAtRight)
        let context = reading.isRightToLeft ? rightToLeft : leftToRight
        pango_context_set_language(context, pango_language_from_string(language))
        let layout: OpaquePointer = pango_layout_new(context)
        pango_layout_set_auto_dir(layout, 0)
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        // Pango keeps "left" at the left in a right-to-left paragraph; the coupon's side decides, not the paragraph's.
        let side = endsAtRight ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT
        pango_layout_set_alignment(layout, isCentred ? PANGO_ALIGN_CENTER : side)
        pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
        if let linesMax {
            pango_layout_set_height(layout, -Int32(linesMax))
            pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        }
        apply(style, to: layout, language: language)
        pango_layout_set_text(layout, text, Int32(text.utf8.count))
        return TextBlock(owning: layout, style: style, columnWidth: width)
    }

    /// A single left-to-right line, never broken: codes and labels.
    func line(_ text: String, _ style: TypeStyle, in language: String) -> TextBlock {
        let text = Self.printable(text, isOneParagraph: true)
        pango_context_set_language(leftToRight, pango_language_from_string(language))
        let layout: OpaquePointer = pango_layout_new(leftToRight)
        pango_layout_set_auto_dir(layout, 0)
        apply(style, to: layout, language: language)
        pango_layout_set_text(layout, text, Int32(text.utf8.count))
        return TextBlock(owning: layout, style: style, columnWidth: nil)
    }

    /// The same paragraph as narrow as its line count allows, so that a headline's last line is not one lonely word.
    func balanced(
        _ text: String, _ style: TypeStyle, width: Double, in language: String, endsAtRight: Bool,
        isCentred: Bool = false
    ) -> TextBlock {
        func set(_ width: Double) -> TextBlock {
            block(text, style, width: width, in: language, endsAtRight: endsAtRight, isCentred: isCentred)
        }
        var best = set(width)
        guard best.lineCount > 1 else { return best }
        var (low, high) = (width / 2, width)
        for _ in 0..<6 {
            let middle = (low + high) / 2
            let narrower = set(middle)
            if narrower.lineCount > best.lineCount || narrower.width > middle + 0.01 {
                low = middle
            } else {
                (high, best) = (middle, narrower)
            }
        }
        return best
    }

    private func apply(_ style: TypeStyle, to layout: OpaquePointer, language: String) {
        let font: OpaquePointer = pango_font_description_new()
        defer { pango_font_description_free(font) }
        let chain = FontChain.families(for: language)
        pango_font_description_set_family(font, style.isCode ? "\(FontChain.code),\(chain)" : chain)
        pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_font_description_set_size(font, Int32(style.size * Double(PANGO_SCALE)))
        pango_layout_set_font_description(layout, font)
    }

    /// Control characters have no glyph and end a C string early; a cut text is one paragraph, as its limit counts
    /// lines of each.
    private static func printable(_ text: String, isOneParagraph: Bool) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A where !isOneParagraph: kept.append(scalar)
            case 0x09, 0x0A, 0x2028, 0x2029: kept.append(" ")
            case 0..<0x20, 0x7F..<0xA0: continue
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }

    private static func context(
        _ map: UnsafeMutablePointer<PangoFontMap>, _ options: OpaquePointer, _ direction: PangoDirection
    ) -> OpaquePointer {
        let context: OpaquePointer = pango_font_map_create_context(map)
        pango_cairo_context_set_font_options(context, options)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_base_dir(context, direction)
        return context
    }
}

/// Which way a paragraph is read. It follows the coupon unless all its letters run the other way: an English address
/// on an Arabic coupon keeps its full stop at the end.
struct Reading {
    let isRightToLeft: Bool

    init(of text: String, base isRightToLeft: Bool) {
        var (hasLeft, hasRight) = (false, false)
        for scalar in text.unicodeScalars {
            if Self.isRightToLeft(scalar) {
                hasRight = true
            } else if scalar.properties.isAlphabetic {
                hasLeft = true
            }
        }
        self.isRightToLeft = hasLeft == hasRight ? isRightToLeft : hasRight
    }

    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF:
            // Arabic-Indic digits stand in these blocks and run left to right.
            scalar.properties.numericType == nil
        default: false
        }
    }
}

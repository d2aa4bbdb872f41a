import CPangoCairo

/// A paragraph, shaped and broken into lines. Owns its Pango layout.
final class TextBlock {
    let layout: OpaquePointer
    /// Of the widest line.
    let width: Double
    /// What lines are aligned in.
    let columnWidth: Double
    /// Where each line begins, from the column's left edge.
    private let starts: [Double]
    private let leading: Double
    private let size: Double

    /// Where the leftmost line begins, from the column's left edge.
    var inkLeft: Double { starts.min() ?? 0 }

    var lineCount: Int { starts.count }

    /// Lines stand a fixed distance apart: Pango's own would grow for a line that borrows a word from another font.
    var height: Double { Double(lineCount) * leading }

    /// Takes over the caller's reference.
    /// - Parameter columnWidth: nil for a single line that is as wide as it is.
    init(owning layout: OpaquePointer, style: TypeStyle, columnWidth: Double?) {
        self.layout = layout
        size = style.size
        leading = style.size * style.leading
        var starts: [Double] = []
        var widest = 0.0
        let scale = Double(PANGO_SCALE)
        let iterator: OpaquePointer = pango_layout_get_iter(layout)
        repeat {
            var extent = PangoRectangle()
            pango_layout_iter_get_line_extents(iterator, nil, &extent)
            starts.append(Double(extent.x) / scale)
            widest = max(widest, Double(extent.width) / scale)
        } while pango_layout_iter_next_line(iterator) != 0
        pango_layout_iter_free(iterator)
        self.starts = starts
        width = widest
        self.columnWidth = columnWidth ?? widest
    }

    /// Calls with each line and the place of its baseline's start. Capitals stand in the middle of their line.
    func forEachLine(
        left: Double, top: Double, _ body: (UnsafeMutablePointer<PangoLayoutLine>, _ x: Double, _ y: Double) -> Void
    ) {
        var y = top + leading / 2 + size * TypeStyle.capitalHeight / 2
        for (number, start) in starts.enumerated() {
            if let line = pango_layout_get_line_readonly(layout, Int32(number)) { body(line, left + start, y) }
            y += leading
        }
    }

    deinit { footfall_unref(UnsafeMutableRawPointer(layout)) }

    /// Characters that no font of the chain has, each once, in order.
    var missing: [String] {
        guard pango_layout_get_unknown_glyphs_count(layout) > 0 else { return [] }
        var found: [String] = []
        var lines = pango_layout_get_lines_readonly(layout)
        while let line = lines {
            let content = line.pointee.data.assumingMemoryBound(to: PangoLayoutLine.self)
            var runs = content.pointee.runs
            while let run = runs {
                let item = run.pointee.data.assumingMemoryBound(to: PangoGlyphItem.self)
                for character in Self.unknown(in: item.pointee.glyphs) where !found.contains(character) {
                    found.append(character)
                }
                runs = run.pointee.next
            }
            lines = line.pointee.next
        }
        return found
    }

    private static func unknown(in glyphs: UnsafeMutablePointer<PangoGlyphString>?) -> [String] {
        guard let glyphs, glyphs.pointee.num_glyphs > 0 else { return [] }
        return (0..<Int(glyphs.pointee.num_glyphs)).compactMap { index in
            // Pango hides the character it could not draw in the glyph number, under this flag.
            let glyph = glyphs.pointee.glyphs[index].glyph
            guard glyph & 0x1000_0000 != 0 else { return nil }
            return Unicode.Scalar(glyph & 0x0FFF_FFFF).map { String($0) }
        }
    }
}

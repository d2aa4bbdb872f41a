import CPangoCairo

/// Paints a sheet on a cairo surface.
struct Painter {
    /// What differs between surfaces.
    enum Kind: Equatable {
        /// Structure tags; matrix symbols as 1-bit masks, which printers and viewers draw without seams.
        case pdf
        /// Matrix symbols as outlines: a viewer would blur the small picture that cairo makes of a mask.
        case svg
        /// One channel, the alpha, read as grey.
        case grey
        /// A picture in colours.
        case screen
    }

    let cairo: OpaquePointer
    let kind: Kind
    var isTagged = true

    func paint(_ sheet: Sheet) {
        if kind != .pdf {
            // Without paper, decoders and dark viewers see black on nothing.
            ink(.white)
            cairo_paint(cairo)
        }
        for item in sheet.items {
            switch item {
            case .rule(let box, let colour):
                ink(colour)
                fill(box)
            case .picture(let picture, let box):
                paint(picture, in: box)
            case .watermark(let block, let centre, let middle, let turn):
                paintWatermark(block, centre: centre, middle: middle, turn: turn)
            case .text(let block, let left, let top, let role):
                tagged(role.rawValue) {
                    ink(.black)
                    block.forEachLine(left: left, top: top) { line, x, y in
                        cairo_move_to(cairo, x, y)
                        pango_cairo_show_layout_line(cairo, line)
                    }
                }
            case .symbol(let symbol):
                ink(.white)
                fill(symbol.white)
                tagged("Figure") {
                    ink(.black)
                    if symbol.modules.height > 1, kind == .pdf {
                        paintMask(symbol)
                    } else if symbol.modules.height > 1, kind == .svg {
                        traceOutline(symbol)
                    } else {
                        paintBars(symbol)
                    }
                }
            }
        }
    }

    private func ink(_ colour: Colour) {
        if kind == .grey {
            cairo_set_operator(cairo, CAIRO_OPERATOR_SOURCE)
            cairo_set_source_rgba(cairo, 0, 0, 0, colour.luma)
        } else {
            cairo_set_source_rgb(
                cairo, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
        }
    }

    private func fill(_ box: Box) {
        cairo_rectangle(cairo, box.left, box.top, box.width, box.height)
        cairo_fill(cairo)
    }

    private func tagged(_ name: String, _ paint: () -> Void) {
        let isTagged = isTagged && kind == .pdf
        if isTagged { cairo_tag_begin(cairo, name, nil) }
        paint()
        if isTagged { cairo_tag_end(cairo, name) }
    }

    /// As outlines, so that nobody's text search or screen reader meets it twice.
    private func paintWatermark(_ block: TextBlock, centre: Double, middle: Double, turn: Double) {
        cairo_save(cairo)
        cairo_translate(cairo, centre, middle)
        cairo_rotate(cairo, turn)
        block.forEachLine(left: -block.width / 2, top: -block.height / 2) { line, x, y in
            cairo_move_to(cairo, x, y)
            pango_cairo_layout_line_path(cairo, line)
        }
        ink(.watermark)
        cairo_fill(cairo)
        cairo_restore(cairo)
    }

    /// Rectangles on whole dots, which on the grey surface meet exactly.
    private func paintBars(_ symbol: PlacedSymbol) {
        cairo_save(cairo)
        cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE)
        for y in 0..<symbol.modules.height {
            for run in symbol.modules.runs(inRow: y) {
                cairo_rectangle(
                    cairo, symbol.left + Double(run.first) * symbol.moduleWidth,
                    symbol.top + Double(y) * symbol.moduleHeight, Double(run.count) * symbol.moduleWidth,
                    symbol.moduleHeight)
            }
        }
        cairo_fill(cairo)
        cairo_restore(cairo)
    }

    private func paintMask(_ symbol: PlacedSymbol) {
        let modules = symbol.modules
        guard let mask = cairo_image_surface_create(CAIRO_FORMAT_A1, Int32(modules.width), Int32(modules.height)) else {
            return
        }
        defer { cairo_surface_destroy(mask) }
        cairo_surface_flush(mask)
        guard let pixels = cairo_image_surface_get_data(mask) else { return }
        let stride = Int(cairo_image_surface_get_stride(mask))
        for y in 0..<modules.height {
            for x in 0..<modules.width where modules.isBlack(x: x, y: y) {
                // Bits fill each 32-bit word from the machine's own end.
                let (byte, bit) =
                    1.littleEndian == 1 ? (x / 8, x % 8) : (x / 32 * 4 + (x % 32) / 8, 7 - x % 8)
                pixels[y * stride + byte] |= 1 << UInt8(bit)
            }
        }
        cairo_surface_mark_dirty(mask)
        cairo_save(cairo)
        cairo_translate(cairo, symbol.left, symbol.top)
        cairo_scale(cairo, symbol.moduleWidth, symbol.moduleHeight)
        let pattern = cairo_pattern_create_for_surface(mask)
        cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST)
        cairo_mask(cairo, pattern)
        cairo_pattern_destroy(pattern)
        cairo_restore(cairo)
    }
}

extension Painter {
    /// Not tagged: the issuer's name stands beside it as text.
    fileprivate func paint(_ picture: Picture, in box: Box) {
        cairo_save(cairo)
        if kind == .grey { cairo_set_operator(cairo, CAIRO_OPERATOR_SOURCE) }
        cairo_rectangle(cairo, box.left, box.top, box.width, box.height)
        cairo_translate(cairo, box.left, box.top)
        cairo_scale(cairo, box.width / Double(picture.width), box.height / Double(picture.height))
        cairo_set_source_surface(cairo, kind == .grey ? picture.grey : picture.colour, 0, 0)
        let pattern = cairo_get_source(cairo)
        cairo_pattern_set_filter(pattern, CAIRO_FILTER_GOOD)
        // Beyond the edge is no paper: half a dot there would come out black.
        cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
        cairo_fill(cairo)
        cairo_restore(cairo)
    }
}

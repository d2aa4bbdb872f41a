import CPangoCairo
import CTurboJPEG

/// Reads pictures that strangers send. The size is known before a pixel is decoded.
enum LogoReader {
    /// Decodes a PNG or JPEG and draws it anew: on white, scaled down, as PNG.
    static func logo(from file: [UInt8]) -> Result<PrintedLogo, LogoFlaw> {
        guard file.count <= PrintedLogo.bytesMax else { return .failure(.tooManyBytes) }
        let size: (width: Int, height: Int)
        let isPNG = pngSize(file) != nil
        if let found = pngSize(file) ?? jpegSize(file) { size = found } else { return .failure(.notAPicture) }
        guard max(size.width, size.height) <= PrintedLogo.sideMax else { return .failure(.tooLarge) }
        guard min(size.width, size.height) >= PrintedLogo.sideMin else { return .failure(.tooSmall) }
        guard let surface = isPNG ? Picture.surface(ofPNG: file) : jpegSurface(file, size) else {
            return .failure(.notAPicture)
        }
        defer { cairo_surface_destroy(surface) }
        guard let png = redrawn(surface, size), let logo = PrintedLogo(png: png) else {
            return .failure(.notAPicture)
        }
        return .success(logo)
    }

    /// From the header, which stands first in every PNG.
    static func pngSize(_ file: [UInt8]) -> (width: Int, height: Int)? {
        let start: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        guard file.count > 33, file.starts(with: start) else { return nil }
        func number(at offset: Int) -> Int { file[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
        let (width, height) = (number(at: 16), number(at: 20))
        return width > 0 && height > 0 ? (width, height) : nil
    }

    private static func jpegSize(_ file: [UInt8]) -> (width: Int, height: Int)? {
        guard file.starts(with: [0xFF, 0xD8, 0xFF]), let reader = tjInitDecompress() else { return nil }
        defer { tjDestroy(reader) }
        var (width, height, sampling, colours): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        guard tjDecompressHeader3(reader, file, UInt(file.count), &width, &height, &sampling, &colours) == 0,
            width > 0, height > 0
        else { return nil }
        return (Int(width), Int(height))
    }

    /// Pixels in cairo's own order, so that they need not be copied.
    private static func jpegSurface(_ file: [UInt8], _ size: (width: Int, height: Int)) -> OpaquePointer? {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(size.width), Int32(size.height))
        cairo_surface_flush(surface)
        let order = Int32((1.littleEndian == 1 ? TJPF_BGRX : TJPF_XRGB).rawValue)
        guard let reader = tjInitDecompress(), let pixels = cairo_image_surface_get_data(surface) else {
            cairo_surface_destroy(surface)
            return nil
        }
        defer { tjDestroy(reader) }
        let stride = cairo_image_surface_get_stride(surface)
        // A warning would be a file that breaks off; half a logo is none.
        let flags = Int32(TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS)
        guard
            tjDecompress2(
                reader, file, UInt(file.count), pixels, Int32(size.width), stride, Int32(size.height), order, flags)
                == 0
        else {
            cairo_surface_destroy(surface)
            return nil
        }
        cairo_surface_mark_dirty(surface)
        return surface
    }

    private static func redrawn(_ picture: OpaquePointer, _ size: (width: Int, height: Int)) -> [UInt8]? {
        let scale = min(
            1, Double(PrintedLogo.keptWidth) / Double(size.width), Double(PrintedLogo.keptHeight) / Double(size.height))
        let (width, height) = (max(1, Double(size.width) * scale), max(1, Double(size.height) * scale))
        let kept = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width.rounded()), Int32(height.rounded()))
        defer { cairo_surface_destroy(kept) }
        guard let cairo = cairo_create(kept) else { return nil }
        cairo_set_source_rgb(cairo, 1, 1, 1)
        cairo_paint(cairo)
        cairo_scale(cairo, width.rounded() / Double(size.width), height.rounded() / Double(size.height))
        cairo_set_source_surface(cairo, picture, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_GOOD)
        cairo_paint(cairo)
        let isDrawn = cairo_status(cairo) == CAIRO_STATUS_SUCCESS
        cairo_destroy(cairo)
        return isDrawn ? Surface.png(of: kept) : nil
    }
}

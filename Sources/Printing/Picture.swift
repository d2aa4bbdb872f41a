import CPangoCairo

/// A logo as pixels: in colour, and as the grey that one-channel surfaces print. Belongs to one thread.
final class Picture {
    let width: Int
    let height: Int
    let colour: OpaquePointer
    let grey: OpaquePointer

    init?(_ logo: PrintedLogo) {
        guard let colour = Self.surface(ofPNG: logo.png) else { return nil }
        guard let grey = Self.grey(of: colour) else {
            cairo_surface_destroy(colour)
            return nil
        }
        (width, height, self.colour, self.grey) = (logo.width, logo.height, colour, grey)
    }

    deinit {
        cairo_surface_destroy(colour)
        cairo_surface_destroy(grey)
    }

    /// Nil for what libpng refuses.
    static func surface(ofPNG file: [UInt8]) -> OpaquePointer? {
        let rest = Unread(file)
        guard let surface = cairo_image_surface_create_from_png_stream(Unread.read, rest.opaque) else { return nil }
        guard withExtendedLifetime(rest, { cairo_surface_status(surface) }) == CAIRO_STATUS_SUCCESS else {
            cairo_surface_destroy(surface)
            return nil
        }
        return surface
    }

    private static func grey(of colour: OpaquePointer) -> OpaquePointer? {
        let (width, height) = (cairo_image_surface_get_width(colour), cairo_image_surface_get_height(colour))
        guard let grey = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height) else { return nil }
        cairo_surface_flush(grey)
        guard let from = cairo_image_surface_get_data(colour), let to = cairo_image_surface_get_data(grey) else {
            cairo_surface_destroy(grey)
            return nil
        }
        let (fromStride, toStride) = (
            Int(cairo_image_surface_get_stride(colour)), Int(cairo_image_surface_get_stride(grey))
        )
        // Bytes of a pixel from blue to red, or the other way round.
        let (red, blue) = 1.littleEndian == 1 ? (2, 0) : (1, 3)
        let green = 1.littleEndian == 1 ? 1 : 2
        for y in 0..<Int(height) {
            for x in 0..<Int(width) {
                let pixel = from + y * fromStride + x * 4
                let shade = Colour(red: pixel[red], green: pixel[green], blue: pixel[blue]).luma
                to[y * toStride + x] = UInt8((shade * 255).rounded())
            }
        }
        cairo_surface_mark_dirty(grey)
        return grey
    }

    /// What is left of a file for cairo to read.
    private final class Unread {
        private let bytes: [UInt8]
        private var offset = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

        static let read: cairo_read_func_t = { closure, data, count in
            guard let closure, let data else { return CAIRO_STATUS_READ_ERROR }
            let unread = Unmanaged<Unread>.fromOpaque(closure).takeUnretainedValue()
            guard unread.bytes.count - unread.offset >= Int(count) else { return CAIRO_STATUS_READ_ERROR }
            for place in 0..<Int(count) { data[place] = unread.bytes[unread.offset + place] }
            unread.offset += Int(count)
            return CAIRO_STATUS_SUCCESS
        }
    }
}

/// The logos drawn last, decoded. Belongs to one thread.
final class PictureShelf {
    static let kept = 16
    private var pictures: [(logo: PrintedLogo, picture: Picture)] = []

    /// Nil for bytes that are no picture.
    func picture(of logo: PrintedLogo) -> Picture? {
        if let found = pictures.first(where: { $0.logo == logo }) { return found.picture }
        guard let picture = Picture(logo) else { return nil }
        pictures.insert((logo, picture), at: 0)
        if pictures.count > Self.kept { pictures.removeLast() }
        return picture
    }
}

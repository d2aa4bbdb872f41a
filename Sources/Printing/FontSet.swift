import CPangoCairo

/// A fontconfig configuration of our own: the host's font folders, our families, nobody's substitution rules.
///
/// With faces, each font carries a FreeType face that only this set uses. Left alone, cairo 1.16 shares faces between
/// all threads of the process and closes them, ten being open, while another thread draws with them: with eleven
/// languages on two threads it crashed within seconds.
final class FontSet {
    let config: OpaquePointer
    private let library: FT_Library?

    /// - Parameter opensFaces: the set must then never end, because cairo remembers faces by their address.
    init(opensFaces: Bool) throws(PrintProblem) {
        guard let host = FcInitLoadConfig() else { throw .failed("fontconfig has no configuration on this host") }
        defer { FcConfigDestroy(host) }
        guard let config = FcConfigCreate() else { throw .failed("fontconfig: no memory") }
        self.config = config
        let xml = Self.xml(
            folders: Self.strings(FcConfigGetFontDirs(host)),
            caches: Self.strings(FcConfigGetCacheDirs(host)))
        guard FcConfigParseAndLoadFromMemory(config, xml, 1) != 0, FcConfigBuildFonts(config) != 0 else {
            FcConfigDestroy(config)
            throw .failed("fontconfig refused our font list")
        }
        var library: FT_Library?
        if opensFaces, FT_Init_FreeType(&library) != 0 {
            FcConfigDestroy(config)
            throw .failed("freetype does not start")
        }
        self.library = library
        if let library { Self.openFaces(in: config, library) }
    }

    deinit {
        FcConfigDestroy(config)
        if let library { FT_Done_FreeType(library) }
    }

    /// Puts a face into each regular or bold upright font and leaves the others out.
    private static func openFaces(in config: OpaquePointer, _ library: FT_Library) {
        guard let set = FcConfigGetFonts(config, FcSetSystem) else { return }
        var kept: Int32 = 0
        for index in 0..<Int(set.pointee.nfont) {
            guard let font = set.pointee.fonts[index] else { continue }
            if isWanted(font), let face = face(of: font, library), let own = FcPatternDuplicate(font) {
                FcPatternAddFTFace(own, FC_FT_FACE, face)
                set.pointee.fonts[Int(kept)] = own
                kept += 1
            }
            FcPatternDestroy(font)
        }
        set.pointee.nfont = kept
    }

    private static func isWanted(_ font: OpaquePointer) -> Bool {
        var (weight, slant, width) = (0.0, Int32(0), 0.0)
        guard FcPatternGetDouble(font, FC_WEIGHT, 0, &weight) == FcResultMatch,
            FcPatternGetInteger(font, FC_SLANT, 0, &slant) == FcResultMatch,
            FcPatternGetDouble(font, FC_WIDTH, 0, &width) == FcResultMatch
        else { return false }
        return slant == FC_SLANT_ROMAN && width == Double(FC_WIDTH_NORMAL)
            && [FC_WEIGHT_REGULAR, FC_WEIGHT_BOLD].contains(Int32(weight))
    }

    private static func face(of font: OpaquePointer, _ library: FT_Library) -> FT_Face? {
        var file: UnsafeMutablePointer<FcChar8>?
        var index: Int32 = 0
        guard FcPatternGetString(font, FC_FILE, 0, &file) == FcResultMatch, let file,
            FcPatternGetInteger(font, FC_INDEX, 0, &index) == FcResultMatch
        else { return nil }
        var face: FT_Face?
        guard let bytes = FontFiles.bytes(ofFileAt: String(cString: file)),
            FT_New_Memory_Face(library, bytes.baseAddress, FT_Long(bytes.count), FT_Long(index), &face) == 0
        else { return nil }
        return face
    }

    func has(_ family: String) -> Bool {
        guard let pattern = FcPatternCreate(), let wanted = FcObjectSetCreate() else { return false }
        defer {
            FcObjectSetDestroy(wanted)
            FcPatternDestroy(pattern)
        }
        FcPatternAddString(pattern, FC_FAMILY, family)
        guard let found = FcFontList(config, pattern, wanted) else { return false }
        defer { FcFontSetDestroy(found) }
        return found.pointee.nfont > 0
    }

    private static func strings(_ list: OpaquePointer?) -> [String] {
        guard let list else { return [] }
        defer { FcStrListDone(list) }
        var found: [String] = []
        while let next = FcStrListNext(list) { found.append(String(cString: next)) }
        return found
    }

    private static func xml(folders: [String], caches: [String]) -> String {
        let accepted = FontChain.all.map { family in
            "<pattern><patelt name=\"family\"><string>\(family)</string></patelt></pattern>"
        }
        let everything = ["true", "false"].map { value in
            "<pattern><patelt name=\"scalable\"><bool>\(value)</bool></patelt></pattern>"
        }
        return """
            <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
            \(folders.map { "<dir>\(escapedForXML($0))</dir>" }.joined())
            \(caches.map { "<cachedir>\(escapedForXML($0))</cachedir>" }.joined())
            <selectfont><rejectfont>\(everything.joined())</rejectfont>
            <acceptfont>\(accepted.joined())</acceptfont></selectfont>
            </fontconfig>
            """
    }
}

import CZint

/// A symbol as modules, one unit each, without its quiet zone. `true` is black.
struct SymbolModules {
    let width: Int
    let height: Int
    /// Row by row.
    let isBlack: [Bool]

    func isBlack(x: Int, y: Int) -> Bool { isBlack[y * width + x] }

    /// The black stretches of a row, as first module and count.
    func runs(inRow y: Int) -> [(first: Int, count: Int)] {
        var found: [(first: Int, count: Int)] = []
        var x = 0
        while x < width {
            if isBlack(x: x, y: y) {
                let first = x
                while x < width, isBlack(x: x, y: y) { x += 1 }
                found.append((first, x - first))
            } else {
                x += 1
            }
        }
        return found
    }
}

/// The two symbologies a coupon carries, drawn by zint. A zint symbol lives for one call and is never shared.
enum Symbologies {
    /// Modules of white on each side that the standards ask for.
    static let qrQuietModules = 4
    static let barcodeQuietModules = 10

    /// Up to version 4 at level Q holds this many alphanumeric characters. The short link gets Q; a longer (signed) one
    /// gets M, because there Q costs two versions and did not decode better when damaged.
    static let qualityCharactersMax = 67

    static func qr(_ content: String) throws(PrintProblem) -> SymbolModules {
        let levelQ: Int32 = 3
        let levelM: Int32 = 2
        return try draw(
            content, as: BARCODE_QRCODE, option: content.utf8.count <= qualityCharactersMax ? levelQ : levelM,
            field: .link)
    }

    /// One row of modules.
    static func code128(_ content: String) throws(PrintProblem) -> SymbolModules {
        try draw(content, as: BARCODE_CODE128, option: -1, field: .barcode)
    }

    private static func draw(
        _ content: String, as symbology: Int32, option: Int32, field: PrintedField
    ) throws(PrintProblem) -> SymbolModules {
        guard !content.isEmpty else { throw .failed("the \(field.rawValue) is empty") }
        guard let symbol = ZBarcode_Create() else { throw .failed("zint: no memory") }
        defer { ZBarcode_Delete(symbol) }
        symbol.pointee.symbology = symbology
        symbol.pointee.option_1 = option
        symbol.pointee.show_hrt = 0
        // zint's vector unit is half a module.
        symbol.pointee.scale = 0.5
        let bytes = Array(content.utf8)
        let code = ZBarcode_Encode_and_Buffer_Vector(symbol, bytes, Int32(bytes.count), 0)
        guard code < ZINT_ERROR else {
            if code == ZINT_ERROR_TOO_LONG { throw .overflow(field) }
            throw .failed("zint answered \(code) for a \(field.rawValue) of \(bytes.count) bytes")
        }
        guard let vector = symbol.pointee.vector else { throw .failed("zint drew nothing") }
        let isMatrix = symbology == BARCODE_QRCODE
        let width = Int(vector.pointee.width.rounded())
        let height = isMatrix ? Int(vector.pointee.height.rounded()) : 1
        var modules = [Bool](repeating: false, count: width * height)
        var rectangle = vector.pointee.rectangles
        while let current = rectangle {
            let columns = Int(current.pointee.x.rounded())..<Int((current.pointee.x + current.pointee.width).rounded())
            let top = isMatrix ? Int(current.pointee.y.rounded()) : 0
            let bottom = isMatrix ? Int((current.pointee.y + current.pointee.height).rounded()) : 1
            for y in top..<bottom {
                for x in columns { modules[y * width + x] = true }
            }
            rectangle = current.pointee.next
        }
        return SymbolModules(width: width, height: height, isBlack: modules)
    }
}

/// A picture in the commands of receipt printers (ESC/POS): the printer's own fonts and symbols differ by maker, dots
/// do not.
enum ReceiptRaster {
    /// Below it a dot is burnt. Somewhat above the middle: thin strokes keep their weight on thermal paper.
    static let whiteFrom: UInt8 = 150

    /// Small printers hold no more of a picture; the bands print without a gap.
    static let bandLinesMax = 128

    /// - Parameter luma: a byte for each dot, each row `stride` bytes after the one above.
    static func commands(width: Int, height: Int, luma: UnsafePointer<UInt8>, stride: Int) -> [UInt8] {
        let across = (width + 7) / 8
        // ESC @: as after switching on.
        var bytes: [UInt8] = [0x1B, 0x40]
        bytes.reserveCapacity(across * height + 64)
        var top = 0
        while top < height {
            let lines = min(bandLinesMax, height - top)
            // GS v 0: bytes across and lines, low byte first, then the dots, the highest bit at the left.
            bytes += [0x1D, 0x76, 0x30, 0]
            bytes += [UInt8(across & 0xFF), UInt8(across >> 8), UInt8(lines & 0xFF), UInt8(lines >> 8)]
            for y in top..<(top + lines) {
                let row = luma + y * stride
                for column in 0..<across {
                    var dots: UInt8 = 0
                    for x in (column * 8)..<min(column * 8 + 8, width) where row[x] < whiteFrom {
                        dots |= 0x80 >> UInt8(x & 7)
                    }
                    bytes.append(dots)
                }
            }
            top += lines
        }
        // GS V 66 0: feeds what has been printed past the knife and cuts.
        return bytes + [0x1D, 0x56, 66, 0]
    }
}

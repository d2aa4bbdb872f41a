import Promotions

/// A ZIP archive whose entries are stored as they are: a pass is small, and its pictures are compressed already.
struct StoredZip {
    private var entries: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    /// Names are ASCII. No time is kept, so that the same files make the same archive.
    mutating func add(_ name: String, _ bytes: [UInt8]) {
        let start = UInt32(entries.count)
        // Version 2.0, no flags, stored, 1 January 1980.
        let common: [UInt8] =
            Self.small(20) + Self.small(0) + Self.small(0) + Self.small(0) + Self.small(0x21)
            + Self.large(CRC32.of(bytes))
            + Self.large(UInt32(bytes.count)) + Self.large(UInt32(bytes.count)) + Self.small(UInt16(name.utf8.count))
            + Self.small(0)
        entries += Self.large(0x0403_4B50) + common + Array(name.utf8) + bytes
        // No comment, first disk, no attributes.
        directory += Self.large(0x0201_4B50) + Self.small(20) + common + [UInt8](repeating: 0, count: 10)
        directory += Self.large(start) + Array(name.utf8)
        count += 1
    }

    var bytes: [UInt8] {
        let end =
            Self.large(0x0605_4B50) + [UInt8](repeating: 0, count: 4) + Self.small(count) + Self.small(count)
            + Self.large(UInt32(directory.count)) + Self.large(UInt32(entries.count)) + Self.small(0)
        return entries + directory + end
    }

    private static func small(_ number: UInt16) -> [UInt8] { number.byteSwapped.bytes }
    private static func large(_ number: UInt32) -> [UInt8] { number.byteSwapped.bytes }
}

/// The check sum of ZIP and PNG (ISO 3309).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
    }

    static func of(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
    }
}

/// A square of one colour as PNG: the least that a pass must show.
enum PlainIcon {
    static func png(side: Int, red: UInt8, green: UInt8, blue: UInt8) -> [UInt8] {
        let row: [UInt8] = [0] + (0..<side).flatMap { _ -> [UInt8] in [red, green, blue] }
        let raw = (0..<side).flatMap { _ -> [UInt8] in row }
        let head = UInt32(side).bytes + UInt32(side).bytes + [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", head) + chunk("IDAT", zlib(raw))
            + chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + bytes
        return UInt32(bytes.count).bytes + body + CRC32.of(body).bytes
    }

    /// Stored blocks of at most 65,535 bytes (RFC 1950 and 1951).
    private static func zlib(_ raw: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + 65_535, raw.count)
            let length = UInt16(end - start)
            bytes += [end == raw.count ? 1 : 0] + length.byteSwapped.bytes + (~length).byteSwapped.bytes
            bytes += raw[start..<end]
            start = end
        } while start < raw.count
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in raw {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return bytes + (high << 16 | low).bytes
    }
}

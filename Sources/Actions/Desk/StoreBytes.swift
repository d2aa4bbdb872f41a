import Geofence
import Promotions

/// Writes stores as `StorePage` keeps them.
struct StoreWriting {
    var bytes: [UInt8] = []

    mutating func write(_ store: Store, _ words: inout StoreWords) {
        let (kind, center, radius) = Self.parts(of: store.fence, at: store.location)
        bytes.append(
            kind.rawValue | (store.owner == .franchise ? StorePage.franchiseBit : 0)
                | (store.archivedAt == nil ? 0 : StorePage.archivedBit))
        write(words.number(of: store.zone))
        if let hours = store.hours {
            if let number = words.number(of: hours) {
                write(number << 1 | 1)
            } else {
                write(inline: hours.json.text())
            }
        } else {
            write(0)
        }
        write(store.location)
        if let center { write(center) }
        if let radius { write(bits: radius.bitPattern) }
        if let archivedAt = store.archivedAt { write(bits: UInt64(bitPattern: archivedAt.microseconds)) }
        write(inline: store.externalID)
        write(inline: store.name)
        write(shared: store.brand, &words)
        write(shared: store.region, &words)
        write(inline: store.address)
        write(store.tags.count)
        for tag in store.tags { write(shared: tag, &words) }
    }

    /// Centers are compared bit by bit: -0 is another spelling than 0, and 180 than -180.
    private static func parts(
        of fence: Fence, at location: Position
    ) -> (StorePage.FenceKind, center: Position?, radius: Double?) {
        switch fence {
        case .polygon: return (.polygon, nil, nil)
        case .circle(let center, let radius):
            let isAround =
                center.latitude.bitPattern == location.latitude.bitPattern
                && center.longitude.bitPattern == location.longitude.bitPattern
            return isAround ? (.circleAround, nil, radius) : (.circleElsewhere, center, radius)
        }
    }

    private mutating func write(_ number: Int) {
        var rest = UInt(number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func write(bits: UInt64) {
        withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
    }

    private mutating func write(_ position: Position) {
        write(bits: position.latitude.bitPattern)
        write(bits: position.longitude.bitPattern)
    }

    /// 0 is none; an odd number is a shared one; an even one is the length, from 2 on, of what follows.
    private mutating func write(inline text: String?) {
        guard let text else { return write(0) }
        write((text.utf8.count + 1) << 1)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func write(shared text: String?, _ words: inout StoreWords) {
        if let number = text.flatMap({ words.number(of: $0) }) {
            write(number << 1 | 1)
        } else {
            write(inline: text)
        }
    }
}

/// Reads one store of a `StorePage`, from its first byte to its last.
struct StoreReading {
    struct Start {
        let flags: UInt8
        let zone: Zone
        let hours: OpeningHours?
        let location: Position
        let fence: Fence
        let archivedAt: Instant?
    }

    private let bytes: UnsafeRawBufferPointer
    private let words: StoreWords
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer, _ words: StoreWords) {
        self.bytes = bytes
        self.words = words
    }

    /// All that stands before the texts.
    mutating func start(polygon: Polygon?) -> Start {
        let flags = bytes[0]
        place = 1
        let zone = words.zones[number()]
        let hours = hours()
        let location = position()
        let fence: Fence
        if let polygon {
            fence = .polygon(polygon)
        } else {
            let isElsewhere = flags & StorePage.fenceBits == StorePage.FenceKind.circleElsewhere.rawValue
            let center = isElsewhere ? position() : location
            fence = .circle(center: center, radiusMeters: Double(bitPattern: bits()))
        }
        let isArchived = flags & StorePage.archivedBit != 0
        return Start(
            flags: flags, zone: zone, hours: hours, location: location, fence: fence,
            archivedAt: isArchived ? Instant(microseconds: Int64(bitPattern: bits())) : nil)
    }

    mutating func text() -> String? {
        let number = number()
        if number == 0 { return nil }
        if number & 1 == 1 { return words.texts[number >> 1] }
        let end = place + (number >> 1) - 1
        defer { place = end }
        return String(decoding: bytes[place..<end], as: UTF8.self)
    }

    mutating func tags() -> [String] {
        (0..<number()).map { _ in text() ?? "" }
    }

    private mutating func hours() -> OpeningHours? {
        let start = place
        let number = number()
        if number & 1 == 1 { return words.hours[number >> 1] }
        place = start
        guard let text = text() else { return nil }
        guard let hours = try? OpeningHours(reading: Fields(JSON(parsing: text))) else {
            preconditionFailure("hours that were written here can be read")
        }
        return hours
    }

    private mutating func number() -> Int {
        var number: UInt = 0
        var shift: UInt = 0
        while true {
            let byte = bytes[place]
            place += 1
            number |= UInt(byte & 0x7F) << shift
            if byte < 0x80 { return Int(number) }
            shift += 7
        }
    }

    private mutating func bits() -> UInt64 {
        defer { place += 8 }
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    private mutating func position() -> Position {
        let latitude = Double(bitPattern: bits())
        let longitude = Double(bitPattern: bits())
        guard let position = Position(latitude: latitude, longitude: longitude) else {
            preconditionFailure("a position that was written here is one")
        }
        return position
    }
}

import Geofence
import Promotions

/// Some hundred stores side by side: their ids, where each ends, and the bytes of all of them.
///
/// Of a store: its owner, whether it is archived, the kind of its fence (one byte); zone, hours, place, fence, when it was archived,
/// then its texts and tags. Numbers are of 7 bits a byte, low ones first.
final class StorePage: Sendable {
    static let storesMax = 256

    enum FenceKind: UInt8 {
        case circleAround, circleElsewhere, polygon
    }

    static let franchiseBit: UInt8 = 4
    static let archivedBit: UInt8 = 8
    static let fenceBits: UInt8 = 3

    /// Ascending; never empty.
    let ids: [Int64]
    private let ends: [UInt32]
    private let bytes: [UInt8]
    /// By place. The fence index holds the same ones, so here they cost a reference.
    private let polygons: [Int: Polygon]

    private init(ids: [Int64], ends: [UInt32], bytes: [UInt8], polygons: [Int: Polygon]) {
        self.ids = ids
        self.ends = ends
        self.bytes = bytes
        self.polygons = polygons
    }

    var byteCount: Int { bytes.count + ids.count * 12 }

    func place(of id: Int64) -> Int? {
        var low = 0
        var high = ids.count
        while low < high {
            let middle = (low + high) / 2
            if ids[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < ids.count && ids[low] == id ? low : nil
    }

    private func span(at place: Int) -> Range<Int> {
        (place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place])
    }

    func store(at place: Int, _ words: StoreWords) -> Store {
        bytes.withUnsafeBytes { bytes in
            var reading = StoreReading(UnsafeRawBufferPointer(rebasing: bytes[span(at: place)]), words)
            let start = reading.start(polygon: polygons[place])
            return Store(
                id: ID(ids[place]), externalID: reading.text(), name: reading.text() ?? "", brand: reading.text(),
                owner: start.flags & Self.franchiseBit == 0 ? .company : .franchise, region: reading.text(),
                address: reading.text(), zone: start.zone, location: start.location, fence: start.fence,
                hours: start.hours, tags: reading.tags(), archivedAt: start.archivedAt)
        }
    }

    /// Nil for an archived store.
    func fence(at place: Int, _ words: StoreWords) -> Fence? {
        bytes.withUnsafeBytes { bytes in
            var reading = StoreReading(UnsafeRawBufferPointer(rebasing: bytes[span(at: place)]), words)
            let start = reading.start(polygon: polygons[place])
            return start.archivedAt == nil ? start.fence : nil
        }
    }

    /// A page that is being filled, by ascending id.
    struct Draft {
        private var ids: [Int64] = []
        private var ends: [UInt32] = []
        private var writing = StoreWriting()
        private var polygons: [Int: Polygon] = [:]

        var count: Int { ids.count }

        mutating func append(_ store: Store, _ words: inout StoreWords) {
            if case .polygon(let polygon) = store.fence { polygons[count] = polygon }
            writing.write(store, &words)
            finish(store.id.rawValue)
        }

        /// As it stands on another page.
        mutating func append(_ page: StorePage, _ place: Int) {
            polygons[count] = page.polygons[place]
            writing.bytes.append(contentsOf: page.bytes[page.span(at: place)])
            finish(page.ids[place])
        }

        private mutating func finish(_ id: Int64) {
            ids.append(id)
            ends.append(UInt32(writing.bytes.count))
        }

        /// What was filled in; the draft is empty again and keeps its room.
        mutating func page() -> StorePage {
            // Copied, because arrays that grew have room to spare.
            let page = StorePage(
                ids: ids.withUnsafeBufferPointer(Array.init), ends: ends.withUnsafeBufferPointer(Array.init),
                bytes: writing.bytes.withUnsafeBufferPointer(Array.init), polygons: polygons)
            ids.removeAll(keepingCapacity: true)
            ends.removeAll(keepingCapacity: true)
            writing.bytes.removeAll(keepingCapacity: true)
            polygons = [:]
            return page
        }
    }
}

import Promotions

/// What thousands of stores have the same: zones, hours, and short texts such as brands, regions and tags. A store names them
/// by number. Numbers are only added, so that a page made earlier can be read with the words of later ones.
struct StoreWords: Sendable {
    /// Where every store is different in these, a number would cost more than it saves; then they stand with the store.
    private let textsMax: Int
    private let hoursMax: Int
    private static let textBytesMax = 64

    private(set) var texts: [String] = []
    private(set) var zones: [Zone] = []
    private(set) var hours: [OpeningHours] = []
    private var textNumbers: [String: Int] = [:]
    private var zoneNumbers: [Zone: Int] = [:]
    private var hoursNumbers: [OpeningHours: Int] = [:]
    /// The latest hours: mostly the next store has them too, and to hash a week takes its time.
    private var lastHours: Int?

    init(textsMax: Int = 16_384, hoursMax: Int = 16_384) {
        self.textsMax = textsMax
        self.hoursMax = hoursMax
    }

    mutating func number(of zone: Zone) -> Int {
        if let number = zoneNumbers[zone] { return number }
        zones.append(zone)
        zoneNumbers[zone] = zones.count - 1
        return zones.count - 1
    }

    /// Nil if there is no room.
    mutating func number(of text: String) -> Int? {
        if let number = textNumbers[text] { return number }
        guard texts.count < textsMax, text.utf8.count <= Self.textBytesMax else { return nil }
        texts.append(text)
        textNumbers[text] = texts.count - 1
        return texts.count - 1
    }

    /// Nil if there is no room.
    mutating func number(of week: OpeningHours) -> Int? {
        if let lastHours, hours[lastHours] == week { return lastHours }
        if let number = hoursNumbers[week] {
            lastHours = number
            return number
        }
        guard hours.count < hoursMax else { return nil }
        hours.append(week)
        hoursNumbers[week] = hours.count - 1
        lastHours = hours.count - 1
        return lastHours
    }
}

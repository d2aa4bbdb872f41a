import Geofence

/// Reads the cells of one record and collects what is wrong with them.
struct StoreRowReader {
    private let places: [StoreColumn: Int]
    private let cells: [String]
    private let line: Int
    private(set) var problems: [LineProblem] = []
    private(set) var warnings: [LineProblem] = []

    init(places: [StoreColumn: Int], cells: [String], line: Int) {
        self.places = places
        self.cells = cells
        self.line = line
    }

    /// Nil if there was any problem.
    mutating func row() -> StoreRow? {
        let externalID = text(.externalID, length: 1...100, isRequired: true)
        let name = text(.name, length: 1...200, isRequired: true)
        let position = position()
        let zone = zone()
        let radius = radiusMeters()
        let hours = hours()
        let address = text(.address, length: 1...500)
        let region = text(.region, length: 1...100)
        let brand = text(.brand, length: 1...100)
        let owner = owner()
        let tags = tags()
        guard problems.isEmpty, let externalID, let name, let position else { return nil }
        return StoreRow(
            line: line, externalID: externalID, name: name, position: position, zone: zone, radiusMeters: radius,
            hours: hours, address: address, region: region, brand: brand, owner: owner, tags: tags)
    }

    private func cell(_ column: StoreColumn) -> String? {
        guard let place = places[column] else { return nil }
        let text = trimmed(cells[place])
        return text.isEmpty ? nil : text
    }

    private mutating func refuse(_ column: StoreColumn, _ reason: Sentence) {
        problems.append(LineProblem(line: line, field: column.rawValue, reason: reason))
    }

    private mutating func text(
        _ column: StoreColumn, length: ClosedRange<Int>, isRequired: Bool = false
    ) -> String? {
        guard let text = cell(column) else {
            if isRequired { refuse(column, "is required") }
            return nil
        }
        if let flaw = Fields.flaw(of: text, length: length) {
            refuse(column, flaw)
            return nil
        }
        return text
    }

    /// `location` as "latitude,longitude"; where it has no column, the two columns of their own.
    private mutating func position() -> Position? {
        if places[.location] != nil {
            guard let text = cell(.location) else {
                refuse(.location, "is required")
                return nil
            }
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
            if parts.count == 2, let latitude = Self.decimal(parts[0]), let longitude = Self.decimal(parts[1]),
                let position = Position(latitude: latitude, longitude: longitude)
            {
                return position
            }
            refuse(.location, "must be latitude,longitude in degrees, such as 37.7397,-122.4673")
            return nil
        }
        let latitude = degrees(.latitude, max: 90)
        let longitude = degrees(.longitude, max: 180)
        guard let latitude, let longitude else { return nil }
        return Position(latitude: latitude, longitude: longitude)
    }

    private mutating func degrees(_ column: StoreColumn, max: Double) -> Double? {
        guard let text = cell(column) else {
            refuse(column, "is required")
            return nil
        }
        guard let degrees = Self.decimal(text), abs(degrees) <= max else {
            refuse(column, "must be degrees, \(Int(-max)) to \(Int(max))")
            return nil
        }
        return degrees
    }

    /// Digits with a sign and a point; not the hexadecimal, infinite and undefined forms that `Double` also reads.
    private static func decimal(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ "+-.0123456789".utf8.contains($0) }) else { return nil }
        return Double(text)
    }

    private mutating func zone() -> Zone? {
        guard let identifier = cell(.timeZone) else { return nil }
        guard let zone = Zone(identifier: identifier) else {
            refuse(.timeZone, "must be an IANA time zone, such as America/Los_Angeles")
            return nil
        }
        return zone
    }

    private mutating func radiusMeters() -> Double? {
        guard let text = cell(.radiusMeters) else { return nil }
        guard let radius = Self.decimal(text), (10...50_000).contains(radius) else {
            refuse(.radiusMeters, "must be 10 to 50000")
            return nil
        }
        return radius
    }

    private mutating func owner() -> Store.Owner? {
        guard let text = cell(.owner) else { return nil }
        switch text.lowercased() {
        case "company", "company owned", "company-owned", "corporate": return .company
        case "franchise", "franchised", "franchisee", "licensed": return .franchise
        default:
            refuse(.owner, "must be company or franchise")
            return nil
        }
    }

    /// Between semicolons or bars; a comma would need quotes in every file.
    private mutating func tags() -> [String] {
        guard let text = cell(.tags) else { return [] }
        let tags = text.split { $0 == ";" || $0 == "|" }.map { trimmed($0) }.filter { !$0.isEmpty }
        if tags.count > Store.tagsMax {
            refuse(.tags, "must have at most \(Store.tagsMax)")
        } else if tags.contains(where: { Fields.flaw(of: $0, length: 1...50) != nil }) {
            refuse(.tags, "each must be 1 to 50 characters long, without control characters")
        }
        return tags
    }

    /// No cell filled: not known. Some filled: the other days are closed, with a warning, since a blank often means so.
    private mutating func hours() -> OpeningHours? {
        var week: [Weekday: [LocalSpan]] = [:]
        var isAsked = false
        var unnamed: [Weekday] = []
        var read: [StoreColumn: [LocalSpan]] = [:]
        for day in Weekday.allCases {
            let own = StoreColumn.hours(day)
            let isWorkday = day != .sat && day != .sun
            let column = isWorkday && places[own] == nil ? StoreColumn.hoursWeekday : own
            isAsked = isAsked || places[column] != nil
            let spans = read[column] ?? spans(column)
            read[column] = spans
            week[day] = spans
            if spans == nil {
                unnamed.append(day)
            }
        }
        if week.isEmpty {
            if isAsked, problems.isEmpty {
                warnings.append(LineProblem(line: line, field: "hours", reason: "hours not known"))
            }
            return nil
        }
        if !unnamed.isEmpty {
            let days = unnamed.map(\.rawValue).joined(separator: ", ")
            warnings.append(LineProblem(line: line, field: "hours", reason: "none given for \(days): taken as closed"))
        }
        return OpeningHours(week: week)
    }

    private mutating func spans(_ column: StoreColumn) -> [LocalSpan]? {
        guard let text = cell(column) else { return nil }
        do throws(Invalid) {
            return try OpeningHours.spans(written: text, at: column.rawValue)
        } catch {
            for problem in error.problems where !problems.contains(where: { $0.field == problem.field }) {
                problems.append(LineProblem(line: line, field: problem.field, reason: problem.reason))
            }
            return nil
        }
    }
}

/// What a column of an import file can mean. The raw value is its name in a mapping, and in a header of our own making.
public enum StoreColumn: String, CaseIterable, Sendable {
    case externalID = "external_id"
    case name, location, latitude, longitude, address, region, brand, owner, tags
    case timeZone = "time_zone"
    case radiusMeters = "radius_meters"
    /// Monday to Friday, unless the day has a column of its own.
    case hoursWeekday = "hours.weekday"
    case hoursMon = "hours.mon"
    case hoursTue = "hours.tue"
    case hoursWed = "hours.wed"
    case hoursThu = "hours.thu"
    case hoursFri = "hours.fri"
    case hoursSat = "hours.sat"
    case hoursSun = "hours.sun"

    /// Also knows the days by their full names: `hours.saturday`.
    public init?(named name: String) {
        if let column = StoreColumn(rawValue: name) {
            self = column
        } else if let day = Self.daysInFull[name], let column = StoreColumn(rawValue: "hours.\(day.rawValue)") {
            self = column
        } else {
            return nil
        }
    }

    private static let daysInFull: [String: Weekday] = [
        "hours.monday": .mon, "hours.tuesday": .tue, "hours.wednesday": .wed, "hours.thursday": .thu,
        "hours.friday": .fri, "hours.saturday": .sat, "hours.sunday": .sun,
    ]

    static func hours(_ day: Weekday) -> StoreColumn {
        switch day {
        case .mon: .hoursMon
        case .tue: .hoursTue
        case .wed: .hoursWed
        case .thu: .hoursThu
        case .fri: .hoursFri
        case .sat: .hoursSat
        case .sun: .hoursSun
        }
    }
}

/// Which header of a file stands for which of our columns. Headers that bear our own names need no mapping.
public struct StoreMapping: Hashable, Sendable {
    private(set) var headers: [StoreColumn: String] = [:]

    public init() {}

    /// Reads `external_id=ID,name=Name,location=Coordinates`. A pair whose header holds a comma is put in quotes, as
    /// in CSV: `"name=Name, in full"`. Problems are reported under `map`.
    public init(_ text: String) throws(Invalid) {
        var reader = CSVReader()
        var records = reader.feed(text.utf8)
        records += reader.finish()
        if records.isEmpty { return }
        guard records.count == 1, case .fields(let pairs, _) = records[0] else {
            throw Invalid(field: "map", reason: "must be column=Header, with commas between")
        }
        var problems: [FieldProblem] = []
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1).map { trimmed($0) }
            if parts.count < 2 || parts.contains("") {
                problems.append(FieldProblem(field: "map", reason: "\"\(pair)\" must be column=Header"))
            } else if let column = StoreColumn(named: parts[0]) {
                if headers.updateValue(parts[1], forKey: column) != nil {
                    problems.append(FieldProblem(field: "map", reason: "\(column.rawValue) is mapped twice"))
                }
            } else {
                let names = StoreColumn.allCases.map(\.rawValue).joined(separator: ", ")
                problems.append(FieldProblem(field: "map", reason: "\"\(parts[0])\" must be one of: \(names)"))
            }
        }
        if !problems.isEmpty { throw Invalid(problems) }
    }

    /// Where each column stands in a file with this header.
    func places(in header: [String]) throws(Invalid) -> [StoreColumn: Int] {
        let names = header.map { trimmed($0) }
        var problems: [FieldProblem] = []
        var places: [StoreColumn: Int] = [:]
        func place(_ column: StoreColumn, _ wanted: String, _ matches: [Int]) {
            if matches.count > 1 {
                problems.append(FieldProblem(field: "map", reason: "the file has the header \"\(wanted)\" twice"))
            }
            places[column] = matches.first
        }
        for column in StoreColumn.allCases {
            if let wanted = headers[column] {
                let matches = names.indices.filter { names[$0] == wanted }
                if matches.isEmpty {
                    problems.append(
                        FieldProblem(
                            field: "map", reason: "the file has no header \"\(wanted)\", mapped to \(column.rawValue)"))
                }
                place(column, wanted, matches)
            } else {
                place(column, column.rawValue, names.indices.filter { StoreColumn(named: names[$0]) == column })
            }
        }
        if problems.isEmpty {
            problems = Self.lacking(places)
        }
        if !problems.isEmpty { throw Invalid(problems) }
        return places
    }

    private static func lacking(_ places: [StoreColumn: Int]) -> [FieldProblem] {
        var problems = [StoreColumn.externalID, .name].filter { places[$0] == nil }.map { column in
            FieldProblem(
                field: "map", reason: "the file has no header for \(column.rawValue), and none is mapped to it")
        }
        if places[.location] == nil, places[.latitude] == nil || places[.longitude] == nil {
            problems.append(
                FieldProblem(
                    field: "map", reason: "the file has no header for location, nor for latitude and longitude"))
        }
        return problems
    }
}

/// Without white space at either end.
func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
}

extension OpeningHours {
    static let spansMax = 8
    static let exceptionsMax = 400

    /// `{"mon": [{"from": "05:00", "to": "21:00"}], ..., "exceptions": {"2026-12-25": []}}`. A weekday that is not
    /// named is closed; `"closed"` may stand for an empty list. At least one weekday must be named, so that `{}`
    /// never closes a shop for good by mistake. Finishes `fields`.
    public init(reading fields: Fields) throws(Invalid) {
        var week: [Weekday: [LocalSpan]] = [:]
        for day in Weekday.allCases {
            week[day] = Self.spans(day.rawValue, fields)
        }
        if Weekday.allCases.allSatisfy({ !fields.has($0.rawValue) }) {
            fields.refuse("mon", "at least one weekday must be named; leave hours out if they are not known")
        }
        let exceptions = fields.read("exceptions") { (json, path) throws(Invalid) in
            try Self.exceptions(json, at: path)
        }
        try fields.finish()
        self.init(week: week, exceptions: exceptions ?? [:])
    }

    private static func spans(_ name: String, _ fields: Fields) -> [LocalSpan] {
        if fields.value(name) == "closed" { return [] }
        return fields.objects(name, count: 0...spansMax) { (fields: Fields) throws(Invalid) in
            let span = LocalSpan(reading: fields)
            try fields.finish()
            return span ?? .wholeDay
        }
    }

    private static func exceptions(_ json: JSON, at path: String) throws(Invalid) -> [LocalDate: [LocalSpan]] {
        let fields = try Fields(json, at: path)
        var exceptions: [LocalDate: [LocalSpan]] = [:]
        let names = json.members?.names ?? []
        guard names.count <= exceptionsMax else {
            throw Invalid(field: path, reason: "must have at most \(exceptionsMax) days")
        }
        for name in names {
            guard let date = LocalDate(name) else {
                fields.refuse(name, "must be named by a date such as 2026-12-25")
                continue
            }
            if fields.has(name) {
                exceptions[date] = spans(name, fields)
            } else {
                fields.refuse(name, "must be a list of hours, empty for closed")
            }
        }
        try fields.finish()
        return exceptions
    }

    /// Every weekday by name, exceptions only if there are any, in order of date.
    public var json: JSON {
        var object = JSONObject()
        for day in Weekday.allCases {
            object[day.rawValue] = Self.json(spans(startingOn: day))
        }
        if !exceptions.isEmpty {
            let days = exceptions.sorted { $0.key < $1.key }
            object["exceptions"] = .object(JSONObject(days.map { ($0.key.text, Self.json($0.value)) }))
        }
        return .object(object)
    }

    private static func json(_ spans: [LocalSpan]) -> JSON {
        .array(spans.map { .object($0.members) })
    }
}

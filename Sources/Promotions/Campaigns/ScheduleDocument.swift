extension Schedule {
    static let windowsMax = 50
    static let blackoutsMax = 366

    /// `{"from", "to", "windows": [{"days", "from", "to"}], "blackouts"}`, all optional. Finishes `fields`.
    /// - Parameter retailer: whose audiences may be named; another's id reads like an unknown one.
    public init(reading fields: Fields, retailer: ID<Retailer>? = nil) throws(Invalid) {
        let from = Self.date("from", fields)
        let to = Self.date("to", fields)
        if let from, let to, to <= from {
            fields.refuse("to", "must be after from: it is the first day that is no longer part of it")
        }
        let windows = fields.objects("windows", count: 0...Self.windowsMax) { (fields: Fields) throws(Invalid) in
            try Window(reading: fields)
        }
        let blackouts = fields.list("blackouts", count: 0...Self.blackoutsMax) { (json, path) throws(Invalid) in
            guard let date = json.stringValue.flatMap({ LocalDate($0) }) else {
                throw Invalid(field: path, reason: Self.dateForm)
            }
            return date
        }
        let early = EarlyAccess.list(fields, before: from, retailer: retailer)
        try fields.finish()
        self.init(from: from, to: to, windows: windows, blackouts: Set(blackouts))
        self.early = early
    }

    static let dateForm: Sentence = "must be a date such as 2026-08-14"

    static func date(_ name: String, _ fields: Fields) -> LocalDate? {
        guard let value = fields.value(name) else { return nil }
        guard let date = value.stringValue.flatMap({ LocalDate($0) }) else {
            fields.refuse(name, dateForm)
            return nil
        }
        return date
    }

    public var json: JSON {
        var object = JSONObject()
        object["from"] = from.map { .string($0.text) }
        object["to"] = to.map { .string($0.text) }
        object["windows"] = .array(windows.map(\.json))
        object["blackouts"] = .array(blackouts.sorted().map { .string($0.text) })
        return .object(object)
    }
}

extension Schedule.Window {
    init(reading fields: Fields) throws(Invalid) {
        let days = fields.list("days", count: 1...7) { (json, path) throws(Invalid) in
            guard let day = json.stringValue.flatMap(Weekday.init(rawValue:)) else {
                throw Invalid(
                    field: path, reason: "must be one of: \(Weekday.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return day
        }
        if Set(days).count < days.count {
            fields.refuse("days", "names a day twice")
        }
        let span = LocalSpan(reading: fields)
        try fields.finish()
        // Every nil has left its problem in the fields, so this is only for the compiler's sake.
        guard let span, let window = Self(days: Set(days.isEmpty ? Weekday.allCases : days), span: span) else {
            throw Invalid(field: fields.path, reason: "must be a window")
        }
        self = window
    }

    var json: JSON {
        var object = JSONObject()
        if days.count < Weekday.allCases.count {
            object["days"] = .array(Weekday.allCases.filter(days.contains).map { .string($0.rawValue) })
        }
        for member in span.members {
            object[member.name] = member.value
        }
        return .object(object)
    }
}

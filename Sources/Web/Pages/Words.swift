import Promotions

/// The words of one area of the pages in one language: what is common to all, and its own. The files are
/// `words/AREA.LANGUAGE.json`: a text for each key, or one for each plural form of `{count}`.
struct Words: Sendable {
    /// Parts of the pages that are loaded apart.
    enum Area: String, CaseIterable, Sendable {
        case common, shopper, offer, till, console, campaigns, stores, tills, results

        /// Whose words it has, later ones before earlier ones.
        var parts: [Area] {
            switch self {
            case .common: [.common]
            case .shopper, .offer, .till, .console: [.common, self]
            case .stores, .tills, .results: [.common, .console, self]
            case .campaigns: [.common, .console, .results, self]
            }
        }
    }

    let language: PageLanguage
    private let entries: JSONObject
    /// For the modules of a page.
    let bytes: [UInt8]

    static func of(_ area: Area, _ language: PageLanguage) throws -> Words {
        guard let words = try all.get()[fileName(area, language)] else { throw Missing(area: area) }
        return words
    }

    /// As browsers ask for it.
    static func file(named name: Substring) throws -> [UInt8]? {
        try all.get()[String(name)]?.bytes
    }

    static func fileName(_ area: Area, _ language: PageLanguage) -> String {
        "\(area.rawValue).\(language.rawValue).json"
    }

    struct Missing: Error { let area: Area }

    init(_ area: Area, _ language: PageLanguage, from files: PageFiles) throws {
        self.language = language
        var entries = JSONObject()
        for part in area.parts {
            let read = try JSON(parsing: files.files[Self.fileName(part, language)] ?? [])
            for member in read.members ?? [:] { entries[member.name] = member.value }
        }
        self.entries = entries
        bytes = Array(JSON.object(entries).text().utf8)
    }

    private static let all = Result {
        var all: [String: Words] = [:]
        for area in Area.allCases {
            for language in PageLanguage.allCases {
                all[fileName(area, language)] = try Words(area, language, from: .shared)
            }
        }
        return all
    }

    /// For templates, which know no plural.
    var texts: [String: String] {
        Dictionary(
            uniqueKeysWithValues: entries.compactMap { entry in entry.value.stringValue.map { (entry.name, $0) } })
    }

    /// With values for what stands in braces.
    func text(_ key: String, _ values: [String: String] = [:]) -> String {
        fill(entries[key]?.stringValue ?? key, values)
    }

    /// In the form that the count asks for; `{count}` is written as the language writes numbers.
    func text(_ key: String, count: Int64, _ values: [String: String] = [:]) -> String {
        let form = entries[key]?[language.plural(count).rawValue] ?? entries[key]?["other"]
        return fill(form?.stringValue ?? key, values.merging(["count": number(count)]) { $1 })
    }

    func number(_ number: Int64) -> String {
        LocalePack.pack(for: language.rawValue).whole(number)
    }

    private func fill(_ text: String, _ values: [String: String]) -> String {
        var filled = ""
        var rest = text[...]
        // Once from front to back: a value may have braces of its own.
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            filled += values[String(rest[rest.index(after: open)..<close])] ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }
}

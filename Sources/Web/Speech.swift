import Hummingbird
import Promotions

/// The language in which a request's caller hears sentences. It is set once, where the request enters, and only for
/// whoever does not hear English: that costs nothing.
enum Speech {
    @TaskLocal static var language = PageLanguage.en

    static func said(_ sentence: Sentence) -> String {
        language == .en ? sentence.text : Translations.of(language).text(sentence)
    }
}

extension JSON {
    init(_ sentence: Sentence) {
        self = .string(Speech.said(sentence))
    }
}

/// What the server says, in another language. The files are `words/sentences-AREA.LANGUAGE.json`: by its English pattern,
/// a pattern, or one for each plural form of the first count in it.
struct Translations: Sendable {
    enum Area: String, CaseIterable {
        /// What is wrong with a form, a file or a campaign.
        case rules
        /// For shoppers and cashiers.
        case visits
        case problems
    }

    let language: PageLanguage
    private let entries: [String: JSON]

    static func of(_ language: PageLanguage) -> Translations { all[language] ?? Translations(language, [:]) }

    static func fileName(_ area: Area, _ language: PageLanguage) -> String {
        "sentences-\(area.rawValue).\(language.rawValue).json"
    }

    /// A sentence that nobody has put into the language comes in English.
    func text(_ sentence: Sentence) -> String {
        let entry = entries[sentence.pattern]
        let form = sentence.count.flatMap { entry?[language.plural($0).rawValue] } ?? entry
        return sentence.filling(form?.stringValue ?? sentence.pattern, written)
    }

    private func written(_ value: Sentence.Value) -> String {
        switch value {
        case .text(let text): text
        case .count(let count): pack.whole(count)
        case .tenths(let tenths): pack.tenths(tenths)
        case .money(let money): pack.money(money)
        case .clock(let secondOfDay): pack.time(secondOfDay: secondOfDay)
        case .reward(let reward): pack.summary(reward).capitalizedFirst
        case .sentence(let sentence): text(sentence)
        }
    }

    private var pack: LocalePack { LocalePack.pack(for: language.rawValue) }

    init(_ language: PageLanguage, _ entries: [String: JSON]) {
        self.language = language
        self.entries = entries
    }

    private static let all = Dictionary(
        uniqueKeysWithValues: PageLanguage.allCases.map { language in
            let entries = Area.allCases.flatMap { area in
                let file = try? JSON(parsing: PageFiles.shared.files[fileName(area, language)] ?? [])
                return file?.members?.map { ($0.name, $0.value) } ?? []
            }
            return (language, Translations(language, Dictionary(entries) { first, _ in first }))
        })
}

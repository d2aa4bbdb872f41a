import Foundation
import Promotions
import Support
import Testing

@testable import Web

@Suite("what the server says, in four languages")
struct SentenceTests {
    private static let languages: [PageLanguage] = [.fr, .es, .ru]

    private static func entries(_ area: Translations.Area, _ language: PageLanguage) throws -> JSONObject {
        let file = try JSON(parsing: PageFiles.shared.files[Translations.fileName(area, language)] ?? [])
        return try #require(file.members, "\(area) \(language)")
    }

    private static func known(_ language: PageLanguage) throws -> Set<String> {
        try Translations.Area.allCases.reduce(into: []) { $0.formUnion(try entries($1, language).names) }
    }

    @Test("every language has the same sentences, each in the forms that its counts need and with the same values")
    func complete() throws {
        for area in Translations.Area.allCases {
            let names = Set(try Self.entries(area, .fr).names)
            for language in Self.languages {
                let entries = try Self.entries(area, language)
                #expect(Set(entries.names) == names, "\(area) \(language)")
                for (pattern, value) in entries {
                    let forms = value.members.map { Set($0.names) }
                    if let forms { #expect(forms == Set(language.forms.map(\.rawValue)), "\(language) \(pattern)") }
                    let texts =
                        value.members?.map { $0.value.stringValue ?? "" } ?? [value.stringValue ?? ""]
                    for text in texts {
                        #expect(Self.blanks(text) == Self.blanks(pattern), "\(language) \(pattern): \(text)")
                        #expect(text != pattern || Self.isTheSame.contains(pattern), "\(language) \(pattern)")
                    }
                }
            }
        }
    }

    /// What two languages happen to say alike.
    private static let isTheSame: Set<String> = [
        "coupons", "points", "{0} coupons", "{0} points", "1 point", "{0} m", "{0} km",
    ]

    private static func blanks(_ text: String) -> Set<String> {
        Set(text.matches(of: #/\{[0-9]\}/#).map { String($0.output) })
    }

    @Test("every sentence of the sources has its translations, and every translation its sentence")
    func sources() throws {
        let literals = try Self.literals()
        let known = try Self.known(.fr)
        let untold = literals.filter { !$0.isExempt && Self.isProse($0.pattern) && !known.contains($0.pattern) }
        #expect(
            Set(untold.map { "\($0.file): \($0.pattern)" }).sorted() == [],
            "put them into words/sentences-*.json, or into the list of what nobody reads")
        #expect(known.subtracting(literals.map(\.pattern)).sorted() == [], "nobody says them")
    }

    private struct Said {
        let file: String
        let pattern: String
        let isExempt: Bool
    }

    private static func literals() throws -> [Said] {
        let sources = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources")
        var said: [Said] = []
        for room in ["Geofence", "Promotions", "Actions", "Web"] {
            let walk = FileManager.default.enumerator(
                at: sources.appending(path: room), includingPropertiesForKeys: nil)
            for url in try #require(walk).compactMap({ $0 as? URL }) where url.pathExtension == "swift" {
                let path = url.path()
                let isPassedOver = unread.contains { path.contains($0) }
                for literal in SwiftLiterals.all(in: try String(contentsOf: url, encoding: .utf8)) {
                    let isExempt =
                        isPassedOver || unsaid.contains { literal.before.contains($0) }
                        || unspoken.contains(literal.pattern)
                    said.append(Said(file: url.lastPathComponent, pattern: literal.pattern, isExempt: isExempt))
                }
            }
        }
        return said
    }

    /// Words of other files, words for programmers, and what is no sentence: headers, addresses, markup.
    private static let unread = [
        "/OpenAPI/", "Routes.swift", "RouteFamilies.swift", "/Charts/", "/Locales/LocalePack", "/Locales/CounterWords",
        "/Locales/CouponWords", "/Locales/MailWords", "Packs.swift", "JSONParser", "OfflinePackDocument",
        "OfflineKeySet",
        "OfflineWords", "RewardSummary", "ProblemCode.swift", "/Services/", "/Secrets/", "DeliverMail",
        "HeaderNames", "AccessLog", "LiftAPI", "IdentityToken", "OEmbed", "/Pages.swift", "ResultPictures", "Leaflet",
        "ReplyStream", "AssetPages", "PageFiles.swift", "SignOnProviders", "SignInTries", "FoldedText",
    ]
    private static let unsaid = [
        "logger.", "preconditionFailure(", "repeating(every:", "each(of:", "desk.audit(", "statement ==",
        "contentDisposition", "contentType", "cacheControl", "hasPrefix(", "case \"",
    ]
    private static let unspoken: Set<String> = [
        "coupon keys/v1", "heart condition", "{0} UTC", "the address is not proven",
        "a sign-in by OpenID Connect failed", "a provider vouches for another person under a user's address",
        "company owned", "could not write looks", "many codes that do not exist",
        "-----BEGIN PUBLIC KEY-----n{0}n-----END PUBLIC KEY-----n",
    ]

    /// More than one word, or one that ends like a sentence; no header's parameters.
    private static func isProse(_ pattern: String) -> Bool {
        if pattern.contains(
            #/[;,] ?[A-Za-z-]+=|^[a-z]+\/[a-z]+; |^[{]0[}]=|no-store|no-cache|^default-src|^data: |filename=/#)
        {
            return false
        }
        return pattern.contains(#/[A-Za-z},;:.] [A-Za-z{(]/#) && pattern.contains(#/[A-Za-z]{2}/#)
            || pattern.contains(#/[a-z]\.$/#)
    }

    @Test(
        "numbers, money and times are written as the language writes them, and counts choose their form",
        arguments: [
            (PageLanguage.fr, "Le budget de 1\u{202F}000,00\u{A0}$US couvre 1 coupon."),
            (.es, "El presupuesto de 1000,00\u{A0}US$ cubre 1 cupón."),
            (.ru, "Бюджет 1\u{A0}000,00\u{A0}$ покрывает 1 купон."),
        ])
    func values(_ language: PageLanguage, _ expected: String) throws {
        let covers: Sentence = "\(1) coupons"
        let budget = Money(100_000, try #require(Currency("USD")))
        let sentence: Sentence = "The budget of \(budget) covers \(covers)."
        #expect(sentence.text == "The budget of $1000.00 covers 1 coupons.")
        #expect(Translations.of(language).text(sentence) == expected)
    }

    @Test(
        "Russian counts in three forms",
        arguments: [(1, "1 балл"), (2, "2 балла"), (5, "5 баллов"), (11, "11 баллов"), (21, "21 балл")])
    func forms(count: Int, expected: String) {
        #expect(Translations.of(.ru).text("\(count) points") == expected)
    }

    @Test("what nobody has put into a language comes in English; what a person wrote stays as it is")
    func unknown() {
        #expect(Translations.of(.fr).text("A \(1) of \("{0}")") == "A 1 of {0}")
        #expect(("Nothing stands in \("{1}") of \(2)" as Sentence).text == "Nothing stands in {1} of 2")
    }

    @Test("a sentence that was kept reads the same, in every language")
    func kept() throws {
        let reward = Reward.percentOff(basisPoints: 2_500, maxDiscount: nil)
        let money = Money(333, try #require(Currency("EUR")))
        let moment: Sentence = "today at \(.clock(secondOfDay: 34_860))"
        for sentence in [
            "\(.reward(reward)). Take \(money) off.", "This one was used \(moment) at \("Bon Marché").",
            "This coupon has expired.", "\(.tenths(12)) km",
        ] as [Sentence] {
            let again = try #require(Sentence(kept: JSON(parsing: Array(sentence.json.text().utf8))))
            #expect(again == sentence)
            for language in Self.languages {
                #expect(Translations.of(language).text(again) == Translations.of(language).text(sentence))
            }
        }
    }
}

import HTTPTypes
import Hummingbird
import Promotions

/// A language that pages speak.
enum PageLanguage: String, CaseIterable, Sendable {
    case en, fr, es, ru

    /// The forms that a count can ask for, as CLDR names them. Fractions are never counted here.
    var forms: [Plural] {
        switch self {
        case .en: [.one, .other]
        // CLDR has `many` for millions in French and Spanish; it differs only where a number stands as words.
        case .fr, .es: [.one, .many, .other]
        case .ru: [.one, .few, .many, .other]
        }
    }

    func plural(_ count: Int64) -> Plural {
        let (ones, hundredths) = (count % 10, count % 100)
        switch self {
        case .en: return count == 1 ? .one : .other
        case .fr: return count == 0 || count == 1 ? .one : isMillions(count) ? .many : .other
        case .es: return count == 1 ? .one : isMillions(count) ? .many : .other
        case .ru:
            if ones == 1, hundredths != 11 { return .one }
            return (2...4).contains(ones) && !(12...14).contains(hundredths) ? .few : .many
        }
    }

    enum Plural: String { case one, few, many, other }

    private func isMillions(_ count: Int64) -> Bool { count != 0 && count % 1_000_000 == 0 }
}

extension Request {
    private static let languageCookie = "lang"

    /// What the reader chose with `?lang=`, now or before; else the first of their languages that we speak.
    var pageLanguage: PageLanguage {
        chosenLanguage ?? rememberedLanguage ?? preferredLanguage ?? .en
    }

    /// Of sentences: programs say it with each call, pages know what their reader chose.
    var spokenLanguage: PageLanguage {
        uri.path.hasPrefix("/v1/") ? preferredLanguage ?? .en : pageLanguage
    }

    private var chosenLanguage: PageLanguage? {
        (try? Query(uri.query))?["lang"].flatMap { PageLanguage(rawValue: $0) }
    }

    private var rememberedLanguage: PageLanguage? {
        (headers.value(.cookie) ?? "").split(separator: ";").lazy
            .map(\.trimmingSpaces).compactMap { cookie in
                guard cookie.hasPrefix("\(Self.languageCookie)=") else { return nil }
                return PageLanguage(rawValue: String(cookie.dropFirst(Self.languageCookie.count + 1)))
            }.first
    }

    private var preferredLanguage: PageLanguage? {
        guard let languages = headers.value(.acceptLanguage) else { return nil }
        let wanted = languages.split(separator: ",").enumerated().map {
            place, item in
            let parts = item.split(separator: ";").map(\.trimmingSpaces)
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            let language = (parts.first ?? "").prefix { $0 != "-" }.lowercased()
            return (language: language, weight: weight, place: place)
        }
        return wanted.filter { $0.weight > 0 }.sorted { ($1.weight, $0.place) < ($0.weight, $1.place) }.lazy
            .compactMap { PageLanguage(rawValue: $0.language) }.first
    }

    /// Keeps a choice for a year; it is no secret and names nobody.
    var languageChoice: HTTPFields {
        guard let chosenLanguage else { return [:] }
        return [
            .setCookie: "\(Self.languageCookie)=\(chosenLanguage.rawValue); Path=/; Max-Age=31536000; SameSite=Lax"
        ]
    }
}

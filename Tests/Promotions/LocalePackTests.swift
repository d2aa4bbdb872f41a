import Promotions
import Testing

@Suite("Locale packs")
struct LocalePackTests {
    private static let gap = "\u{A0}"

    @Test(
        "say until when in the words and order of each language",
        arguments: [
            ("en", "Good until Friday, August 14, 2026, 10:05\(gap)PM"),
            ("en-US", "Good until Friday, August 14, 2026, 10:05\(gap)PM"),
            ("en-GB", "Good until Friday 14 August 2026, 22:05"),
            ("en-AU", "Good until Friday 14 August 2026, 10:05\(gap)PM"),
            ("fr", "Valable jusqu’au vendredi 14 août 2026 à 22:05"),
            ("es", "Válido hasta el viernes, 14 de agosto de 2026, 22:05"),
            ("de", "Gültig bis Freitag, 14. August 2026, 22:05 Uhr"),
            ("pt-BR", "Válido até sexta-feira, 14 de agosto de 2026, 22:05"),
            ("ru", "Действует до пятницы, 14 августа 2026\(gap)г., 22:05"),
            ("ar", "صالحة حتى يوم الجمعة، 14 أغسطس 2026، 10:05\(gap)م"),
            ("he", "בתוקף עד יום שישי, 14 באוגוסט 2026, 22:05"),
            ("zh-Hans", "有效期至2026年8月14日星期五 22:05"), ("zh-Hant", "有效期限至2026年8月14日 星期五 22:05"),
            ("ja", "2026年8月14日（金）22:05まで有効"),
            ("ko", "2026년 8월 14일 금요일 오후\(gap)10:05까지 사용 가능"),
            ("hi", "शुक्रवार, 14 अगस्त 2026, 10:05\(gap)pm तक मान्य"),
        ])
    func deadlines(locale: String, expected: String) throws {
        // In Tokyo's time, whatever the language: 22:05 there is 13:05 UTC.
        let end = try Samples.instant("2026-08-14T13:05:00Z")
        #expect(LocalePack.pack(for: locale).deadline(end, zone: try Samples.zone("Asia/Tokyo")) == expected)
    }

    @Test("say the last day where a coupon ends with it", arguments: LocalePack.all)
    func lastDays(pack: LocalePack) throws {
        let text = pack.deadline(try Samples.instant("2026-08-14T15:00:00Z"), zone: try Samples.zone("Asia/Tokyo"))
        #expect(text.contains(pack.day(LocalDate(year: 2026, month: 8, day: 14)!)), "\(text)")
        #expect(!text.contains("00") && !text.contains("{"))
    }

    @Test(
        "write money as the language and the region do",
        arguments: [
            ("en", "USD", "$1,234.50"), ("en", "EUR", "€1,234.50"), ("en", "CHF", "CHF\(gap)1,234.50"),
            ("en", "JPY", "¥123,450"), ("en-CA", "CAD", "$1,234.50"), ("en-CA", "USD", "US$1,234.50"),
            ("en-IN", "INR", "₹1,234.50"), ("fr", "EUR", "1\u{202F}234,50\(gap)€"),
            ("fr", "USD", "1\u{202F}234,50\(gap)$US"),
            ("fr-CA", "CAD", "1\u{202F}234,50\(gap)$"), ("es", "EUR", "1234,50\(gap)€"), ("es-MX", "MXN", "$1,234.50"),
            ("de", "EUR", "1.234,50\(gap)€"), ("de-CH", "CHF", "CHF\(gap)1’234.50"), ("pt", "BRL", "R$\(gap)1.234,50"),
            ("pt-PT", "EUR", "1234,50\(gap)€"), ("ru", "RUB", "1\(gap)234,50\(gap)₽"),
            ("ar", "USD", "\u{200F}1,234.50\(gap)\u{2066}US$\u{2069}"),
            ("he", "ILS", "\u{200F}1,234.50\(gap)\u{200F}₪"),
            ("zh-Hans", "CNY", "¥1,234.50"), ("ja", "JPY", "￥123,450"), ("ko", "KRW", "₩123,450"),
            ("hi", "INR", "₹1,234.50"),
        ])
    func money(locale: String, currency: String, expected: String) throws {
        let money = Money(123_450, try #require(Currency(currency)))
        #expect(LocalePack.pack(for: locale).money(money) == expected)
    }

    @Test("group large amounts, in India by two")
    func groups() throws {
        let rupees = Money(1_234_567_890, try #require(Currency("INR")))
        #expect(LocalePack.pack(for: "hi").money(rupees) == "₹1,23,45,678.90")
        #expect(LocalePack.pack(for: "en-IN").money(rupees) == "₹1,23,45,678.90")
        #expect(LocalePack.pack(for: "en").money(rupees) == "₹12,345,678.90")
        #expect(LocalePack.pack(for: "es").money(rupees) == "12.345.678,90\u{A0}₹")
    }

    @Test(
        "are found by the nearest tag, and English is the last",
        arguments: [
            ("zh-Hans-CN", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh", "zh-Hans"), ("zh-TW", "zh-Hant"),
            ("zh-Hant-HK", "zh-Hant"), ("pt_BR", "pt"), ("AR-eg", "ar"), ("nl-BE", "en"), ("", "en"), ("-", "en"),
        ])
    func fallback(locale: String, language: String) {
        #expect(LocalePack.pack(for: locale).language == language)
    }

    @Test("keep to the language of the words and take the reader's region only within it")
    func reader() throws {
        let day = try #require(LocalDate(year: 2026, month: 8, day: 14))
        #expect(LocalePack.pack(for: "en", read: "en-GB").day(day) == "Friday 14 August 2026")
        #expect(LocalePack.pack(for: "en", read: "fr-CA").day(day) == "Friday, August 14, 2026")
        #expect(LocalePack.pack(for: "fr", read: "fr-CA").day(day) == "vendredi 14 août 2026")
    }

    @Test("have seven days, twelve months and every word, with each place filled", arguments: LocalePack.all)
    func complete(pack: LocalePack) throws {
        let dollars = try #require(Currency("USD"))
        let five = Money(500, dollars)
        let rewards: [Reward] = [
            .percentOff(basisPoints: 1_250, maxDiscount: five), .amountOff(five),
            .freeItem(item: "{money}", skus: [], withPurchase: true, value: five),
            .freeItem(item: "Tea", skus: [], withPurchase: false, value: nil),
            .fixedPrice(item: "Tea", skus: [], price: five, value: five),
        ]
        let conditions = Conditions(
            minSpend: five, include: ["tea", "cake"], exclude: ["wine"], excludesDiscounted: true, maxUnits: 3)
        let lines = rewards.map(pack.summary) + pack.lines(conditions)
        for line in lines { #expect(!line.isEmpty && !line.replacing("{money}", with: "").contains("{"), "\(line)") }
        #expect(lines.count == 10)
        #expect(lines[2].contains("{money}"))
        #expect(lines[0].contains("12") && lines[0].contains("%"))
        let days = (0..<400).map { pack.day(LocalDate(daysSince1970: 20_000 + $0)) }
        #expect(Set(days).count == 400)
        for words in [pack.words.everyStore, pack.words.legal, pack.words.specimen, pack.words.checkInHere] {
            #expect(!words.isEmpty && (pack.language == "en" || !words.contains("Check")))
        }
    }
}

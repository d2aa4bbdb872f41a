import ArgumentParser
import Foundation
import Glibc
import Printing
import Promotions
import Synchronization

struct BenchPrint: Command {
    static let configuration = CommandConfiguration(
        commandName: "print",
        abstract: "Measure how fast coupons are drawn as PDF.",
        discussion: """
            Single A4 coupons in English, one sheet run of the same, and one run in English, Russian, Arabic and Chinese by \
            turns, with a code each. Times are those of the processor, after the fonts are loaded. `scripts/bench print` \
            draws the same coupons with others.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "How many single coupons.")
    var singles = 1_000

    @Option(help: "How many coupons on the sheets.")
    var onSheets = 1_000

    @Option(help: "Leave the files there, and coupons.json with what stands on them.")
    var write: String?

    func validate() throws {
        for count in [singles, onSheets] where count < 1 { throw ValidationError("A count must be at least 1.") }
    }

    func perform() async throws -> Outcome {
        let shop = PrintShop()
        let english = (0..<max(singles, onSheets)).map { BenchCoupons.coupon($0, in: 0) }
        let mixed = (0..<onSheets).map { BenchCoupons.coupon($0, in: $0 % BenchCoupons.languageCount) }
        // Every font is loaded before the first measured coupon.
        for coupon in mixed.prefix(8) { _ = try await shop.render(coupon, as: .pdf, on: .a4) }
        _ = try await sheet(mixed.prefix(8).map { $0 }, shop)

        let began = BenchGeofence.cpuSeconds
        var last: [UInt8] = []
        for coupon in english.prefix(singles) { last = try await shop.render(coupon, as: .pdf, on: .a4) }
        let single = BenchGeofence.cpuSeconds - began
        let (latin, latinSeconds) = try await sheet(english.prefix(onSheets).map { $0 }, shop)
        let (various, mixedSeconds) = try await sheet(mixed, shop)
        if let write {
            let folder = URL(fileURLWithPath: write, isDirectory: true)
            let files = [("single.pdf", last), ("latin.pdf", latin), ("mixed.pdf", various)]
            for (name, bytes) in files { try Data(bytes).write(to: folder.appendingPathComponent(name)) }
            for (name, coupons) in [("latin.json", english), ("mixed.json", mixed)] {
                let text = JSON.array(coupons.map { BenchCoupons.json($0) }).text()
                try Data(text.utf8).write(to: folder.appendingPathComponent(name))
            }
        }
        let rate = Double(singles) / single
        return Outcome(
            [
                "singles": .int(Int64(singles)), "single_ms": .double(single / Double(singles) * 1_000),
                "on_sheets": .int(Int64(onSheets)), "latin_seconds": .double(latinSeconds),
                "mixed_seconds": .double(mixedSeconds),
            ],
            text: String(
                format: "%.0f single coupons a second and core; %d on sheets in %.2f s, in four scripts %.2f s", rate,
                onSheets, latinSeconds, mixedSeconds))
    }

    private func sheet(_ coupons: [PrintedCoupon], _ shop: PrintShop) async throws -> ([UInt8], seconds: Double) {
        let began = BenchGeofence.cpuSeconds
        let pieces = Pieces()
        try await shop.printSheets(of: coupons, .a4Of8, title: "Bench", createdAtSeconds: 1_784_649_600) {
            pieces.add($0)
        }
        return (pieces.bytes, BenchGeofence.cpuSeconds - began)
    }
}

/// A file while the printing thread hands it over.
private final class Pieces: Sendable {
    private let kept = Mutex<[UInt8]>([])

    var bytes: [UInt8] { kept.withLock { $0 } }

    func add(_ piece: [UInt8]) {
        kept.withLock { $0 += piece }
    }
}

/// What the measured coupons say.
enum BenchCoupons {
    private struct Words {
        let language: String
        let headline: String
        let details: [String]
        let store: String
        let expiry: String
        let terms: String
        let legal: String
        let issuer: String
        var isRightToLeft = false
    }

    static var languageCount: Int { words.count }

    private static let words = [
        Words(
            language: "en", headline: "A free pastry with any hot drink",
            details: ["Monday to Friday, 7:00 to 10:30 am.", "One for each visit, with a hot drink of any size."],
            store: "Larkspur Coffee West Portal, 84 West Portal Ave",
            expiry: "Good until Friday, August 14, 2026, 10:30 AM",
            terms:
                "Good once, in the store above, while today’s pastries last. Not with other offers. Not transferable.",
            legal: "No cash value. Good once. Void if altered or copied.", issuer: "Larkspur Coffee"),
        Words(
            language: "ru", headline: "Выпечка бесплатно к горячему напитку",
            details: ["С понедельника по пятницу, с 7:00 до 10:30.", "Одна за посещение, к напитку любого объёма."],
            store: "Кофейня «Шпорник», ул. Пятницкая, 27", expiry: "Действует до пятницы, 14 августа 2026 г., 10:30",
            terms: "Купон действует один раз, пока есть выпечка. Не суммируется с другими предложениями.",
            legal: "Не обменивается на деньги. Копии недействительны.", issuer: "Шпорник"),
        Words(
            language: "ar", headline: "قطعة معجنات مجانية مع أي مشروب ساخن",
            details: ["من الأحد إلى الخميس، من 7:00 إلى 10:30 صباحًا.", "مرة واحدة لكل زيارة."],
            store: "مقهى العايق، شارع الملك حسين 12، عمّان", expiry: "صالحة حتى يوم الجمعة 14 أغسطس 2026",
            terms: "تُستخدم مرة واحدة فقط في المتجر المذكور أعلاه وحتى نفاد الكمية. لا تُجمع مع عروض أخرى.",
            legal: "بلا قيمة نقدية. تُلغى إذا عُدّلت أو نُسخت.", issuer: "مقهى العايق", isRightToLeft: true),
        Words(
            language: "zh-Hans", headline: "购买任意热饮即赠糕点一份", details: ["周一至周五，上午7:00至10:30。", "每次到店限一份。"],
            store: "飞燕草咖啡，北京市东城区直门内大街1号", expiry: "有效期至2026年8月14日星期五 10:30",
            terms: "仅限在上述门店使用一次，赠完即止。不可与其他优惠同享。", legal: "不可兑换现金。涂改或复制无效。", issuer: "飞燕草咖啡"),
    ]

    static func coupon(_ number: Int, in language: Int) -> PrintedCoupon {
        let words = words[language]
        var dice = SeededDice(seed: UInt64(number) &+ 1)
        let code = CouponCode.random(using: &dice)
        return PrintedCoupon(
            headline: words.headline, details: words.details, storeLines: [words.store], expiry: words.expiry,
            terms: words.terms, legal: [words.legal], code: code.grouped, barcode: code.symbols,
            link: "HTTPS://C.EXAMPLE.COM/K/\(code.symbols)", issuer: words.issuer,
            accent: Colour(red: 0x0B, green: 0x6E, blue: 0x4F), language: words.language,
            isRightToLeft: words.isRightToLeft, isSpecimen: false, createdAtSeconds: 1_784_649_600)
    }

    static func json(_ coupon: PrintedCoupon) -> JSON {
        [
            "language": .string(coupon.language), "rtl": .bool(coupon.isRightToLeft),
            "headline": .string(coupon.headline), "details": .array(coupon.details.map { .string($0) }),
            "store": .string(coupon.storeLines[0]), "expiry": .string(coupon.expiry), "terms": .string(coupon.terms),
            "legal": .string(coupon.legal[0]), "issuer": .string(coupon.issuer), "code": .string(coupon.code),
            "barcode": .string(coupon.barcode), "link": .string(coupon.link),
        ]
    }
}

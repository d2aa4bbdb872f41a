import Actions
import ArgumentParser
import Foundation
import Promotions

struct BenchSales: Command {
    static let configuration = CommandConfiguration(
        commandName: "sales", abstract: "Write down one redemption for each coupon of a benchmark.",
        discussion: """
            COUPONS has one coupon a line, its retailer, store, shopper, session and number separated by commas. Enrols a \
            till in each of their stores and writes DIR/sales: a till's token, a space, the body of one redemption.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "Where the file goes.")
    var directory: String

    @Option(help: "What the server's clock shows, in RFC 3339.")
    var clock: Moment

    @Argument(help: "The file with the coupons.")
    var coupons: String

    /// How many coupons are read at the same time.
    private static let readersMax = 8

    func perform() async throws -> Outcome {
        let sold = try InputFile.text(coupons, bytesMax: 1 << 30).split(separator: "\n").map { line in
            guard let coupon = SoldCoupon(line) else { throw Complaint(.badInput, "\(line) is no coupon.") }
            return coupon
        }
        let directory = directory
        try await Opening(common).withDesk(clock: .starting(at: clock.instant), connections: Self.readersMax) { desk in
            try await desk.warmUp()
            var tills: [Ref<Store>: String] = [:]
            for store in Set(sold.map(\.store)) { tills[store] = try await Self.till(at: store, desk) }
            let codes = try await Self.codes(of: sold, desk)
            let lines = zip(sold, codes).enumerated().lazy.map { place, pair in
                let sale = "\"cashier\":\"Kim\",\"sale_id\":\"sale-\(place)\""
                return "\(tills[pair.0.store] ?? "") {\"code\":\"\(pair.1)\",\(sale)}"
            }
            try BenchFile.write("\(directory)/sales", lines: lines)
        }
        return Outcome(["sales": .int(Int64(sold.count))], text: "\(sold.count) sales.")
    }

    private static func till(at store: Ref<Store>, _ desk: Desk) async throws -> String {
        let answer = try await desk.once(nil, of: store.retailer) { desk in
            KeptAnswer(
                status: 200, body: Array(try await desk.addTill(named: "Till", at: store).get().enrolmentCode.utf8))
        }.get()
        return try await desk.enrolTill(String(decoding: answer.body, as: UTF8.self)).get().token
    }

    /// In the order of `sold`.
    private static func codes(of sold: [SoldCoupon], _ desk: Desk) async throws -> [String] {
        try await withThrowingTaskGroup(of: [Int: String].self) { group in
            for reader in 0..<readersMax {
                group.addTask {
                    var codes: [Int: String] = [:]
                    for place in stride(from: reader, to: sold.count, by: readersMax) {
                        let coupon = sold[place]
                        codes[place] = try await desk.coupon(coupon.ref, for: coupon.holder).get().issued.code.grouped
                    }
                    return codes
                }
            }
            let codes = try await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
            return sold.indices.map { codes[$0] ?? "" }
        }
    }
}

/// A line of the file: where a coupon belongs, and whose it is.
private struct SoldCoupon {
    let ref: Ref<Coupon>
    let store: Ref<Store>
    let holder: ShopperToken

    init?(_ line: Substring) {
        let numbers = line.split(separator: ",").compactMap { Int64($0) }
        guard numbers.count == 5 else { return nil }
        let retailer = ID<Retailer>(numbers[0])
        store = Ref(retailer, ID(numbers[1]))
        holder = ShopperToken(
            shopper: ID(numbers[2]), session: ID(numbers[3]), generation: 1, expiresAt: Instant(seconds: 0),
            assurance: .claimed, consents: Shopper.Consents(location: true, marketing: false), isGuest: false)
        ref = Ref(retailer, ID(numbers[4]))
    }
}

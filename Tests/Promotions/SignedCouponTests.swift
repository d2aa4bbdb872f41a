import Length
import Promotions
import Testing

@Suite("Signed coupons")
struct SignedCouponTests {
    private let seed = UInt64.random(in: .min ... .max)

    private static func body(_ random: inout SeededDraw) throws -> SignedCoupon.Body {
        try #require(
            SignedCoupon.Body(
                key: .random(in: 0...255, using: &random), code: .random(using: &random),
                store: .random(in: 0 ... .max, using: &random), revision: .random(in: 0 ... .max, using: &random),
                notBefore: Instant(seconds: Int64(UInt32.random(in: 0 ... .max, using: &random))),
                expiry: Instant(seconds: Int64(UInt32.random(in: 0 ... .max, using: &random))),
                benefit: SignedCoupon.Benefit(
                    kind: SignedCoupon.Benefit.Kind.allCases.randomElement(using: &random) ?? .freeItem,
                    value: .random(in: 0 ... .max, using: &random))))
    }

    @Test("a body is 28 bytes and reads back as it was; its text is 148 symbols and the only one")
    func roundTrip() throws {
        var random = SeededDraw(seed)
        for _ in 0..<rounds(500) {
            let body = try Self.body(&random)
            #expect(body.bytes.count == SignedCoupon.bodyLength, "seed \(seed)")
            #expect(SignedCoupon.Body(bytes: body.bytes) == body, "seed \(seed)")
            let signature = (0..<64).map { _ in UInt8.random(in: 0...255, using: &random) }
            let signed = SignedCoupon(body: body, signature: signature)
            #expect(signed.text.utf8.count == 148)
            #expect(SignedCoupon(text: signed.text) == signed, "seed \(seed)")
            // Four bits of the last symbol are padding: 15 of its 16 neighbours are no second way to write it.
            let last = try #require(signed.text.utf8.last.flatMap { Base32.value(of: $0) })
            for other in UInt8(0)..<32 where other != last {
                let text = signed.text.dropLast() + String(UnicodeScalar(Base32.alphabet[Int(other)]))
                #expect(SignedCoupon(text: text) == nil || other & 15 == 0, "seed \(seed)")
            }
        }
    }

    @Test("times are whole minutes, rounded down: a signed coupon never outlives its coupon")
    func minutes() throws {
        var random = SeededDraw(seed)
        let code = CouponCode.random(using: &random)
        let body = try #require(
            SignedCoupon.Body(
                key: 1, code: code, store: 1, revision: 1,
                notBefore: Instant(microseconds: 60_000_000 * 3 + 59_999_999),
                expiry: Instant(microseconds: 60_000_000 * 9 + 1),
                benefit: SignedCoupon.Benefit(kind: .freeItem, value: 0)))
        #expect(body.notBefore == Instant(seconds: 180) && body.expiry == Instant(seconds: 540))
    }

    @Test("a code is its 55 bits; a longer one cannot be signed")
    func codes() {
        var random = SeededDraw(seed)
        for _ in 0..<rounds(200) {
            let code = CouponCode.random(using: &random)
            #expect(CouponCode(number: code.number) == code, "seed \(seed)")
        }
        #expect(CouponCode(number: 1 << 55) == nil)
        #expect(
            SignedCoupon.Body(
                key: 0, code: .random(.highValue, using: &random), store: 0, revision: 0,
                notBefore: Instant(seconds: 0), expiry: Instant(seconds: 60),
                benefit: SignedCoupon.Benefit(kind: .freeItem, value: 0)) == nil)
    }

    @Test("a till's scanner may send the link, its end, small letters or the short form")
    func scanned() throws {
        var random = SeededDraw(seed)
        let signed = SignedCoupon(body: try Self.body(&random), signature: [UInt8](repeating: 5, count: 64))
        for text in [
            signed.text, "HTTPS://C.EXAMPLE.COM/K/\(signed.text)",
            "https://c.example.com/k/" + signed.text.lowercased(),
            " \(signed.text)\n",
        ] {
            #expect(ScannedCoupon(text) == .signed(signed), "seed \(seed)")
        }
        let code = CouponCode.random(using: &random)
        #expect(ScannedCoupon("HTTPS://C.EXAMPLE.COM/K/0000000000001.\(code.symbols)") == .code(code))
        #expect(ScannedCoupon(code.grouped.lowercased()) == .code(code))
        #expect(ScannedCoupon(String(signed.text.dropLast())) == .malformed)
    }

    @Test("what was put into a spent filter is always found, what was not one time in a hundred")
    func filter() {
        var random = SeededDraw(seed)
        let codes = (0..<2_000).map { _ in CouponCode.random(using: &random) }
        let filter = SpentFilter(codes)
        #expect(codes.allSatisfy(filter.mayContain), "seed \(seed)")
        #expect(SpentFilter(bytes: filter.bytes) == filter)
        let others = (0..<20_000).count { _ in filter.mayContain(.random(using: &random)) }
        #expect(others < 400, "\(others) of 20,000, seed \(seed)")
        #expect(!SpentFilter([]).mayContain(codes[0]))
    }

    @Test("quarters follow each other", arguments: [("2026-02-03T00:00:00Z", "2026-01-01", "2026-04-01")])
    func quarters(now: String, start: String, end: String) throws {
        let quarter = Quarter(of: try #require(Instant(rfc3339: now)))
        #expect(quarter.start.rfc3339 == "\(start)T00:00:00Z" && quarter.end.rfc3339 == "\(end)T00:00:00Z")
        #expect(Quarter(of: quarter.end).number == quarter.number + 1)
    }

    @Test("a key set reads back as it was")
    func keySet() {
        let keys = (1...3).map { number in
            OfflineKeySet.Key(
                id: UInt8(number), publicKey: [UInt8](repeating: UInt8(number), count: 32),
                from: Instant(seconds: 60), until: Instant(seconds: 120))
        }
        let set = OfflineKeySet(issuedAt: Instant(seconds: 600), expiresAt: Instant(seconds: 1_200), keys: keys)
        #expect(OfflineKeySet(bytes: set.bytes) == set)
        #expect(OfflineKeySet(bytes: Array(set.bytes.dropLast())) == nil)
        #expect(OfflineKeySet(bytes: []) == nil)
    }
}

import Promotions
import Testing

private enum Parcel: Identified {
    static let idPrefix = "par"
}

@Suite("Values")
struct ValuesTests {
    let seed = UInt64.random(in: .min ... .max)

    @Test(
        "an id's text is its prefix and 13 small symbols",
        arguments: [
            (0, "par_0000000000000"), (1, "par_0000000000001"), (31, "par_000000000000z"), (32, "par_0000000000010"),
            (Int64.max, "par_7zzzzzzzzzzzz"),
        ] as [(Int64, String)])
    func idText(value: Int64, text: String) {
        #expect(ID<Parcel>(value).text == text)
        #expect(ID<Parcel>(text: text)?.rawValue == value)
    }

    @Test("ids and references come back from their text, and texts sort like numbers")
    func idRoundTrip() {
        var draw = SeededDraw(seed)
        for _ in 0..<1_000 {
            let first = ID<Parcel>(Int64.random(in: 0...Int64.max, using: &draw))
            let second = ID<Parcel>(Int64.random(in: 0...Int64.max, using: &draw))
            #expect(ID<Parcel>(text: first.text) == first, "seed \(seed)")
            #expect((first < second) == (first.text < second.text), "seed \(seed)")
            let reference = Ref<Parcel>(ID<Retailer>(second.rawValue), first)
            #expect(reference.text.utf8.count == 30, "seed \(seed)")
            #expect(Ref<Parcel>(text: reference.text) == reference, "seed \(seed)")
        }
    }

    @Test(
        "foreign text is no id",
        arguments: [
            "", "par_", "par_000000000000", "par_00000000000000", "ret_0000000000001", "PAR_0000000000001",
            "par-0000000000001", "par_000000000000Z", "par_000000000000o", "par_000000000000l", "par_000000000000u",
            "par_8000000000000", "par_zzzzzzzzzzzzz", " par_000000000000", "par_00000000000é", "par_000000000000１",
            "pá_0000000000001",
        ])
    func foreignID(text: String) {
        #expect(ID<Parcel>(text: text) == nil)
    }

    @Test("an id without its retailer is no reference, nor the other way round")
    func halfReference() {
        let id = ID<Parcel>(7)
        #expect(Ref<Parcel>(text: id.text) == nil)
        #expect(ID<Parcel>(text: Ref<Parcel>(ID<Retailer>(1), id).text) == nil)
        #expect(Ref<Parcel>(text: "par_" + String(repeating: "z", count: 26)) == nil)
    }

    @Test("ids are ordered by their number")
    func idOrder() {
        #expect([ID<Parcel>(3), ID(1), ID(2)].sorted().map(\.rawValue) == [1, 2, 3])
    }

    @Test(
        "base 32 matches vectors worked out by hand",
        arguments: [
            ([], ""), ([0], "00"), ([0xFF], "ZW"), ([0x00, 0x01], "000G"), ([1, 2, 3, 4, 5], "04106105"),
            ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "ZZZZZZZZ"),
        ] as [([UInt8], String)])
    func base32(bytes: [UInt8], text: String) {
        #expect(Base32.encode(bytes) == text)
        #expect(Base32.decode(text) == bytes)
    }

    @Test("bytes come back from base 32, whatever their number")
    func base32RoundTrip() {
        var draw = SeededDraw(seed)
        for length in 0..<100 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &draw) }
            #expect(Base32.decode(Base32.encode(bytes)) == bytes, "seed \(seed)")
        }
    }

    @Test("one value has one text: other padding bits, lengths and characters are refused")
    func base32Canonical() {
        let symbols = Base32.alphabet.map { String(decoding: [$0], as: UTF8.self) }
        // Eight bits in two symbols leave two of padding: of 32 last symbols, eight are canonical.
        let canonical = symbols.filter { Base32.decode("0\($0)") != nil }
        #expect(canonical == ["0", "4", "8", "C", "G", "M", "R", "W"])
        for text in ["0", "000", "000000", "ZX", "zW", "0O", "0I", "0L", "0U", "0-", "0 ", "é"] {
            #expect(Base32.decode(text) == nil, "\(text)")
        }
    }

    @Test("each symbol has its value and nothing else has one")
    func base32Values() {
        for (value, symbol) in Base32.alphabet.enumerated() {
            #expect(Base32.value(of: symbol) == UInt8(value))
        }
        #expect((UInt8.min...UInt8.max).filter { Base32.value(of: $0) != nil }.count == 32)
    }

    @Test("instants before 1970 fall in the second that they are in")
    func instantSeconds() {
        #expect(Instant(microseconds: -1).seconds == -1)
        #expect(Instant(microseconds: -1_000_000).seconds == -1)
        #expect(Instant(microseconds: -1_000_001).seconds == -2)
        #expect(Instant(microseconds: 1_999_999).seconds == 1)
        #expect(Instant(seconds: 7).microseconds == 7_000_000)
    }

    @Test("instants are ordered and measure what lies between them")
    func instantArithmetic() {
        let noon = Instant(seconds: 43_200)
        #expect(noon.adding(seconds: 90) == Instant(seconds: 43_290))
        #expect(noon.adding(seconds: -0.5) == Instant(microseconds: 43_199_500_000))
        #expect(noon < noon.adding(seconds: 0.000_001))
        #expect(noon.adding(seconds: 30).seconds(since: noon) == 30)
        #expect(noon.seconds(since: noon.adding(seconds: 0.25)) == -0.25)
    }

    @Test("a currency is three capitals", arguments: ["usd", "US", "USDX", "U D", "", "ÄÖÜ", "US1"])
    func noCurrency(code: String) {
        #expect(Currency(code) == nil)
    }

    @Test("minor digits follow ISO 4217", arguments: [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("XXX", 2)])
    func minorDigits(code: String, digits: Int) throws {
        #expect(try #require(Currency(code)).minorDigits == digits)
    }

    @Test("a million of the largest amounts still add up")
    func amountMax() {
        #expect(!Money.amountMax.multipliedReportingOverflow(by: 1_000_000).overflow)
    }
}

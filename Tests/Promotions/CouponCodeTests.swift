import Length
import Promotions
import Testing

/// A small seeded generator (SplitMix64), so that a failing run can be repeated from the seed that it prints.
struct SeededDraw: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Gives what it was told to, then ones only.
private struct ScriptedDraw: RandomNumberGenerator {
    var words: [UInt64]

    mutating func next() -> UInt64 {
        words.isEmpty ? .max : words.removeFirst()
    }
}

private let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

@Suite("Coupon codes")
struct CouponCodeTests {
    let seed = UInt64.random(in: .min ... .max)

    // In GF(32) with x^5 + x^2 + 1, doubling is a shift; a bit that leaves five comes back as 5 (x^2 + 1).
    // K7M4QX2P9TR is 19 7 20 4 23 29 2 22 9 26 24. Horner, sum = 2 * sum + symbol, plus being exclusive or:
    // 19; 2*19 = 6^5 = 3, 3^7 = 4; 8^20 = 28; 2*28 = 24^5 = 29, 29^4 = 25; 2*25 = 18^5 = 23, 23^23 = 0; 0^29 = 29;
    // 2*29 = 26^5 = 31, 31^2 = 29; 31^22 = 9; 18^9 = 27; 2*27 = 22^5 = 19, 19^26 = 9; 18^24 = 10. Doubled: 20 = M.
    @Test(
        "the check symbol is the one computed by hand",
        arguments: [
            "K7M4QX2P9TRM",
            "000000000012",  // 2 * 1 = 2
            "0000000000ZV",  // 2 * 31 = 30^5 = 27
            "100000000007",  // 2^11: 1 2 4 8 16 5 10 20 13 26 17 7
            "000000000000",
            "100000000000000Z",  // 2^15, four doublings on: 14 28 29 31
        ])
    func vectors(word: String) throws {
        let code = try #require(CouponCode(typed: word))
        #expect(code.symbols == word)
        for last in alphabet where last != word.last && !(word.count == 16 && last.isNumber) {
            #expect(CouponCode.parse(String(word.dropLast()) + String(last)) == .badCheckSymbol)
        }
    }

    @Test("every single wrong symbol is caught", arguments: [CouponCode.Profile.standard, .highValue])
    func singles(profile: CouponCode.Profile) {
        var draw = SeededDraw(seed)
        for _ in 0..<20 {
            let word = Array(CouponCode.random(profile, using: &draw).symbols)
            for place in word.indices {
                for wrong in alphabet where wrong != word[place] {
                    var mistyped = word
                    mistyped[place] = wrong
                    #expect(CouponCode.parse(String(mistyped)) == .badCheckSymbol, "seed \(seed)")
                }
            }
        }
    }

    @Test(
        "every exchange of two symbols is caught, neighbours or not",
        arguments: [CouponCode.Profile.standard, .highValue])
    func swaps(profile: CouponCode.Profile) {
        var draw = SeededDraw(seed)
        for _ in 0..<100 {
            let word = Array(CouponCode.random(profile, using: &draw).symbols)
            for first in word.indices {
                for second in word.indices where second > first && word[first] != word[second] {
                    var mistyped = word
                    mistyped.swapAt(first, second)
                    #expect(CouponCode.parse(String(mistyped)) == .badCheckSymbol, "seed \(seed)")
                }
            }
        }
    }

    @Test("a code of digits catches every wrong digit and every exchange of neighbours, and is all digits")
    func numeric() {
        var draw = SeededDraw(seed)
        // Damm's own example: 572 has the check digit 4, and zeros in front change nothing.
        #expect(CouponCode(typed: "0000 0000 0000 5724")?.symbols == "0000000000005724")
        #expect(CouponCode.parse("0000000000005723") == .badCheckSymbol)
        for _ in 0..<50 {
            let code = CouponCode.random(.numeric, using: &draw)
            let digits = Array(code.symbols)
            #expect(digits.count == 16 && digits.allSatisfy(\.isNumber))
            #expect(CouponCode(typed: code.grouped) == code && CouponCode(own: code.grouped) == code)
            for place in digits.indices {
                for wrong in "0123456789" where wrong != digits[place] {
                    var mistyped = digits
                    mistyped[place] = wrong
                    #expect(CouponCode.parse(String(mistyped)) == .badCheckSymbol, "seed \(seed)")
                }
                guard place > 0, digits[place - 1] != digits[place] else { continue }
                var mistyped = digits
                mistyped.swapAt(place - 1, place)
                #expect(CouponCode.parse(String(mistyped)) == .badCheckSymbol, "seed \(seed)")
            }
        }
        for _ in 0..<500 {
            let code = CouponCode.random(.highValue, using: &draw)
            #expect(!code.symbols.allSatisfy { $0.isNumber }, "seed \(seed)")
        }
    }

    @Test(
        "a code that a retailer brought is read as it stands, whatever is between its symbols",
        arguments: [
            ("save-25 oil0", "SAVE25OIL0"), ("ＡＢＣＤ１２３４", "ABCD1234"), ("k7m4qx2p9trm", "K7M4QX2P9TRM"),
            ("short12", nil), ("naïve-1234", nil), ("A2345678901234567890X", nil),
        ])
    func own(typed: String, symbols: String?) {
        #expect(CouponCode(own: typed)?.symbols == symbols)
    }

    @Test("a doubled symbol mistyped as another doubled one is caught")
    func twins() {
        var draw = SeededDraw(seed)
        for _ in 0..<20 {
            let symbols = Array(CouponCode.random(using: &draw).symbols)
            for place in 0..<10 {
                // Make the twins, and repair the check symbol by trying: exactly one of 32 fits.
                var word = symbols
                word[place + 1] = word[place]
                let valid = alphabet.map { String(word.dropLast()) + String($0) }.filter {
                    CouponCode(typed: $0) != nil
                }
                #expect(valid.count == 1, "seed \(seed)")
                for wrong in alphabet where wrong != word[place] {
                    var mistyped = Array(valid[0])
                    mistyped[place] = wrong
                    mistyped[place + 1] = wrong
                    #expect(CouponCode.parse(String(mistyped)) == .badCheckSymbol, "seed \(seed)")
                }
            }
        }
    }

    @Test("a code is shown in groups of four and remembered by its last four")
    func shown() throws {
        let code = try #require(CouponCode(typed: "k7m4qx2p9trm"))
        #expect(code.grouped == "K7M4-QX2P-9TRM")
        #expect(code.lastFour == "9TRM")
        let long = try #require(CouponCode(typed: "100000000000000Z"))
        #expect(long.grouped == "1000-0000-0000-000Z")
    }

    @Test(
        "what people and scanners make of a code is read as the code",
        arguments: [
            "k7m4-qx2p-9trm", " K7M4 QX2P 9TRM\n", "K7M4.QX2P.9TRM", "K7M4–QX2P—9TRM", "K7M4‑QX2P−9TRM",
            "Ｋ７Ｍ４－ＱＸ２Ｐ－９ＴＲＭ", "ｋ７ｍ４ーｑｘ２ｐー９ｔｒｍ", "K٧M٤-QX٢P-٩TRM", "K۷M۴-QX۲P-۹TRM", "K७M४-QX२P-९TRM",
            "K৭M৪QX২P৯TRM", "\u{200F}K7M4\u{200E}QX2P\u{AD}9TRM\u{FEFF}", "K7M4\u{A0}QX2P\u{3000}9TRM",
            "K7M4・QX2P·9TRM",
        ])
    func tolerated(typed: String) {
        #expect(CouponCode(typed: typed)?.symbols == "K7M4QX2P9TRM")
    }

    @Test("O is zero, I and L are one, U is V")
    func lookAlikes() {
        #expect(CouponCode(typed: "ooooOOOOooı2")?.symbols == "000000000012")
        for one in ["i", "I", "l", "L", "İ", "Ｉ", "ｌ"] {
            #expect(CouponCode(typed: "0000-0000-00\(one)2")?.symbols == "000000000012")
        }
        #expect(CouponCode(typed: "0000-0000-00zu")?.symbols == "0000000000ZV")
    }

    @Test(
        "what cannot be a code is malformed, not mistyped",
        arguments: [
            "", "-", "K7M4-QX2P-9TR", "K7M4-QX2P-9TRMM", "K7M4-QX2P-9TR!", "K7M4_QX2P_9TRM", "K7M4-QX2P-9TRÄ",
            "К7М4-QX2P-9TRM",
            "K²M4-QX2P-9TRM", "100000000000000", "K7M4/QX2P/9TRM",
        ])
    func malformed(typed: String) {
        #expect(CouponCode.parse(typed) == .malformed)
    }

    @Test("a novel is malformed unread, though a code with many spaces is not")
    func bounded() {
        let room = CouponCode.typedBytesMax - 12
        #expect(CouponCode(typed: "K7M4QX2P9TRM" + String(repeating: " ", count: room)) != nil)
        #expect(CouponCode.parse("K7M4QX2P9TRM" + String(repeating: " ", count: room + 1)) == .malformed)
    }

    @Test("any dressing of a random code is undone")
    func dressing() {
        var draw = SeededDraw(seed)
        let between = ["", "", "", "-", " ", ".", "–", "\u{200B}", "\u{3000}", "－"]
        let looks: [Character: [String]] = [
            "0": ["0", "O", "o", "０", "٠", "۰", "०", "Ｏ"], "1": ["1", "I", "i", "L", "l", "１", "١", "ı"],
            "V": ["V", "v", "U", "u", "Ｖ", "ｕ"], "7": ["7", "٧", "७", "７", "๗"], "K": ["K", "k", "Ｋ", "ｋ"],
        ]
        for round in 0..<rounds(2_000) {
            let code = CouponCode.random(round.isMultiple(of: 2) ? .standard : .highValue, using: &draw)
            let typed = code.symbols.map { symbol in
                let shapes = looks[symbol] ?? [String(symbol), symbol.lowercased()]
                return (shapes.randomElement(using: &draw) ?? "") + (between.randomElement(using: &draw) ?? "")
            }
            #expect(CouponCode(typed: typed.joined()) == code, "seed \(seed)")
        }
    }

    @Test("noise never traps, and what is read from it is canonical")
    func noise() {
        var draw = SeededDraw(seed)
        var read = 0
        for _ in 0..<rounds(5_000) {
            var text = ""
            for _ in 0..<12 {
                let isPlain = Int.random(in: 0..<60, using: &draw) > 0
                let value = UInt32.random(in: isPlain ? 0x30...0x39 : 0...0x1_FFFF, using: &draw)
                text.unicodeScalars.append(Unicode.Scalar(value) ?? "-")
            }
            guard case .code(let code) = CouponCode.parse(text) else { continue }
            read += 1
            #expect(CouponCode(typed: code.grouped) == code, "seed \(seed)")
            #expect(code.symbols.allSatisfy(alphabet.contains), "seed \(seed)")
        }
        #expect(read > 20, "seed \(seed)")
    }

    @Test("random codes are valid, all different, and use every symbol at every place")
    func random() {
        var draw = SeededDraw(seed)
        var seen: Set<String> = []
        var used = [Set<Character>](repeating: [], count: 12)
        for _ in 0..<rounds(3_000) {
            let code = CouponCode.random(using: &draw)
            #expect(CouponCode(typed: code.symbols) == code, "seed \(seed)")
            #expect(seen.insert(code.symbols).inserted, "seed \(seed)")
            for (place, symbol) in code.symbols.enumerated() {
                used[place].insert(symbol)
            }
        }
        #expect(used.allSatisfy { $0.count == 32 }, "seed \(seed)")
    }

    @Test("a rude word is drawn again", arguments: ["SH1T", "5H1T", "P0RN", "FVCK", "N4Z1", "4NV5"])
    func rude(word: String) throws {
        // The lowest five bits are the first symbol; the word starts at the fourth.
        var bits: UInt64 = 0
        for (place, symbol) in word.enumerated() {
            bits |= UInt64(try #require(alphabet.firstIndex(of: symbol))) << UInt64(5 * (place + 3))
        }
        var draw = ScriptedDraw(words: [bits])
        #expect(CouponCode.random(using: &draw).symbols.hasPrefix("ZZZZZZZZZZZ"))
        var kind = ScriptedDraw(words: [bits ^ (1 << 24)])
        #expect(CouponCode.random(using: &kind).symbols.hasPrefix("000"))
    }
}

import Length
import Promotions
import Testing

@Suite("JSON")
struct DocumentJSONTests {
    @Test(
        "reads what RFC 8259 allows",
        arguments: [
            ("null", JSON.null), (" \t\r\n true ", true), ("false", false), ("0", 0), ("-12", -12),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.0", 1.0), ("1e2", 100.0), ("1E+2", 100.0),
            ("37.739684", 37.739684), ("-122.467323", -122.467323), ("5e-324", .double(.leastNonzeroMagnitude)),
            ("0.1000000000000000055511151231257827", 0.1), ("[]", []), ("{}", [:]), ("[1,[2, 3]]", [1, [2, 3]]),
            (#"{"a":{"b":null}}"#, ["a": ["b": nil]]), (#""""#, ""),
            (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
            (#""\u00e9\u20AC""#, "\u{E9}\u{20AC}"), (#""\uD83D\uDE00""#, "\u{1F600}"),
            ("\"\u{1F600}\u{7F}\"", "\u{1F600}\u{7F}"),
            (#""\u0000""#, "\0"),
        ] as [(String, JSON)])
    func reads(text: String, expected: JSON) throws {
        #expect(try JSON(parsing: text) == expected)
    }

    @Test("-0 keeps its sign")
    func negativeZero() throws {
        #expect(try JSON(parsing: "-0").numberValue?.sign == .minus)
        #expect(try JSON(parsing: "-0.0").numberValue?.sign == .minus)
        #expect(try JSON(parsing: "-0").text() == "-0.0")
    }

    @Test(
        "refuses what RFC 8259 does not allow, and says where",
        arguments: [
            ("", 0), ("  ", 2), ("nul", 0), ("truE", 0), ("True", 0), ("01", 0), ("-", 1), ("-01", 0), ("1.", 2),
            (".5", 0),
            ("+1", 0), ("1e", 2), ("1e+", 3), ("0x10", 1), ("NaN", 0), ("Infinity", 0), ("1e400", 0), ("-1e999", 0),
            ("[1,]", 3), ("[1 2]", 3), ("[1", 2), ("[", 1), ("]", 0), (#"{"a"}"#, 4), (#"{"a":}"#, 5),
            (#"{"a":1,}"#, 7),
            (#"{a:1}"#, 1), (#"{"a":1 "b":2}"#, 7), ("1 2", 2), ("// no", 0), ("'a'", 0), (#""a"#, 2), ("\"a\nb\"", 2),
            ("\"\u{1}\"", 1), (#""\x41""#, 1), (#""\u12G4""#, 5), (#""\u12"#, 5), (#""\uD800""#, 1),
            (#""\uDC00""#, 1), (#""\uD800\u0041""#, 1), (#""\uD800\n""#, 1), ("\u{FEFF}1", 0),
            (#"{"a":1,"b":2,"a":3}"#, 13), (#"{"a":1,"\u0061":3}"#, 7),
        ])
    func refuses(text: String, offset: Int) {
        #expect { try JSON(parsing: text) } throws: { error in
            (error as? JSONProblem)?.offset == offset
        }
    }

    @Test(
        "refuses bytes that are not UTF-8",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
        ])
    func refusesForeignBytes(bytes: [UInt8]) {
        #expect(throws: JSONProblem.self) { try JSON(parsing: bytes) }
    }

    @Test("refuses a NUL byte where the text should have ended")
    func refusesNUL() {
        #expect(throws: JSONProblem(offset: 1, reason: "expected the end after the value")) {
            try JSON(parsing: [UInt8(ascii: "1"), 0])
        }
    }

    @Test("arrays and objects may be nested 64 deep and no deeper")
    func depth() throws {
        let deep = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
        #expect(throws: Never.self) { try JSON(parsing: deep(64)) }
        #expect(throws: JSONProblem(offset: 64, reason: "nested deeper than 64")) { try JSON(parsing: deep(65)) }
        let objects = String(repeating: #"{"a":"#, count: 100_000)
        #expect(throws: JSONProblem.self) { try JSON(parsing: objects) }
    }

    @Test("a name twice is found in a large object too")
    func duplicateInLargeObject() throws {
        let members = (0..<1_000).map { "\"n\($0)\":\($0)" }.joined(separator: ",")
        #expect(try JSON(parsing: "{\(members)}")["n999"] == 999)
        #expect(throws: JSONProblem.self) { try JSON(parsing: "{\(members),\"n500\":1}") }
    }

    @Test("writes one line that escapes only what must be")
    func writes() {
        let json: JSON = ["b": [1, 1.5, true, nil, "é/\"\\\n\r\t\u{0}\u{1F}\u{7F}"], "a": [:], "c": []]
        #expect(json.text() == #"{"b":[1,1.5,true,null,"é/\"\\\n\r\t\u0000\u001f"# + "\u{7F}" + #""],"a":{},"c":[]}"#)
        #expect(JSON.double(.nan).text() == "null")
        #expect(JSON.double(-.infinity).text() == "null")
        #expect(JSON.double(1e21).text() == "1e+21")
        #expect(JSON.int(.min).text() == "-9223372036854775808")
    }

    @Test("random values come back equal, byte for byte the second time")
    func roundTrip() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var dice = SeededDraw(seed)
        for _ in 0..<rounds(2_000) {
            let json = Self.random(&dice, depth: 4)
            let text = json.text()
            let back = try JSON(parsing: text)
            #expect(back == json, "seed \(seed)")
            #expect(back.hashValue == json.hashValue, "seed \(seed)")
            #expect(Array(back.text().utf8) == Array(text.utf8), "seed \(seed)")
        }
    }

    @Test("every double survives: random bit patterns come back the same")
    func doublesRoundTrip() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var dice = SeededDraw(seed)
        for _ in 0..<rounds(20_000) {
            let number = Double(bitPattern: dice.next())
            if number.isFinite {
                let back = try JSON(parsing: JSON.double(number).text()).numberValue
                #expect(back?.bitPattern == number.bitPattern, "seed \(seed)")
            }
            let text =
                "\(Int.random(in: -9_999_999...9_999_999, using: &dice)).\(UInt32.random(in: 0 ... .max, using: &dice))"
            #expect(try JSON(parsing: text).numberValue == Double(text), "seed \(seed)")
        }
    }

    @Test("random damage is refused or read, and never traps")
    func damage() {
        let seed = UInt64.random(in: 0 ... .max)
        var dice = SeededDraw(seed)
        var refused = 0
        for _ in 0..<rounds(3_000) {
            var bytes = Array(Self.random(&dice, depth: 3).text().utf8)
            for _ in 0..<Int.random(in: 1...3, using: &dice) where !bytes.isEmpty {
                let place = Int.random(in: bytes.indices, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes[place] = UInt8.random(in: 0 ... .max, using: &dice)
                case 1: bytes.remove(at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            do throws(JSONProblem) {
                let json = try JSON(parsing: bytes)
                #expect(throws: Never.self, "seed \(seed)") { try JSON(parsing: json.text()) }
            } catch {
                refused += 1
                #expect((0...bytes.count).contains(error.offset), "seed \(seed)")
            }
        }
        #expect(refused > 1_000, "seed \(seed)")
    }

    private static func random(_ dice: inout SeededDraw, depth: Int) -> JSON {
        switch Int.random(in: depth > 0 ? 0..<9 : 0..<6, using: &dice) {
        case 0: return .null
        case 1: return .bool(.random(using: &dice))
        case 2: return .int(Int64(truncatingIfNeeded: dice.next() >> UInt64.random(in: 0..<64, using: &dice)))
        case 3: return .double(Double.random(in: -1e6...1e6, using: &dice))
        case 4, 5: return .string(text(&dice))
        case 6: return .array((0..<Int.random(in: 0..<5, using: &dice)).map { _ in random(&dice, depth: depth - 1) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<20, using: &dice) {
                object[text(&dice)] = random(&dice, depth: depth - 2)
            }
            return .object(object)
        }
    }

    private static func text(_ dice: inout SeededDraw) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<8, using: &dice) {
            let limit: UInt32 = [0x30, 0x80, 0x800, 0x11_0000].randomElement(using: &dice) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &dice)) {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

@Suite("JSON objects")
struct DocumentObjectTests {
    @Test("members keep the order in which they came, but order does not make objects different")
    func order() throws {
        let one = try JSON(parsing: #"{"b":1,"a":2}"#)
        let other = try JSON(parsing: #"{"a":2,"b":1}"#)
        #expect(one.members?.names == ["b", "a"])
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != ["b": 1, "a": 3])
        #expect(one != ["b": 1])
    }

    @Test("a member is replaced in its place, removed by nil, and found again after that", arguments: [3, 30])
    func changes(size: Int) {
        var object = JSONObject((0..<size).map { ("n\($0)", .int(Int64($0))) })
        object["n1"] = "new"
        object["n0"] = nil
        object["last"] = true
        #expect(object.names == (1..<size).map { "n\($0)" } + ["last"])
        #expect(object["n1"] == "new")
        #expect(object["n0"] == nil)
        #expect(object["n2"] == 2)
        #expect(object["last"] == true)
        #expect(object.count == size)
    }
}

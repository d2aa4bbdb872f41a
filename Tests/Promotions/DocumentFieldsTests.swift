import Promotions
import Testing

@Suite("Fields")
struct DocumentFieldsTests {
    enum Colour: String, CaseIterable {
        case red, green
    }

    /// What a reader finds wrong with `json`, as "field: reason".
    private func problems(_ json: JSON, at path: String = "", _ read: (Fields) -> Void) -> [String] {
        do throws(Invalid) {
            let fields = try Fields(json, at: path)
            read(fields)
            try fields.finish()
            return []
        } catch {
            return error.problems.map { "\($0.field): \($0.reason)" }
        }
    }

    @Test("a good object gives its values and no problem")
    func good() throws {
        let fields = try Fields([
            "name": "Line one\n\ttwo", "count": 5.0, "share": 1, "on": true, "colour": "green", "note": nil,
            "inner": ["tags": ["a", "b"]], "price": ["amount": 250, "currency": "EUR"],
        ])
        #expect(fields.text("name") == "Line one\n\ttwo")
        #expect(fields.integer("count", in: 1...9) == 5)
        #expect(fields.number("share", in: 0...1) == 1)
        #expect(fields.flag("on", default: false))
        #expect(fields.choice("colour", Colour.self) == .green)
        #expect(fields.optionalText("note") == nil)
        #expect(fields.object("inner") { $0.texts("tags", count: 1...3) } == ["a", "b"])
        #expect(try fields.read("price", Money.init(reading:at:)) == Money(250, #require(Currency("EUR"))))
        #expect(fields.choice("shade", Colour.self, default: .red) == .red)
        try fields.finish()
    }

    @Test("all problems come out together, each by its path")
    func allTogether() {
        let json: JSON = ["name": 7, "count": 500, "colour": "blue", "extra": 1, "inner": ["depth": "x", "odd": 1]]
        let found = problems(json, at: "offer") { fields in
            _ = fields.text("name")
            _ = fields.integer("count", in: 1...100)
            _ = fields.choice("colour", Colour.self)
            _ = fields.number("share", in: 0...1)
            _ = fields.object("inner") { $0.number("depth", in: 0...1) }
        }
        #expect(
            found == [
                "offer.name: must be a text", "offer.count: must be 1 to 100",
                "offer.colour: must be one of: red, green",
                "offer.share: is required", "offer.inner.depth: must be a number", "offer.inner.odd: unknown field",
                "offer.extra: unknown field",
            ])
    }

    @Test("elements are named by their place")
    func elements() {
        let json: JSON = ["limits": [["max": 1], ["max": 0], 5, ["max": "x", "min": 1]]]
        let found = problems(json) { fields in
            let read = fields.objects("limits", count: 1...9) { $0.integer("max", in: 1...9) }
            #expect(read == [1])
        }
        #expect(
            found == [
                "limits[1].max: must be 1 to 9", "limits[2]: must be an object",
                "limits[3].max: must be a whole number",
                "limits[3].min: unknown field",
            ])
    }

    @Test(
        "text is refused for length, blanks and control characters; length counts Unicode scalars",
        arguments: [
            ("", "must be 1 to 5 characters long"), ("abcdef", "must be 1 to 5 characters long"),
            ("  ", "must not be blank"), ("\n", "must not be blank"), ("a\u{0}", "must hold no control characters"),
            ("a\u{7F}", "must hold no control characters"), ("a\u{85}", "must hold no control characters"),
            ("a\rb", "must hold no control characters"), ("\u{1F600}\u{1F600}\u{1F600}\u{1F600}\u{1F600}", nil),
            ("a\tb\n", nil), ("\u{E9}\u{E9}", nil),
        ] as [(String, String?)])
    func text(text: String, reason: String?) {
        let found = problems(["name": .string(text)]) { _ = $0.text("name", length: 1...5) }
        #expect(found == (reason.map { ["name: \($0)"] } ?? []))
    }

    @Test(
        "a whole number is exact, whatever its spelling",
        arguments: [
            (JSON.int(3), nil), (.double(3), nil), (.double(3.5), "must be a whole number"),
            (.double(1e300), "must be a whole number"), (.string("3"), "must be a whole number"),
            (.bool(true), "must be a whole number"), (.int(4), "must be 3"),
        ] as [(JSON, String?)])
    func integer(json: JSON, reason: String?) {
        let found = problems(["n": json]) { _ = $0.integer("n", in: 3...3) }
        #expect(found == (reason.map { ["n: \($0)"] } ?? []))
    }

    @Test("null counts as absent for every getter")
    func null() throws {
        let fields = try Fields(["a": nil, "b": nil, "c": nil, "d": nil, "e": nil, "f": nil, "g": nil])
        #expect(!fields.has("a"))
        #expect(fields.isNull("a"))
        #expect(!fields.isNull("z"))
        #expect(fields.value("b") == nil)
        #expect(fields.optionalInteger("c", in: 0...1) == nil)
        #expect(fields.flag("d", default: true))
        #expect(fields.object("e") { _ in 1 } == nil)
        #expect(fields.list("f", count: 5...6) { (_, _) throws(Invalid) in 1 }.isEmpty)
        fields.neutral("g", isNeutral: { _ in false }, reason: "not yet")
        try fields.finish()
    }

    @Test("what is required says so once, absent or null", arguments: [[:], ["a": nil]] as [JSON])
    func required(json: JSON) {
        #expect(problems(json) { _ = $0.text("a") } == ["a: is required"])
        #expect(problems(json) { _ = $0.integer("a", in: 1...2) } == ["a: is required"])
        #expect(problems(json) { _ = $0.choice("a", Colour.self) } == ["a: is required"])
        #expect(problems(json) { _ = $0.requiredObject("a") { _ in 1 } } == ["a: is required"])
    }

    @Test("an option that is not enforced yet is refused by name unless it asks for nothing")
    func neutral() {
        let read = { (fields: Fields) in
            fields.neutral("holdout", isNeutral: { $0 == ["kind": "none"] }, reason: "is not supported yet")
        }
        #expect(problems([:], read) == [])
        #expect(problems(["holdout": ["kind": "none"]], read) == [])
        #expect(problems(["holdout": ["kind": "tenth"]], read) == ["holdout: is not supported yet"])
    }

    @Test("a list must be one and have as many elements as allowed")
    func count() {
        let read = { (fields: Fields) in _ = fields.texts("tags", count: 1...2, length: 1...3) }
        #expect(problems(["tags": "a"], read) == ["tags: must be a list"])
        #expect(problems(["tags": []], read) == ["tags: must have 1 to 2 elements"])
        #expect(problems(["tags": ["a", "b", "c"]], read) == ["tags: must have 1 to 2 elements"])
        #expect(problems(["tags": ["a", 1]], read) == ["tags[1]: must be a text"])
        #expect(problems(["tags": ["abcd"]], read) == ["tags[0]: must be 1 to 3 characters long"])
    }

    @Test("only an object has fields", arguments: [nil, true, 1, 1.5, "{}", []] as [JSON])
    func noObject(json: JSON) {
        #expect(throws: Invalid(field: "body", reason: "must be an object")) { try Fields(json, at: "body") }
    }

    @Test("unknown fields pass where the writer may be newer than we are")
    func ignoringUnknown() throws {
        let fields = try Fields(["inner": ["new": 1], "new": 1])
        let inner = fields.object("inner") { (fields: Fields) throws(Invalid) in
            try fields.finishIgnoringUnknown()
            return 1
        }
        #expect(inner == 1)
        try fields.finishIgnoringUnknown()
    }

    @Test("a reader that gives up early loses none of the problems found before")
    func earlyExit() {
        let found = problems(["inner": ["a": 1]]) { fields in
            let value: Int? = fields.object("inner") { (fields: Fields) throws(Invalid) in
                _ = fields.text("a")
                throw Invalid(field: fields.path(of: "b"), reason: "is wrong")
            }
            #expect(value == nil)
        }
        #expect(found == ["inner.a: must be a text", "inner.b: is wrong"])
    }

    @Test(
        "money is whole minor units, not negative, with a code of three capitals",
        arguments: [
            (["amount": 0, "currency": "JPY"], []), (["amount": 1_000_000_000_000, "currency": "USD"], []),
            (["amount": -1, "currency": "USD"], ["price.amount: must be 0 to 1000000000000"]),
            (["amount": 1_000_000_000_001, "currency": "USD"], ["price.amount: must be 0 to 1000000000000"]),
            (["amount": 2.5, "currency": "USD"], ["price.amount: must be a whole number"]),
            (["amount": 1, "currency": "usd"], ["price.currency: must be three capital letters, such as USD"]),
            (["amount": 1], ["price.currency: is required"]),
            ([:], ["price.amount: is required", "price.currency: is required"]),
            (["amount": 1, "currency": "USD", "cents": 1], ["price.cents: unknown field"]),
            (5, ["price: must be an object"]),
        ] as [(JSON, [String])])
    func money(json: JSON, expected: [String]) {
        #expect(problems(["price": json]) { _ = $0.read("price", Money.init(reading:at:)) } == expected)
    }

    @Test("money comes back from its own JSON")
    func moneyRoundTrip() throws {
        let money = Money(1_999, try #require(Currency("KWD")))
        #expect(try Money(reading: money.json, at: "") == money)
    }
}

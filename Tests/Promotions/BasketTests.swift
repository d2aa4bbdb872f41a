import Promotions
import Testing

@Suite("Baskets")
struct BasketTests {
    private func read(_ text: String) throws -> Basket {
        try Basket(reading: Fields(JSON(parsing: text)))
    }

    private func problems(_ text: String, at path: String = "") throws -> [String] {
        do {
            _ = try Basket(reading: Fields(JSON(parsing: text), at: path))
            return []
        } catch let invalid as Invalid {
            return invalid.problems.map { "\($0.field): \($0.reason)" }
        }
    }

    /// A basket whose lines have these ids, each with the amount 1.
    private func basket(ids: [String]) -> String {
        let lines = ids.map { #"{"id": "\#($0)", "quantity": 1, "unit_price": 1}"# }
        return #"{"currency": "USD", "total": 0, "lines": [\#(lines.joined(separator: ","))]}"#
    }

    @Test("a basket is read as the contract writes it")
    func full() throws {
        let basket = try read(
            #"""
            {"currency": "USD", "total": 1450, "eligible_total": 900, "lines": [
              {"id": "1", "sku": "LATTE", "categories": ["coffee", "hot"], "quantity": 2, "unit_price": 450},
              {"id": "2", "quantity": 1, "unit_price": 550, "discounted": true}]}
            """#)
        #expect(basket.currency.code == "USD")
        #expect(basket.total == 1_450)
        #expect(basket.eligibleTotal == 900)
        let latte = BasketLine(id: "1", sku: "LATTE", categories: ["coffee", "hot"], quantity: 2, unitPrice: 450)
        let other = BasketLine(id: "2", unitPrice: 550, isDiscounted: true)
        #expect(basket.lines == [try #require(latte), try #require(other)])
        #expect(latte?.amount == 900)
    }

    @Test("a total is enough, and no lines are not the same as an empty list")
    func small() throws {
        #expect(try read(#"{"currency": "EUR", "total": 5}"#).lines == nil)
        #expect(try read(#"{"currency": "EUR", "total": 5, "lines": null, "eligible_total": null}"#).lines == nil)
        #expect(try read(#"{"currency": "EUR", "total": 0, "lines": []}"#).lines == [])
    }

    @Test("a total below the lines is another discount, one above them a fee: both are fine")
    func totals() throws {
        let lines = #""lines": [{"id": "a", "quantity": 2, "unit_price": 500}]"#
        for total in [0, 999, 1_000, 1_001] {
            #expect(try read(#"{"currency": "USD", "total": \#(total), \#(lines)}"#).total == Int64(total))
        }
    }

    @Test(
        "what is wrong is named",
        arguments: [
            (#"{}"#, ["currency: is required", "total: is required"]),
            (#"{"currency": "usd", "total": 1}"#, ["currency: must be three capital letters, such as USD"]),
            (#"{"currency": "USD", "total": -1}"#, ["total: must be 0 to 1000000000000"]),
            (#"{"currency": "USD", "total": 1000000000001}"#, ["total: must be 0 to 1000000000000"]),
            (#"{"currency": "USD", "total": 1.5}"#, ["total: must be a whole number"]),
            (#"{"currency": "USD", "total": 5, "eligible_total": 6}"#, ["eligible_total: must be from 0 to total"]),
            (#"{"currency": "USD", "total": 5, "eligable_total": 6}"#, ["eligable_total: unknown field"]),
            (
                #"{"currency": "USD", "total": 5, "lines": [{"id": "a", "quantity": 0, "unit_price": -1}]}"#,
                ["lines[0].quantity: must be 1 to 10000", "lines[0].unit_price: must be 0 to 1000000000000"]
            ),
            (
                #"{"currency": "USD", "total": 5, "lines": [{"id": "a", "quantity": 10001, "unit_price": 1, "colour": 1}]}"#,
                ["lines[0].quantity: must be 1 to 10000", "lines[0].colour: unknown field"]
            ),
            (#"{"currency": "USD", "total": 5, "lines": {}}"#, ["lines: must be a list"]),
        ] as [(String, [String])])
    func refused(text: String, expected: [String]) throws {
        #expect(try problems(text) == expected)
    }

    @Test("a repeated line id is refused where it is repeated, with the path of the basket")
    func repeatedID() throws {
        #expect(try problems(basket(ids: ["a", "b"])) == [])
        let found = try problems(basket(ids: ["a", "b", "a"]), at: "basket")
        #expect(found == ["basket.lines[2].id: is used by another line"])
    }

    @Test("500 lines are fine, 501 are not")
    func lineCount() throws {
        #expect(try read(basket(ids: (0..<500).map { "\($0)" })).lines?.count == 500)
        #expect(try problems(basket(ids: (0..<501).map { "\($0)" })) == ["lines: must have 0 to 500 elements"])
    }

    @Test("lines that add up to more than any till sees are refused, and the sum does not overflow")
    func sums() throws {
        let usd = try #require(Currency("USD"))
        let dearest = try #require(BasketLine(id: "0", unitPrice: Money.amountMax))
        #expect(try Basket(currency: usd, total: 0, lines: [dearest]).lines?.count == 1)
        let lines = try (0..<500).map {
            try #require(BasketLine(id: "\($0)", quantity: 10_000, unitPrice: Money.amountMax))
        }
        let tooMuch = Invalid(field: "lines", reason: "must add up to at most 1000000000000")
        #expect(throws: tooMuch) { try Basket(currency: usd, total: 0, lines: lines) }
        let cent = try #require(BasketLine(id: "1", unitPrice: 1))
        #expect(throws: tooMuch) { try Basket(currency: usd, total: 0, lines: [dearest, cent]) }
    }

    @Test("a basket made in code is checked like one that was read")
    func inCode() throws {
        let usd = try #require(Currency("USD"))
        #expect(throws: Invalid(field: "total", reason: "must be from 0 to 1000000000000")) {
            try Basket(currency: usd, total: -1)
        }
        #expect(throws: Invalid.self) { try Basket(currency: usd, total: Money.amountMax + 1) }
        let line = try #require(BasketLine(id: "a", unitPrice: 0))
        #expect(throws: Invalid.self) { try Basket(currency: usd, total: 0, lines: [line, line]) }
        let many = try (0..<501).map { try #require(BasketLine(id: "\($0)", unitPrice: 0)) }
        #expect(throws: Invalid.self) { try Basket(currency: usd, total: 0, lines: many) }
        #expect(BasketLine(id: "a", quantity: 0, unitPrice: 1) == nil)
        #expect(BasketLine(id: "a", quantity: 10_001, unitPrice: 1) == nil)
        #expect(BasketLine(id: "a", unitPrice: -1) == nil)
        #expect(BasketLine(id: "a", unitPrice: Money.amountMax + 1) == nil)
    }
}

import Promotions
import Testing

@Suite("Funding shares")
struct FundingTests {
    private func funding(_ text: String) throws -> Funding {
        try Funding(reading: JSON(parsing: text), at: "funding")
    }

    @Test("shares add up to the last cent, for what is given and for what is taken back")
    func exact() throws {
        let thirds = try funding(
            """
            [{"by": "company", "percent": 33.33}, {"by": "store_owner", "percent": 33.33},
             {"by": "partner", "name": "Oat mill", "percent": 33.34}]
            """)
        for amount: Int64 in [0, 1, 2, 3, 99, 100, 101, 12_345, Money.amountMax] {
            let parts = thirds.split(amount)
            #expect(parts.reduce(0, +) == amount)
            #expect(thirds.split(-amount) == parts.map { -$0 })
        }
        #expect(thirds.split(100) == [33, 33, 34])
        #expect(thirds.split(1) == [0, 0, 1])
        #expect(thirds.amount(100, of: .partner) == 34)
    }

    @Test("without a word of it the company pays")
    func standard() throws {
        let terms = try Samples.terms()
        #expect(terms.funding == .company)
        #expect(terms.funding.amount(77, of: .company) == 77 && terms.funding.amount(77, of: .storeOwner) == 0)
    }
}

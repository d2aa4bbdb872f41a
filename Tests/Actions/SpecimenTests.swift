import Promotions
import Testing

@testable import Actions

@Suite("Specimen codes")
struct SpecimenTests {
    private func secrets(_ root: UInt8) throws -> Secrets {
        try #require(Secrets(roots: [1: [UInt8](repeating: root, count: 32)]))
    }

    @Test("each campaign has five codes of its own, and each tells its case without a look-up")
    func fiveEach() throws {
        let secrets = try secrets(1)
        var seen: Set<CouponCode> = []
        for number in Int64(1)...400 {
            let campaign = Ref<Campaign>(ID(7), ID(number << 22))
            for which in SpecimenCase.allCases {
                let code = secrets.specimen(which, of: campaign)
                #expect(secrets.specimenCase(of: code, at: ID(7)) == which)
                #expect(code.symbols.hasPrefix("TEST"))
                #expect(CouponCode(typed: code.grouped.lowercased()) == code)
                seen.insert(code)
            }
        }
        // Fifteen bits name the campaign: among 400 a few pairs share them, and then all five codes.
        #expect(seen.count > 1_900)
    }

    @Test("a rotation changes no specimen, so that a printed brief stays true")
    func rotation() throws {
        let old = try secrets(1)
        let both = try #require(old.rotated(newRoot: [UInt8](repeating: 2, count: 32)))
        let campaign = Ref<Campaign>(ID(7), ID(12))
        for which in SpecimenCase.allCases {
            #expect(both.specimen(which, of: campaign) == old.specimen(which, of: campaign))
        }
    }

    @Test("another retailer, another key or a made-up code is no specimen")
    func foreign() throws {
        let secrets = try secrets(1)
        let code = secrets.specimen(.good, of: Ref(ID(7), ID(12)))
        #expect(secrets.specimenCase(of: code, at: ID(8)) == nil)
        #expect(try self.secrets(2).specimenCase(of: code, at: ID(7)) == nil)
        let madeUp = (UInt8(0)..<32).compactMap { CouponCode(specimenTail: [1, 2, 3, 4, 5, 6, $0]) }
        #expect(madeUp.count == 32)
        #expect(madeUp.allSatisfy { secrets.specimenCase(of: $0, at: ID(7)) == nil })
        #expect(CouponCode(specimenTail: [1, 2, 3]) == nil)
        #expect(CouponCode(specimenTail: [1, 2, 3, 4, 5, 6, 32]) == nil)
    }

    /// Draws the mark first, then sevens.
    private struct MarkFirst: RandomNumberGenerator {
        private var drawn = 0

        mutating func next() -> UInt64 {
            drawn += 1
            // T, E, S, T from the low bits up; then Z only.
            return drawn == 1 ? 26 | 14 << 5 | 25 << 10 | 26 << 15 : .max
        }
    }

    @Test("a code for shoppers never starts with the mark")
    func realCodes() {
        var dice = MarkFirst()
        #expect(!CouponCode.random(using: &dice).hasSpecimenMark)
    }
}

import Foundation
import Printing
import Testing

/// The threads and their queue.
@Suite("print shop")
struct PrintShopTests {
    @Test("drawn again, on any thread, the bytes are the same", arguments: PrintFormat.allCases)
    func sameBytes(format: PrintFormat) async throws {
        for paper in Paper.allCases where format.suits(paper) {
            for coupon in [SampleCoupons.english, SampleCoupons.arabic, SampleCoupons.japanese] {
                let first = try await PrintShop(threads: 1).render(coupon, as: format, on: paper)
                let shop = PrintShop(threads: 2)
                _ = try await shop.render(SampleCoupons.hindi, as: format, on: paper)
                #expect(try await shop.render(coupon, as: format, on: paper) == first)
                #expect(try await shop.render(coupon, as: format, on: paper) == first)
            }
        }
    }

    @Test("a full queue answers busy, and what was taken is printed")
    func busy() async throws {
        let shop = PrintShop(threads: 1, queueMax: 4)
        let outcomes = await withTaskGroup(of: Result<[UInt8], PrintProblem>.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    do throws(PrintProblem) {
                        return .success(try await shop.render(SampleCoupons.english, as: .png, on: .a4))
                    } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refused = outcomes.filter { $0 == .failure(.busy) }.count
        let printed = outcomes.filter { (try? $0.get()) != nil }.count
        #expect(refused > 0)
        #expect(printed >= 4)
        #expect(refused + printed == 200)
        // Room again.
        _ = try await shop.render(SampleCoupons.english, as: .pdf, on: .card)
    }

    @Test("two threads print 150 coupons of all languages, twice, without a failure")
    func many() async throws {
        let shop = PrintShop(threads: 2, queueMax: 1000)
        let runs = (0..<150).map { number in
            (SampleCoupons.all[number % SampleCoupons.all.count], PrintFormat.allCases[number % 2])
        }
        func round() async throws -> [Int] {
            try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for (number, run) in runs.enumerated() {
                    group.addTask { (number, try await shop.render(run.0, as: run.1, on: .card).count) }
                }
                return try await group.reduce(into: [Int](repeating: 0, count: runs.count)) { $0[$1.0] = $1.1 }
            }
        }
        let first = try await round()
        let second = try await round()
        #expect(first == second)
        #expect(first.allSatisfy { $0 > 1000 })
    }

    @Test("a proof names the papers that do not do, and why")
    func proof() async throws {
        let shop = PrintShop()
        #expect(try await shop.proof(SampleCoupons.hindi).isEmpty)
        var coupon = SampleCoupons.english
        coupon.headline = String(repeating: "Cinnamon buns ", count: 30)
        let found = try await shop.proof(coupon)
        // A roll is as long as it must be.
        #expect(found.map(\.form) == [.paper(.a4), .paper(.letter), .paper(.card), .label(.letterOf10)])
        #expect(found.allSatisfy { $0.problem == .overflow(.headline) })
    }

    @Test("the host has every wanted font family")
    func fonts() throws {
        let absent = try PrintShop.fontReport().filter { !$0.isPresent }.map(\.family)
        #expect(absent.isEmpty)
    }

    @Test("a missing glyph reaches the caller")
    func missing() async {
        var coupon = SampleCoupons.english
        coupon.expiry = "Until 🥐"
        await #expect(throws: PrintProblem.missingGlyphs(["🥐"])) {
            try await PrintShop(threads: 1).render(coupon, as: .svg, on: .letter)
        }
    }
}

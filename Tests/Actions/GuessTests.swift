import Postgres
import Promotions
import Records
import Support
import Testing

@testable import Actions

@Suite("A till that sends codes that do not exist")
struct GuessTests {
    private typealias Counter = ReservationTests.Counter

    /// Each another code that nobody has.
    static func guesses(_ count: Int, seed: UInt64 = 5) -> [TillSale] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in TillSale(code: CouponCode.random(using: &random).symbols, basket: nil) }
    }

    private func refusal(_ answer: TillAnswer) -> TillRefusal? {
        ReservationTests.refusal(answer)?.refusal
    }

    @Test("hears of ten in a quarter of an hour; then it takes no code until that is over, or a PIN lifts it")
    func throttled() async throws {
        try await ReservationTests.with { counter in
            let (world, desk, till) = (counter.world, counter.world.desk, counter.tills[0])
            for (place, guess) in Self.guesses(TillMisses.max).enumerated() {
                let answer =
                    place % 2 == 0
                    ? try await desk.validate(guess, at: till)
                    : try await desk.redeem(guess, at: till, retry: nil).value
                #expect(refusal(answer) == .unknownCode, "\(place)")
            }
            for answer in [
                try await desk.validate(counter.sale, at: till),
                try await desk.redeem(counter.sale, at: till, retry: nil).value,
                try await desk.reserve(Self.guesses(1)[0], at: till, retry: nil).value,
            ] {
                let no = try #require(ReservationTests.refusal(answer))
                #expect(no.refusal == .throttled && no.throttledUntil == world.clock.now.adding(seconds: 900))
                #expect(
                    no.say.text
                        == "Too many unknown codes were scanned at this till. It takes codes again today at 9:15, "
                        + "or at once with the store's PIN.")
            }
            // Nobody else's trouble.
            #expect(ReservationTests.usable(try await desk.validate(counter.sale, at: counter.tills[1])))
            world.clock.advance(seconds: 899)
            #expect(refusal(try await desk.validate(counter.sale, at: till)) == .throttled)
            world.clock.advance(seconds: 1)
            #expect(ReservationTests.usable(try await desk.validate(counter.sale, at: till)))

            for guess in Self.guesses(TillMisses.max, seed: 6) { _ = try await desk.validate(guess, at: till) }
            #expect(refusal(try await desk.validate(counter.sale, at: till)) == .throttled)
            _ = try await world.change { try await $0.liftThrottle(of: till) }
            #expect(ReservationTests.usable(try await desk.validate(counter.sale, at: till)))
            let scans = try await desk.failedScans(of: world.retailer, at: till.till.id, after: nil, limit: 100)
            #expect(scans.count { $0.reason == .unknownCode } == 20 && scans.count { $0.reason == .throttled } == 5)
            #expect(Set(scans.compactMap(\.codeHash)).count == 21)
        }
    }

    @Test("is not throttled for slips of the finger, another retailer's coupons, or what it holds already")
    func noGuess() async throws {
        try await ReservationTests.with { counter in
            let (world, desk, till) = (counter.world, counter.world.desk, counter.tills[0])
            let held = try #require(
                ReservationTests.reservation(try await desk.reserve(counter.sale, at: till, retry: nil).value))
            let code = Self.guesses(1)[0].code
            var random = SeededRandom(seed: 9)
            let foreign = desk.codeLink(CouponCode.random(using: &random), of: ID(world.retailer.rawValue + 1))
            for typed in ["\(code.dropLast())\(code.hasSuffix("0") ? "1" : "0")", "X", foreign] {
                for _ in 0..<TillMisses.max {
                    _ = try await desk.redeem(TillSale(code: typed, basket: nil), at: till, retry: nil).value
                }
            }
            #expect(try await world.count("select count(*) from till_misses") == 0)
            #expect(try await world.count("select count(*) from failed_scans where code_hash is null") == 30)
            for guess in Self.guesses(TillMisses.max) { _ = try await desk.validate(guess, at: till) }
            // A coupon that it holds is no guess.
            let taken = try await desk.commit(held.ref(world), counter.sale, at: till, retry: nil).value
            #expect(ReservationTests.redemption(taken) != nil)
        }
    }

    @Test("two hundred at once through two processes: it hears of ten, whatever the order")
    func race() async throws {
        try await ReservationTests.with { counter in
            let world = counter.world
            let (pool, other) = try await world.anotherProcess()
            let answers = try await withThrowingTaskGroup(of: TillAnswer.self) { group in
                for (place, guess) in Self.guesses(200).enumerated() {
                    group.addTask {
                        let desk = place % 2 == 0 ? world.desk : other
                        return place % 3 == 0
                            ? try await desk.validate(guess, at: counter.tills[0])
                            : try await desk.redeem(guess, at: counter.tills[0], retry: nil).value
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await pool.close()
            let reasons = answers.compactMap(refusal)
            #expect(reasons.count { $0 == .unknownCode } == TillMisses.max)
            #expect(reasons.count { $0 == .throttled } == 200 - TillMisses.max)
            #expect(try await world.count("select count(*) from failed_scans") == 200)
        }
    }

    @Test("failed scans are forgotten after 90 days")
    func forgotten() async throws {
        try await ReservationTests.with { counter in
            let world = counter.world
            _ = try await world.desk.validate(Self.guesses(1)[0], at: counter.tills[0])
            world.clock.advance(seconds: 90 * 86_400)
            try await world.desk.keepHouse()
            #expect(try await world.count("select count(*) from failed_scans") == 1)
            world.clock.advance(seconds: 1)
            try await world.desk.keepHouse()
            #expect(try await world.count("select count(*) from failed_scans") == 0)
        }
    }

    @Test("many misses of whomever are told once a minute; a busy morning with a few is not")
    func watched() {
        let watch = MissWatch()
        let now = Instant(seconds: 60)
        #expect(watch.note(lookups: 10_000, misses: 100, at: now) == nil)
        #expect(watch.note(lookups: 0, misses: 400, at: now) == nil)
        #expect(watch.note(lookups: 1, misses: 1, at: now) == MissWatch.Alarm(lookups: 10_001, misses: 501))
        #expect(watch.note(lookups: 500, misses: 500, at: now) == nil)
        #expect(watch.note(lookups: 60, misses: 60, at: Instant(seconds: 120)) == nil)
        #expect(watch.note(lookups: 1, misses: 1, at: Instant(seconds: 179))?.misses == 61)
    }
}

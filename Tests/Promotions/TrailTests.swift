import Geofence
import Promotions
import Testing

@Suite("What earlier visits say about the next one")
struct TrailTests {
    private static let noon = "2026-08-14T19:00:00Z"

    private func visit(
        _ number: Int64, at store: Store, secondsAgo: Double, verdict: Verdict = .accepted,
        reasons: [CheckInReason] = [], fix: Fix? = nil, capturedSecondsAgo: Double? = nil
    ) throws -> EarlierVisit {
        let now = try Samples.instant(Self.noon)
        return EarlierVisit(
            ID(number), at: store, checkedAt: now.adding(seconds: -secondsAgo), verdict: verdict, reasons: reasons,
            fix: fix, capturedAt: capturedSecondsAgo.map { now.adding(seconds: -$0) })
    }

    @Test(
        "speed counts the way beyond both accuracies, over at least a second",
        arguments: [
            (900.0, 1.0, nil), (10_000, 100, 99.4), (10_000, 0.5, 9_940), (34_060, 100, 340), (34_500, 100, 344.4),
        ] as [(Double, Double, Double?)])
    func speed(northMeters: Double, secondsAgo: Double, expected: Double?) throws {
        let trail = Trail([
            try visit(1, at: Samples.store(), secondsAgo: secondsAgo, fix: Samples.fix(accuracyMeters: 15))
        ])
        let speed = trail.speed(
            to: try Samples.position(northMeters: northMeters), accuracyMeters: 15, at: try Samples.instant(Self.noon))
        #expect(speed?.since == (expected == nil ? nil : ID(1)))
        if let expected, let speed {
            // The sample's degrees are 111,000 m, the Earth's are a little longer or shorter.
            #expect(abs(speed.metersPerSecond / expected - 1) < 0.01)
        }
    }

    @Test("only the last genuine visit counts for speed: no refused, held or jumped one, and none of yesterday")
    func genuine() throws {
        let here = try Samples.store()
        let far = try Samples.store(2, northMeters: 50_000)
        let now = try Samples.instant(Self.noon)
        let position = try Samples.position(northMeters: 50_000)
        for (verdict, reasons) in [
            (Verdict.refused, [CheckInReason.mocked]), (.held, []), (.acceptedNoReward, [.jumped]),
        ] {
            let doubtful = try visit(2, at: far, secondsAgo: 5, verdict: verdict, reasons: reasons)
            let trail = Trail([try visit(1, at: here, secondsAgo: 60), doubtful])
            #expect(trail.speed(to: position, accuracyMeters: 15, at: now)?.since == ID(1))
        }
        let old = Trail([try visit(1, at: here, secondsAgo: 86_400)])
        #expect(old.speed(to: position, accuracyMeters: 15, at: now) == nil)
    }

    @Test("a visit whose position was not kept stands at its store, as wide as the fence")
    func withoutPosition() throws {
        let trail = Trail([try visit(1, at: Samples.store(radiusMeters: 100), secondsAgo: 100)])
        let speed = try #require(
            trail.speed(
                to: Samples.position(northMeters: 10_000), accuracyMeters: 15, at: Samples.instant(Self.noon)))
        #expect(abs(speed.metersPerSecond - (10_000 - 230) / 100) < 1)
    }

    @Test("stores earned at are counted once each, nearby and lately, with this one")
    func rapid() throws {
        let now = try Samples.instant(Self.noon)
        let rule = PresencePolicy.RapidFire()
        let trail = Trail([
            try visit(1, at: Samples.store(1), secondsAgo: 10), try visit(2, at: Samples.store(1), secondsAgo: 20),
            try visit(3, at: Samples.store(2, northMeters: 100), secondsAgo: 179),
            try visit(4, at: Samples.store(3, northMeters: 100), secondsAgo: 180),
            try visit(5, at: Samples.store(4, northMeters: 300), secondsAgo: 30),
            try visit(6, at: Samples.store(5), secondsAgo: 30, verdict: .acceptedNoReward),
        ])
        #expect(trail.storesEarned(near: try Samples.position(), with: ID(9), at: now, under: rule) == 3)
        #expect(trail.storesEarned(near: try Samples.position(), with: ID(1), at: now, under: rule) == 2)
    }

    @Test("the same place, accuracy and time is the same fix; any other figure makes it another")
    func replay() throws {
        let now = try Samples.instant(Self.noon)
        let fix = try Samples.fix(accuracyMeters: 12.3)
        let trail = Trail([try visit(7, at: Samples.store(), secondsAgo: 30, fix: fix, capturedSecondsAgo: 31)])
        func use(_ fix: Fix, _ secondsAgo: Double) -> ID<CheckIn>? {
            trail.earlierUse(of: ReportedFix(fix: fix, capturedAt: now.adding(seconds: -secondsAgo), isMocked: false))
        }
        #expect(use(fix, 31) == ID(7))
        #expect(use(fix, 30) == ID(7))
        #expect(use(fix, 29) == nil)
        #expect(use(try Samples.fix(accuracyMeters: 12.4), 31) == nil)
        #expect(use(try Samples.fix(northMeters: 0.1, accuracyMeters: 12.3), 31) == nil)
        #expect(trail.before(ID(7)).visits.isEmpty)
    }

    @Test("evidence survives its stored form, and nothing is stored of nothing")
    func evidence() throws {
        #expect(CheckInEvidence().stored == nil)
        var evidence = CheckInEvidence()
        evidence.isMocked = true
        evidence.speed = Trail.Speed(metersPerSecond: 512.25, since: ID(4))
        evidence.secondsSinceEarned = 61
        evidence.storesEarned = 4
        evidence.isTrailFull = true
        evidence.replayOf = ID(5)
        evidence.isVouched = true
        evidence.policies = [CheckInEvidence.Policy(campaign: ID(8), revision: 2)]
        for code in [CodeProof.none, .wrong, .right(stepsOff: -1), .right(stepsOff: 0)] {
            evidence.code = code
            let stored = try #require(evidence.stored)
            #expect(CheckInEvidence(stored: try JSON(parsing: stored.text())) == evidence)
        }
    }
}

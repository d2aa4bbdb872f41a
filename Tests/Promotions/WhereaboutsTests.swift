import Geofence
import Promotions
import Testing

@Suite("Whereabouts")
struct WhereaboutsTests {
    private func policy(_ changes: (inout PresencePolicy) -> Void = { _ in }) -> StorePolicy {
        var presence = PresencePolicy()
        changes(&presence)
        return StorePolicy([presence])
    }

    private func described(_ whereabouts: Whereabouts?) -> String {
        switch whereabouts {
        case .inside(let nearby, _): "inside \(nearby.store.id.rawValue)"
        case .unclear(let reason, let candidates): "\(reason.rawValue) \(candidates.map(\.store.id.rawValue))"
        case .refused(let reason, let nearest): "\(reason.rawValue) \(nearest?.store.id.rawValue ?? 0)"
        case nil: "nowhere"
        }
    }

    @Test(
        "at a named store: inside, perhaps, outside, or a fix too poor to tell",
        arguments: [
            (0.0, 15.0, "inside 1"), (20, 15, "inside 1"), (85, 15, "inside 1"), (98, 15, "uncertain [1]"),
            (125, 15, "outside_fence 1"), (2_000, 15, "outside_fence 1"), (0, 100, "uncertain [1]"),
            (0, 100.5, "inaccurate 1"), (2_000, 500, "inaccurate 1"),
        ])
    func named(northMeters: Double, accuracyMeters: Double, expected: String) throws {
        let fix = try Samples.fix(northMeters: northMeters, accuracyMeters: accuracyMeters)
        #expect(described(PresenceRules.judge(fix, at: try Samples.store(), policy: policy())) == expected)
    }

    @Test("a fix as vague as a large fence is wide may still be inside it")
    func largeFence() throws {
        let mall = try Samples.store(radiusMeters: 600)
        let fix = try Samples.fix(accuracyMeters: 300)
        #expect(described(PresenceRules.judge(fix, at: mall, policy: policy())) == "inside 1")
    }

    @Test(
        "a fix is judged before its place",
        arguments: [
            (0.0, false, nil), (120, false, nil), (120.5, false, "stale_fix"), (-30, false, nil),
            (-30.5, false, "clock_skew"), (0, true, "mocked"), (121, true, "stale_fix"), (-31, true, "clock_skew"),
        ] as [(Double, Bool, String?)])
    func flaws(ageSeconds: Double, isMocked: Bool, expected: String?) throws {
        let now = try Samples.instant("2026-08-14T16:00:00Z")
        let fix = ReportedFix(fix: try Samples.fix(), capturedAt: now.adding(seconds: -ageSeconds), isMocked: isMocked)
        #expect(PresenceRules.flaw(of: fix, at: now, policy: policy())?.rawValue == expected)
    }

    @Test("among several: one that alone is sure wins, two sure ones leave the choice, nobody sure asks again")
    func several() throws {
        let near = try Samples.store(1)
        let overlapping = try Samples.store(2, northMeters: 30)
        let next = try Samples.store(3, northMeters: 150)
        let far = try Samples.store(4, northMeters: 3_000)
        let here = try Samples.fix()
        func among(_ stores: [Store], _ fix: Fix) -> String {
            described(PresenceRules.judge(fix, among: stores) { _ in policy() })
        }
        #expect(among([far, next, near], here) == "inside 1")
        #expect(among([overlapping, near], here) == "several_stores [1, 2]")
        #expect(among([near, next], try Samples.fix(northMeters: 98)) == "inside 3")
        #expect(among([far, near], try Samples.fix(northMeters: 98)) == "uncertain [1]")
        #expect(among([far], here) == "nowhere")
        #expect(among([], here) == "nowhere")
        #expect(among([near], try Samples.fix(accuracyMeters: 110)) == "inaccurate 1")
    }

    @Test("candidates on one point come by sureness, then by id")
    func ties() throws {
        let stores = [try Samples.store(9), try Samples.store(4), try Samples.store(6, radiusMeters: 40)]
        let whereabouts = PresenceRules.judge(try Samples.fix(accuracyMeters: 30), among: stores) { _ in policy() }
        #expect(described(whereabouts) == "several_stores [4, 9, 6]")
        #expect(whereabouts?.store?.id == ID(4))
    }

    @Test("a store is as lenient as its most lenient campaign, and as the defaults without any")
    func lenient() {
        let strict = PresencePolicy(inside: 0.95, uncertain: 0.5, maxAccuracyMeters: 50)
        let lax = PresencePolicy(inside: 0.6, uncertain: 0.55, maxAccuracyMeters: 200)
        let both = StorePolicy([strict, lax])
        #expect(both.inside == 0.6 && both.uncertain == 0.5 && both.maxAccuracyMeters == 200)
        #expect(StorePolicy([strict]).inside == 0.95)
        #expect(StorePolicy([]) == StorePolicy([PresencePolicy(proof: .either)]))
    }

    @Test("the nearby store is told with its distance and how sure we are")
    func nearby() throws {
        let whereabouts = PresenceRules.judge(
            try Samples.fix(northMeters: 300), at: try Samples.store(), policy: policy())
        let nearby = try #require(whereabouts.nearby)
        #expect(abs(nearby.distanceMeters - 200) < 2)
        #expect(nearby.containment < 0.001)
        #expect(whereabouts.store?.id == ID(1))
    }
}

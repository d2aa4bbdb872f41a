import Geofence
import Promotions
import Testing

@Suite("Whether a visit is genuine")
struct GenuineTests {
    private static let noon = "2026-08-14T12:00:00-07:00"

    private struct Earlier {
        var northMeters = 0.0
        var store: Int64 = 1
        var secondsAgo = 100.0
        var verdict = Verdict.accepted
    }

    private func decide(
        _ policies: [String], earlier: [Earlier] = [], code: CodeProof = .none, hasFix: Bool = true,
        isStaff: Bool = false, tally: ((inout Tally) -> Void)? = nil
    ) throws -> String {
        let now = try Samples.instant(Self.noon)
        let campaigns = try policies.enumerated().map {
            try Samples.campaign(Int64($0.offset + 1), #"{"presence": \#($0.element)}"#)
        }
        let trail = try Trail(
            earlier.enumerated().map { number, visit in
                EarlierVisit(
                    ID(Int64(number + 1)), at: try Samples.store(visit.store, northMeters: visit.northMeters),
                    checkedAt: now.adding(seconds: -visit.secondsAgo), verdict: visit.verdict, reasons: [], fix: nil,
                    capturedAt: nil)
            })
        var counted = Samples.tally(campaigns)
        tally?(&counted)
        let fix = try Samples.fix()
        let store = try Samples.store()
        let decision = CheckInRules.decide(
            .inside(hasFix ? Nearby(store: store, fix: fix) : Nearby(bare: store), also: []),
            visitor: CheckInRules.Visitor(
                shopper: ID(5), assurance: .anonymous, fix: hasFix ? fix : nil,
                reported: hasFix ? ReportedFix(fix: fix, capturedAt: now, isMocked: false) : nil, code: code,
                trail: trail,
                isStaff: isStaff),
            campaigns: campaigns, tally: &counted, at: now, nextCoupon: { ID(100) })
        return ([decision.verdict.rawValue] + decision.reasons.map(\.rawValue)).joined(separator: " ")
    }

    @Test("whoever was too far away too lately is refused, by the most lenient campaign here")
    func jumped() throws {
        let far = [Earlier(northMeters: 100_000, store: 2, secondsAgo: 100)]
        #expect(try decide(["{}"], earlier: far) == "refused jumped")
        #expect(try decide([], earlier: far) == "refused jumped")
        #expect(try decide([#"{"max_speed_mps": 1000}"#], earlier: far) == "accepted")
        #expect(try decide(["{}", #"{"max_speed_mps": 1000}"#], earlier: far) == "accepted")
        #expect(
            try decide(
                [#"{"max_speed_mps": 100}"#], earlier: [Earlier(northMeters: 100_000, store: 2, secondsAgo: 900)])
                == "refused jumped")
    }

    @Test("a store that gave something gives nothing more for an hour, or as long as its campaign says")
    func tooSoon() throws {
        #expect(try decide(["{}"], earlier: [Earlier(secondsAgo: 3_599)]) == "accepted_no_reward too_soon")
        #expect(try decide(["{}"], earlier: [Earlier(secondsAgo: 3_600)]) == "accepted")
        #expect(try decide([#"{"too_soon_minutes": 0}"#], earlier: [Earlier(secondsAgo: 1)]) == "accepted")
        #expect(try decide(["{}"], earlier: [Earlier(secondsAgo: 60, verdict: .acceptedNoReward)]) == "accepted")
        #expect(try decide(["{}"], earlier: [Earlier(store: 2, secondsAgo: 60)]) == "accepted")
    }

    @Test("a fourth store in three minutes gives nothing")
    func rapidFire() throws {
        let three = [2, 3, 4].map { Earlier(store: $0, secondsAgo: 100) }
        #expect(try decide(["{}"], earlier: three) == "accepted_no_reward rapid_fire")
        #expect(try decide(["{}"], earlier: Array(three.dropLast())) == "accepted")
        #expect(try decide([#"{"rapid_fire": {"max_stores": 4}}"#], earlier: three) == "accepted")
        let busy = (0..<64).map { Earlier(store: 2, secondsAgo: Double(7_200 + $0), verdict: .refused) }
        #expect(try decide(["{}"], earlier: busy) == "accepted_no_reward rapid_fire")
    }

    @Test(
        "position, code, either or both: each campaign says what shows presence",
        arguments: [
            ("position", "none", true, "accepted"), ("position", "right", false, "accepted_no_reward no_location"),
            ("code", "none", true, "held code_required"), ("code", "wrong", true, "held code_wrong"),
            ("code", "right", false, "accepted"), ("either", "none", true, "accepted"),
            ("either", "wrong", true, "accepted"), ("either", "right", false, "accepted"),
            ("both", "right", true, "accepted"), ("both", "right", false, "accepted_no_reward no_location"),
            ("both", "none", true, "held code_required"),
        ])
    func proofs(proof: String, code: String, hasFix: Bool, expected: String) throws {
        let codes: [String: CodeProof] = ["none": .none, "wrong": .wrong, "right": .right(stepsOff: 1)]
        #expect(
            try decide([#"{"proof": "\#(proof)"}"#], code: try #require(codes[code]), hasFix: hasFix) == expected)
    }

    @Test("staff are checked in and earn nothing")
    func staff() throws {
        #expect(try decide(["{}"], isStaff: true) == "accepted_no_reward staff")
    }
}

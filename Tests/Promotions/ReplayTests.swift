import Geofence
import Promotions
import Testing

@Suite("Deciding the past anew")
struct ReplayTests {
    private static let at = "2026-08-14T16:00:00Z"

    private func record(
        _ id: Int64 = 50, shopper: Int64 = 5, northMeters: Double, accuracyMeters: Double = 15,
        reason: CheckInReason? = nil, verdict: Verdict? = nil, minutes: Int = 0, ageSeconds: Int = 1,
        store: Int64 = 1, _ evidence: (inout CheckInEvidence) -> Void = { _ in }
    ) throws -> CheckInRecord {
        let now = try Samples.instant(Self.at).adding(seconds: minutes * 60)
        let fix = try Samples.fix(northMeters: northMeters, accuracyMeters: accuracyMeters)
        let isVisit = reason == nil || verdict == .acceptedNoReward
        var found = CheckInEvidence()
        if !isVisit { found.policies = [CheckInEvidence.Policy(campaign: ID(1), revision: 1)] }
        evidence(&found)
        let offer = OfferOutcome(
            campaign: ID(1), revision: 1, state: reason == nil ? .issued : .inProgress, reason: reason,
            coupon: reason == nil ? ID(id + 1_000) : nil)
        return CheckInRecord(
            id: ID(id), shopper: ID(shopper), session: ID(6), store: ID(store),
            verdict: verdict ?? (reason == nil ? .accepted : .refused), reasons: reason.map { [$0] } ?? [],
            source: .position, checkedAt: now, capturedAt: now.adding(seconds: -ageSeconds), fix: fix, fixes: 1,
            distanceMeters: 0, containment: 0.5, offers: isVisit ? [offer] : [], evidence: found)
    }

    private func replay(_ policy: String, store: Store? = nil) throws -> Replay {
        let store = try store ?? Samples.store()
        let plan = try ReplayPlan(
            reading: JSON(parsing: policy), campaign: try Samples.campaign(), of: Samples.retailer,
            stores: { $0 == store.id ? store : nil })
        return Replay(plan)
    }

    private func told(_ finding: Replay.Finding) -> String {
        switch finding {
        case .unconcerned: "unconcerned"
        case .untestable: "untestable"
        case .same: "same"
        case .gains(let store, let was): "gains \(store.id.rawValue) \(was.rawValue)"
        case .loses(let reason, let hadEarned): "loses \(reason.rawValue)\(hadEarned ? " earned" : "")"
        }
    }

    private func found(_ policy: String, _ record: CheckInRecord, store: Store? = nil) throws -> String {
        let store = try store ?? Samples.store()
        return told(try replay(policy, store: store).judge(record, stores: { $0 == store.id ? store : nil }))
    }

    @Test(
        "thresholds flip verdicts both ways",
        arguments: [
            (#"{"presence": {"inside": 0.5, "uncertain": 0.3}}"#, 98.0, 15.0, "uncertain", "gains 1 uncertain"),
            (#"{"presence": {"inside": 0.9}}"#, 98, 15, "uncertain", "same"),
            (#"{"presence": {"inside": 0.99}}"#, 85, 15, nil, "loses uncertain earned"),
            (#"{"presence": {"max_accuracy_meters": 10}}"#, 0, 150, "inaccurate", "same"),
            (#"{"presence": {"max_accuracy_meters": 200, "inside": 0.5}}"#, 0, 110, "inaccurate", "gains 1 inaccurate"),
            (#"{"presence": {"max_speed_mps": 100}}"#, 0, 15, nil, "same"),
        ] as [(String, Double, Double, String?, String)])
    func thresholds(
        policy: String, northMeters: Double, accuracyMeters: Double, reason: String?, expected: String
    ) throws {
        let record = try record(
            northMeters: northMeters, accuracyMeters: accuracyMeters, reason: reason.flatMap(CheckInReason.init))
        #expect(try found(policy, record) == expected)
    }

    @Test("an older fix counts where the age may be larger, and not where it may not")
    func age() throws {
        let old = try record(northMeters: 0, reason: .staleFix, ageSeconds: 300)
        #expect(try found(#"{"presence": {"max_age_seconds": 600}}"#, old) == "gains 1 stale_fix")
        #expect(try found(#"{"presence": {"max_age_seconds": 200}}"#, old) == "same")
        let earned = try record(northMeters: 0, ageSeconds: 60)
        #expect(try found(#"{"presence": {"max_age_seconds": 30}}"#, earned) == "loses stale_fix earned")
    }

    @Test("a moved fence takes in those who stood before it, and leaves out those who stood in it")
    func movedFence() throws {
        let name = Ref<Store>(Samples.retailer, ID(1)).text
        let center = try Samples.position(northMeters: 300)
        let policy = """
            {"fences": {"\(name)": {"location": {"latitude": \(center.latitude), "longitude": \(center.longitude)},
             "fence": {"type": "circle", "radius_meters": 100}}}}
            """
        let outside = try record(northMeters: 300, reason: .outsideFence)
        #expect(try found(policy, outside) == "gains 1 outside_fence")
        #expect(try found(policy, try record(northMeters: 0)) == "loses outside_fence earned")
        let wider = #"{"fences": {"\#(name)": {"type": "circle", "radius_meters": 400}}}"#
        #expect(try found(wider, outside) == "gains 1 outside_fence")
        #expect(try found(wider, try record(northMeters: 0)) == "same")
    }

    @Test("a check-in recorded at the next store counts where the fence has moved to")
    func recordedNextDoor() throws {
        let (first, second) = (try Samples.store(1), try Samples.store(2, northMeters: 1_000))
        let moved = Ref<Store>(Samples.retailer, ID(2)).text
        let both: (ID<Store>) -> Store? = { $0 == first.id ? first : $0 == second.id ? second : nil }
        let plan = try ReplayPlan(
            reading: JSON(parsing: #"{"fences": {"\#(moved)": {"type": "circle", "radius_meters": 700}}}"#),
            campaign: try Samples.campaign(), of: Samples.retailer, stores: both)
        let record = try record(northMeters: 400, reason: .outsideFence)
        #expect(told(Replay(plan).judge(record, stores: both)) == "gains 2 outside_fence")
    }

    @Test("speed and repeats are judged by the visits that came before, as they would have been")
    func trail() throws {
        let stores: (ID<Store>) -> Store? = { _ in try? Samples.store() }
        var replay = try replay(#"{"presence": {"too_soon_minutes": 5, "max_speed_mps": 400}}"#)
        let first = try record(50, northMeters: 0)
        let again = try record(51, northMeters: 5, reason: .tooSoon, verdict: .acceptedNoReward, minutes: 10)
        let hasty = try record(52, northMeters: 6, reason: .tooSoon, verdict: .acceptedNoReward, minutes: 12)
        #expect(told(replay.judge(first, stores: stores)) == "same")
        replay.note(first, .same, hasEarned: true, stores: stores)
        let finding = replay.judge(again, stores: stores)
        #expect(told(finding) == "gains 1 too_soon")
        replay.note(again, finding, hasEarned: true, stores: stores)
        // Two minutes after a visit that earns now.
        #expect(told(replay.judge(hasty, stores: stores)) == "same")
        replay.note(hasty, .same, hasEarned: false, stores: stores)

        var slow = try self.replay(#"{"presence": {"max_speed_mps": 20}}"#)
        slow.note(first, .same, hasEarned: true, stores: stores)
        let far = try Samples.store(northMeters: 5_000)
        let jump = try record(53, northMeters: 5_000, minutes: 2)
        #expect(told(slow.judge(jump, stores: { _ in far })) == "loses jumped earned")
    }

    @Test("what is not about this campaign's presence stays as it is")
    func others() throws {
        let open = #"{"presence": {"inside": 0.5, "uncertain": 0.1, "max_accuracy_meters": 1000}}"#
        #expect(try found(open, try record(northMeters: 0, reason: .storeClosed)) == "same")
        #expect(
            try found(open, try record(northMeters: 0, reason: .limitShopper, verdict: .acceptedNoReward)) == "same")
        #expect(try found(open, try record(northMeters: 98, reason: .mocked) { $0.isMocked = true }) == "same")
        #expect(try found(open, try record(northMeters: 98, reason: .uncertain) { $0.policies = [] }) == "unconcerned")
        let vouched = try record(northMeters: 900) { $0.isVouched = true }
        #expect(try found(#"{"presence": {"inside": 0.9}}"#, vouched) == "same")
    }

    @Test("a check-in whose position is gone cannot be judged")
    func gone() throws {
        let whole = try record(northMeters: 0, reason: .uncertain)
        let bare = CheckInRecord(
            id: whole.id, shopper: whole.shopper, session: whole.session, store: whole.store, verdict: whole.verdict,
            reasons: whole.reasons, source: .position, checkedAt: whole.checkedAt, containment: 0.6,
            evidence: whole.evidence)
        #expect(try found(#"{"presence": {"inside": 0.5}}"#, bare) == "untestable")
    }

    @Test("visits that would count are counted by store, within the limits")
    func report() throws {
        let campaign = try Samples.campaign(1, #"{"limits": [{"per": "shopper", "period": "campaign", "max": 1}]}"#)
        let replay = Replay(
            ReplayPlan(campaign: campaign, presence: PresencePolicy(inside: 0.5, uncertain: 0.3)))
        var tally = Samples.tally([campaign])
        var report = ReplayReport()
        for id in [50, 51, 52] as [Int64] {
            let record = try record(id, shopper: id == 52 ? 9 : 5, northMeters: 98, reason: .uncertain)
            let finding = replay.judge(record, stores: { _ in try? Samples.store() })
            let withheld = replay.earns(record, in: try Samples.store(), tally: &tally)
            report.count(record, finding, withheld: withheld)
        }
        #expect(report.total.gained == 3 && report.total.more == 2 && report.total.checkIns == 3)
        #expect(report.withheld == [.limitShopper: 1])
    }

    @Test(
        "a plan that cannot be read names what is wrong",
        arguments: [
            ("{}", "presence: is required, or fences"), (#"{"presence": 5}"#, "presence: must be an object"),
            (#"{"presence": {"inside": 2}}"#, "presence.inside: must be 0.5 to 0.999"),
            (#"{"presence": {"colour": 1}}"#, "presence.colour: unknown field"),
            (#"{"fences": {"sto_x": {}}}"#, "fences.sto_x: must be a store of this campaign's retailer"),
            (#"{"presence": {}, "fence": {}}"#, "fence: unknown field"),
        ])
    func unreadable(text: String, expected: String) throws {
        let problems = Samples.problems {
            _ = try ReplayPlan(
                reading: JSON(parsing: text), campaign: try Samples.campaign(), of: Samples.retailer,
                stores: { _ in nil })
        }
        #expect(problems.contains(expected), "\(problems)")
    }

    @Test("of the presence only what is written changes")
    func partial() throws {
        let plan = try replay(#"{"presence": {"rapid_fire": {"max_stores": 9}, "inside": 0.6}}"#).plan
        #expect(plan.presence.rapidFire.maxStores == 9 && plan.presence.rapidFire.withinMeters == 180)
        #expect(plan.presence.inside == 0.6 && plan.presence.uncertain == 0.35)
    }
}

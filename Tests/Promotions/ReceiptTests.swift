import Geofence
import Promotions
import Testing

@Suite("A receipt")
struct ReceiptTests {
    private static let at = "2026-08-14T16:00:00Z"

    /// A refused check-in of that reason, with what would have been kept of it.
    private func record(
        _ reasons: [CheckInReason], verdict: Verdict = .refused, offers: [OfferOutcome] = [],
        accuracyMeters: Double = 15, containment: Double = 0.99, ageSeconds: Double = 1, isPlaced: Bool = true,
        _ evidence: (inout CheckInEvidence) -> Void = { _ in }
    ) throws -> CheckInRecord {
        let now = try Samples.instant(Self.at)
        var found = CheckInEvidence()
        found.policies = offers.isEmpty ? [CheckInEvidence.Policy(campaign: ID(1), revision: 3)] : []
        evidence(&found)
        return CheckInRecord(
            id: ID(50), shopper: ID(5), session: ID(6), store: ID(1), verdict: verdict, reasons: reasons,
            source: .position, checkedAt: now, capturedAt: isPlaced ? now.adding(seconds: -ageSeconds) : nil,
            fix: isPlaced ? try Samples.fix(accuracyMeters: accuracyMeters) : nil, fixes: isPlaced ? 1 : 0,
            distanceMeters: isPlaced ? 0 : nil, containment: isPlaced ? containment : nil, offers: offers,
            evidence: found)
    }

    private func receipt(_ record: CheckInRecord, store: Store? = nil, twin: ID<CheckIn>? = nil) throws -> Receipt {
        let policy = Receipt.Policy(campaign: ID(1), revision: 3, presence: PresencePolicy(proof: .either))
        return Receipt(record, at: try store ?? Samples.store(), policies: [policy], twin: twin)
    }

    private func samples() throws -> [(CheckInReason, CheckInRecord)] {
        let speed = Trail.Speed(metersPerSecond: 900, since: ID(40))
        return [
            (.noConsent, try record([.noConsent], isPlaced: false)),
            (.noLocation, try record([.noLocation], isPlaced: false)),
            (.clockSkew, try record([.clockSkew], ageSeconds: -90)),
            (.staleFix, try record([.staleFix], ageSeconds: 600)),
            (.mocked, try record([.mocked]) { $0.isMocked = true }),
            (.replayed, try record([.replayed]) { $0.replayOf = ID(41) }),
            (.inaccurate, try record([.inaccurate], accuracyMeters: 400)),
            (.outsideFence, try record([.outsideFence], containment: 0.01)),
            (.jumped, try record([.jumped]) { $0.speed = speed }),
            (.uncertain, try record([.uncertain], verdict: .held, containment: 0.5)),
            (.severalStores, try record([.severalStores], verdict: .held)),
            (.codeWrong, try record([.codeWrong], isPlaced: false) { $0.code = .wrong }),
            (.codeRequired, try record([.codeRequired], verdict: .held)),
            (.staff, try record([.staff], verdict: .acceptedNoReward, isPlaced: false)),
        ]
    }

    @Test("every reason about presence has its signal, raised and named as what decided")
    func everyReason() throws {
        for (reason, record) in try samples() {
            let signal = try #require(try receipt(record).signals.first { $0.reason == reason }, "\(reason)")
            #expect(signal.isRaised && signal.hasDecided, "\(reason)")
        }
        let closed = try Samples.store(hours: #"{"mon": []}"#)
        let shut = try #require(
            try receipt(try record([.storeClosed]), store: closed).signals.first { $0.reason == .storeClosed })
        #expect(shut.isRaised && shut.hasDecided)
    }

    @Test("nothing else is said to have decided, and an honest check-in raises nothing")
    func onlyOne() throws {
        for (reason, record) in try samples() {
            let others = try receipt(record).signals.filter { $0.hasDecided && $0.reason != reason }
            #expect(others.isEmpty, "\(reason): \(others.map(\.reason))")
        }
        let issued = OfferOutcome(campaign: ID(1), revision: 3, state: .issued, coupon: ID(60))
        let fine = try receipt(try record([], verdict: .accepted, offers: [issued]))
        #expect(fine.signals.allSatisfy { !$0.isRaised && !$0.hasDecided })
        #expect(fine.judgements.first?.signals.allSatisfy { !$0.isRaised } == true)
        #expect(fine.judgements.first?.outcome == issued)
    }

    @Test("values stand beside the thresholds of the revision that decided")
    func figures() throws {
        let record = try record([.jumped], accuracyMeters: 40) {
            $0.speed = Trail.Speed(metersPerSecond: 512.25, since: ID(40))
        }
        let receipt = try receipt(record)
        let jumped = try #require(receipt.signals.first { $0.reason == .jumped })
        #expect(jumped.value == .number(512.25) && jumped.unit == .metersPerSecond && jumped.threshold == 340)
        #expect(jumped.other == ID(40))
        let inaccurate = try #require(receipt.signals.first { $0.reason == .inaccurate })
        #expect(inaccurate.value == .number(40) && inaccurate.threshold == 100 && !inaccurate.isRaised)
        #expect(receipt.judgements.map(\.policy.revision) == [3])
        #expect(receipt.judgements.first?.outcome == nil)
    }

    @Test("a campaign's own thresholds stand under its own outcome: too soon and rapid fire")
    func perCampaign() throws {
        for (reason, change) in [
            (CheckInReason.tooSoon, { (evidence: inout CheckInEvidence) in evidence.secondsSinceEarned = 600 }),
            (.rapidFire, { $0.storesEarned = 5 }), (.rapidFire, { $0.isTrailFull = true }),
        ] {
            let offer = OfferOutcome(campaign: ID(1), revision: 3, state: .inProgress, reason: reason)
            let receipt = try receipt(
                try record([reason], verdict: .acceptedNoReward, offers: [offer], change))
            #expect(receipt.signals.allSatisfy { !$0.hasDecided })
            let signal = try #require(receipt.judgements.first?.signals.first { $0.reason == reason })
            #expect(signal.isRaised && signal.hasDecided, "\(reason)")
        }
    }

    @Test("another shopper with the same fix is noted and decides nothing")
    func twin() throws {
        let signals = try receipt(try record([], verdict: .accepted), twin: ID(44)).signals
        let noted = try #require(signals.first { $0.isOnlyNoted })
        #expect(noted.reason == .replayed && noted.other == ID(44) && !noted.hasDecided)
    }

    @Test("an appeal is possible for doubts about presence, for a day, and for nothing else")
    func standing() throws {
        let now = try Samples.instant(Self.at)
        let day = now.adding(seconds: 86_400)
        for reason in CheckInReason.allCases {
            let standing = try record([reason]).appealStanding(at: now)
            #expect(standing == (reason.isDoubt ? .possible(until: day) : .groundless), "\(reason)")
        }
        #expect(try record([.outsideFence]).appealStanding(at: day) == .late)
        #expect(try record([], verdict: .accepted).appealStanding(at: now) == .needless)
        #expect(try record([.limitShopper], verdict: .acceptedNoReward).appealStanding(at: now) == .groundless)
        #expect(!CheckInReason.tooSoon.isDoubt)
    }

    @Test("no word for a shopper holds a figure of a threshold")
    func words() throws {
        var words =
            Verdict.allCases.map { ReceiptWords.say($0) } + OfferOutcome.State.allCases.map { ReceiptWords.say($0) }
        words += CheckInReason.allCases.map { CheckInWords.say($0) }
        for state in Appeal.State.allCases.map(Optional.some) + [nil] {
            for standing in [
                CheckInRecord.AppealStanding.needless, .waiting, .groundless, .late,
                .possible(until: try Samples.instant(Self.at)),
            ] {
                words.append(ReceiptWords.next(standing, state))
            }
        }
        for text in words.map(\.text) {
            #expect(text.allSatisfy { !$0.isNumber }, "\(text)")
            #expect(text.hasSuffix(".") || text.hasSuffix("!"), "\(text)")
        }
    }
}

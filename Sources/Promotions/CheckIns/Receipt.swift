import Geofence

/// Which rule decided a check-in, on which value, against which threshold. Made anew from what was kept, whenever
/// somebody asks; the store's fence and hours are those of that moment, the thresholds those of the revisions that
/// decided.
public struct Receipt: Sendable {
    /// One thing that was looked at.
    public struct Signal: Hashable, Sendable {
        public enum Value: Hashable, Sendable {
            case number(Double)
            case flag(Bool)
        }

        public enum Unit: String, CaseIterable, Sendable {
            case seconds, meters, probability, stores, minutes, steps
            case metersPerSecond = "meters_per_second"
        }

        /// What it would refuse with.
        public let reason: CheckInReason
        /// Nil where nothing is known: without a position, or before a second visit.
        public let value: Value?
        public let unit: Unit?
        /// The value may be as large, for containment as small, as this; nil for what has no measure.
        public let threshold: Double?
        public let isRaised: Bool
        /// The outcome names it.
        public let hasDecided: Bool
        /// The other check-in that it was compared with.
        public var other: ID<CheckIn>?
        /// Told, but never a reason to refuse.
        public var isOnlyNoted = false
    }

    /// Under which terms a campaign looked at the check-in.
    public struct Policy: Sendable {
        public let campaign: ID<Campaign>
        public let revision: Int
        public let presence: PresencePolicy

        public init(campaign: ID<Campaign>, revision: Int, presence: PresencePolicy) {
            self.campaign = campaign
            self.revision = revision
            self.presence = presence
        }
    }

    /// What one campaign made of it.
    public struct Judgement: Sendable {
        public let policy: Policy
        /// Nil where the store had refused before it came to offers.
        public let outcome: OfferOutcome?
        public let signals: [Signal]
    }

    public let record: CheckInRecord
    /// Against the most lenient thresholds of the store's campaigns: these decide whether it was a visit at all.
    public let signals: [Signal]
    public let judgements: [Judgement]

    /// - Parameters:
    ///   - policies: of the campaigns and revisions that the record names.
    ///   - twin: another shopper's check-in with the same fix.
    public init(_ record: CheckInRecord, at store: Store, policies: [Policy], twin: ID<CheckIn>? = nil) {
        self.record = record
        let measures = Measures(record, at: store)
        let lenient = StorePolicy(policies.lazy.map(\.presence).filter { $0.when == .toEarn })
        let deciding = record.offers.isEmpty ? record.reasons : []
        signals = measures.facts(record.reasons, twin: twin) + measures.against(lenient, deciding: deciding)
        judgements = policies.map { policy in
            let outcome = record.offers.first { $0.campaign == policy.campaign }
            return Judgement(
                policy: policy, outcome: outcome,
                signals: measures.against(policy.presence, deciding: outcome?.reason.map { [$0] } ?? []))
        }
    }
}

/// What the record says, measured once for every threshold.
private struct Measures {
    let ageSeconds: Double?
    let accuracyMeters: Double?
    let containment: Double?
    let distanceMeters: Double?
    let reachMeters: Double
    let isOpen: Bool
    let hasPosition: Bool
    let evidence: CheckInEvidence

    init(_ record: CheckInRecord, at store: Store) {
        evidence = record.evidence
        // The time of a continued check-in is that of its first attempt, that of its fix the last one's.
        ageSeconds = record.fixes > 1 ? nil : record.capturedAt.map { record.checkedAt.seconds(since: $0) }
        accuracyMeters = record.fix?.accuracyMeters
        containment = record.containment
        distanceMeters = record.distanceMeters
        reachMeters = store.radiusMeters ?? 0
        isOpen = store.isOpen(at: record.checkedAt)
        // Positions are deleted in time; how far it was stays.
        hasPosition = record.fix != nil || record.containment != nil
    }

    /// What has no threshold that a campaign could set.
    func facts(_ reasons: [CheckInReason], twin: ID<CheckIn>?) -> [Receipt.Signal] {
        func fact(_ reason: CheckInReason, _ isRaised: Bool, other: ID<CheckIn>? = nil) -> Receipt.Signal {
            Receipt.Signal(
                reason: reason, value: .flag(isRaised), unit: nil, threshold: nil, isRaised: isRaised,
                hasDecided: reasons.contains(reason), other: other)
        }
        var facts = [
            fact(.noConsent, reasons.contains(.noConsent)),
            fact(.noLocation, !hasPosition && !evidence.code.isRight && !reasons.contains(.staff)),
            fact(.mocked, evidence.isMocked), fact(.replayed, evidence.replayOf != nil, other: evidence.replayOf),
            fact(.storeClosed, !isOpen), fact(.staff, reasons.contains(.staff)),
        ]
        if let twin {
            var noted = fact(.replayed, true, other: twin)
            noted.isOnlyNoted = true
            facts.append(noted)
        }
        if reasons.contains(.severalStores) { facts.append(fact(.severalStores, true)) }
        if let code = codeSignal(reasons) { facts.append(code) }
        return facts
    }

    private func codeSignal(_ reasons: [CheckInReason]) -> Receipt.Signal? {
        switch evidence.code {
        case .none:
            guard reasons.contains(.codeRequired) else { return nil }
            return Receipt.Signal(
                reason: .codeRequired, value: .flag(true), unit: nil, threshold: nil, isRaised: true, hasDecided: true)
        case .wrong:
            return Receipt.Signal(
                reason: .codeWrong, value: .flag(true), unit: nil, threshold: nil, isRaised: true,
                hasDecided: reasons.contains(.codeWrong))
        case .right(let steps):
            return Receipt.Signal(
                reason: .codeWrong, value: .number(Double(steps)), unit: .steps,
                threshold: Double(PresenceCode.toleranceSteps), isRaised: false, hasDecided: false)
        }
    }

    /// The thresholds of a store: what makes it a visit at all.
    func against(_ policy: StorePolicy, deciding: [CheckInReason]) -> [Receipt.Signal] {
        age(policy.maxAgeSeconds, policy.maxAheadSeconds, deciding)
            + place(policy.inside, policy.uncertain, policy.maxAccuracyMeters, deciding)
            + [speed(policy.maxSpeedMetersPerSecond, deciding)]
    }

    func against(_ policy: PresencePolicy, deciding: [CheckInReason]) -> [Receipt.Signal] {
        let isFull = evidence.isTrailFull
        let stores = evidence.storesEarned
        let minutes = evidence.secondsSinceEarned.map { $0 / 60 }
        return age(policy.maxAgeSeconds, policy.maxAheadSeconds, deciding)
            + place(policy.inside, policy.uncertain, policy.maxAccuracyMeters, deciding)
            + [
                speed(policy.maxSpeedMetersPerSecond, deciding),
                signal(
                    .rapidFire, Double(stores ?? 1), .stores, Double(policy.rapidFire.maxStores), deciding,
                    isRaised: isFull || (stores ?? 1) > policy.rapidFire.maxStores),
                signal(
                    .tooSoon, minutes, .minutes, Double(policy.tooSoonMinutes), deciding,
                    isRaised: minutes.map { $0 < Double(policy.tooSoonMinutes) } ?? false),
            ]
    }

    private func age(_ maxAge: Double, _ maxAhead: Double, _ deciding: [CheckInReason]) -> [Receipt.Signal] {
        [
            signal(
                .staleFix, ageSeconds, .seconds, maxAge, deciding, isRaised: ageSeconds.map { $0 > maxAge } ?? false),
            signal(
                .clockSkew, ageSeconds.map { max(0, -$0) }, .seconds, maxAhead, deciding,
                isRaised: ageSeconds.map { -$0 > maxAhead } ?? false),
        ]
    }

    private func place(
        _ inside: Double, _ uncertain: Double, _ maxAccuracy: Double, _ deciding: [CheckInReason]
    ) -> [Receipt.Signal] {
        let accuracyMax = max(maxAccuracy, reachMeters)
        return [
            signal(
                .inaccurate, accuracyMeters, .meters, accuracyMax, deciding,
                isRaised: accuracyMeters.map { $0 > accuracyMax } ?? false),
            signal(
                .outsideFence, containment, .probability, uncertain, deciding,
                isRaised: containment.map { $0 < uncertain } ?? false),
            signal(
                .uncertain, containment, .probability, inside, deciding,
                isRaised: containment.map { $0 >= uncertain && $0 < inside } ?? false),
        ]
    }

    private func speed(_ maxSpeed: Double, _ deciding: [CheckInReason]) -> Receipt.Signal {
        var told = signal(
            .jumped, evidence.speed?.metersPerSecond, .metersPerSecond, maxSpeed, deciding,
            isRaised: evidence.speed.map { $0.metersPerSecond > maxSpeed } ?? false)
        told.other = evidence.speed?.since
        return told
    }

    /// What the record names was raised, whatever the kept figures are rounded to.
    private func signal(
        _ reason: CheckInReason, _ value: Double?, _ unit: Receipt.Signal.Unit, _ threshold: Double,
        _ deciding: [CheckInReason], isRaised: Bool
    ) -> Receipt.Signal {
        let hasDecided = deciding.contains(reason)
        return Receipt.Signal(
            reason: reason, value: value.map { .number($0) }, unit: unit, threshold: threshold,
            isRaised: isRaised || hasDecided, hasDecided: hasDecided)
    }
}

/// Names what is remembered of a campaign's unlock: of one shopper or of everybody, in one store or in all of them, for
/// one window or for good.
public struct UnlockKey: Hashable, Comparable, Sendable {
    public let campaign: ID<Campaign>
    /// Nil: everybody together.
    public let shopper: ID<Shopper>?
    /// Nil: all stores together.
    public let store: ID<Store>?
    /// The local minute in which a window began; nil where windows do not matter.
    public let round: Int64?

    public init(
        _ campaign: ID<Campaign>, shopper: ID<Shopper>? = nil, store: ID<Store>? = nil, round: Int64? = nil
    ) {
        self.campaign = campaign
        self.shopper = shopper
        self.store = store
        self.round = round
    }

    /// The order in which rows are locked; ids are above zero, and zero stands for nil.
    public static func < (left: UnlockKey, right: UnlockKey) -> Bool {
        (left.campaign, left.shopper?.rawValue ?? 0, left.store?.rawValue ?? 0, left.round ?? 0)
            < (right.campaign, right.shopper?.rawValue ?? 0, right.store?.rawValue ?? 0, right.round ?? 0)
    }
}

/// What is remembered there. Which parts are used depends on the kind.
public struct UnlockState: Hashable, Sendable {
    /// Local days with a visit, ascending: those of the shopper, or of the mayor.
    public var days: [LocalDate] = []
    /// The local day on which the target was last reached and given for.
    public var crossedOn: LocalDate?
    /// How often that was.
    public var crossings: Int64 = 0
    /// How many places of a flash are taken; of a shopper, which.
    public var places = 0
    /// The mayor.
    public var holder: ID<Shopper>?
    /// Who counts for a swarm, in the order of their coming; after it, whom it was for.
    public var members: [Member] = []

    public init() {}

    /// A visit that waits for others.
    public struct Member: Hashable, Sendable {
        public let shopper: ID<Shopper>
        public let session: ID<Session>
        public let checkIn: ID<CheckIn>
        public let at: Instant
        public let channel: String?

        public init(
            shopper: ID<Shopper>, session: ID<Session>, checkIn: ID<CheckIn>, at: Instant, channel: String? = nil
        ) {
            self.shopper = shopper
            self.session = session
            self.checkIn = checkIn
            self.at = at
            self.channel = channel
        }

        public var stored: JSON {
            [
                .int(shopper.rawValue), .int(session.rawValue), .int(checkIn.rawValue), .int(at.microseconds),
                JSON(channel),
            ]
        }

        public init?(stored: JSON) {
            guard let shopper = stored[0]?.integerValue, let session = stored[1]?.integerValue,
                let checkIn = stored[2]?.integerValue, let at = stored[3]?.integerValue
            else { return nil }
            self.init(
                shopper: ID(shopper), session: ID(session), checkIn: ID(checkIn), at: Instant(microseconds: at),
                channel: stored[4]?.stringValue)
        }
    }
}

/// What the database remembered before a batch, and what the batch has made of it so far. Each state is written back
/// only over the version that was read.
public struct UnlockBook: Sendable {
    public struct Entry: Hashable, Sendable {
        public var state: UnlockState
        /// As read; 0 if there was nothing.
        public let version: Int32

        public init(_ state: UnlockState, version: Int32) {
            self.state = state
            self.version = version
        }
    }

    /// A shopper who has been in a store, or at a retailer, before.
    public struct Regular: Hashable, Sendable {
        public let shopper: ID<Shopper>
        public let store: ID<Store>?

        public init(_ shopper: ID<Shopper>, in store: ID<Store>?) {
            self.shopper = shopper
            self.store = store
        }
    }

    /// A shopper who wants to be mayor.
    public struct Candidate: Hashable, Sendable {
        public static let nicknameLength = 1...30

        /// Others read it: nothing that hides, turns or breaks a line.
        public static func isPlain(_ nickname: String) -> Bool {
            !nickname.unicodeScalars.contains { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
                default: false
                }
            }
        }

        public let campaign: ID<Campaign>
        public let shopper: ID<Shopper>

        public init(_ shopper: ID<Shopper>, for campaign: ID<Campaign>) {
            self.campaign = campaign
            self.shopper = shopper
        }
    }

    private var entries: [UnlockKey: Entry]
    private var changed: Set<UnlockKey> = []
    /// Raised by each change.
    public private(set) var edits = 0
    public let regulars: Set<Regular>
    public let candidates: Set<Candidate>

    public init(
        _ entries: [UnlockKey: Entry] = [:], regulars: Set<Regular> = [], candidates: Set<Candidate> = []
    ) {
        self.entries = entries
        self.regulars = regulars
        self.candidates = candidates
    }

    public subscript(key: UnlockKey) -> UnlockState {
        get { entries[key]?.state ?? UnlockState() }
        set {
            guard newValue != self[key] else { return }
            entries[key] = Entry(newValue, version: entries[key]?.version ?? 0)
            changed.insert(key)
            edits += 1
        }
    }

    /// What must be written, in lock order.
    public var changes: [(key: UnlockKey, entry: Entry)] {
        changed.sorted().compactMap { key in entries[key].map { (key, $0) } }
    }
}

/// How a simulated shopper behaves.
enum Manner: String, CaseIterable, Sendable {
    /// Inside, with a phone's usual noise.
    case honest
    /// Honest, and tries another store later.
    case returning
    /// Sends the same request to both processes at once, with one key.
    case retrying
    /// Hangs up before the answer, and asks again with the same key.
    case hangingUp = "hanging_up"
    /// Sends two requests at once with two keys, to have two coupons.
    case racing
    /// Near, but surely in no store.
    case outside
    /// In the sea, far from every store.
    case lost
    /// The phone does not know where it is.
    case vague
    /// The phone tells where it was ten minutes ago.
    case stale
    /// The phone says itself that the position is made up.
    case mocked
    /// Sends the very fix of the visit before once more.
    case replaying
    /// Is in a store a hundred kilometers away a moment later.
    case jumping
    /// Tries 70 times in a row.
    case firing
    /// Shows the coupon at two tills at once.
    case twoTills = "two_tills"
    /// Shows the coupon in another store.
    case wrongStore = "wrong_store"
    /// Has the coupon used, and then a photograph of it.
    case copying
    /// Types codes that nobody was given.
    case guessing

    /// Of ten thousand shoppers.
    var share: Int {
        switch self {
        case .honest: 7_998
        case .returning: 400
        case .outside: 400
        case .retrying: 200
        case .mocked: 150
        case .hangingUp, .racing, .vague, .replaying, .jumping, .twoTills: 100
        case .lost, .stale, .wrongStore, .copying: 50
        case .guessing: 50
        case .firing: 2
        }
    }

    /// Whether the till is what this one is about.
    var needsTill: Bool {
        switch self {
        case .twoTills, .wrongStore, .copying, .guessing: true
        case .honest, .returning, .retrying, .hangingUp, .racing, .outside, .lost, .vague, .stale, .mocked, .replaying,
            .jumping, .firing:
            false
        }
    }

    /// Whose first check-in must never earn anything.
    var earnsNothing: Bool {
        switch self {
        case .outside, .lost, .vague, .stale, .mocked: true
        case .honest, .returning, .retrying, .hangingUp, .racing, .replaying, .jumping, .firing, .twoTills, .wrongStore,
            .copying, .guessing:
            false
        }
    }

    var isCheat: Bool {
        switch self {
        case .racing, .mocked, .replaying, .jumping, .firing, .twoTills, .wrongStore, .copying, .guessing: true
        case .honest, .returning, .retrying, .hangingUp, .outside, .lost, .vague, .stale: false
        }
    }
}

public import Logging
public import Printing
import Promotions
public import Records

/// Where everything happens: each verb of the product is a method of `Desk`, in a file of its own. It reads facts,
/// lets the pure rules decide, and records. It holds nothing that cannot be lost.
public struct Desk: Sendable {
    public private(set) var database: Database
    public let secrets: Secrets
    public let clock: Clock
    public let ids: IDMaker
    public let shelf: Shelf
    public let printer: PrintShop
    public let settings: Settings
    public let logger: Logger
    let dice: Dice
    let queues: Queues
    let generations: Generations
    let keyUses: KeyUses

    public struct Settings: Sendable {
        /// Base of links and QR codes, without a slash at the end.
        public var publicURL: String
        /// Whether a shopper may join without a retailer's publishable key.
        public var allowsPlatformSignUp: Bool
        /// Attempts of one retailer that may wait for their batch; beyond it callers are told to come back.
        public var queueMax: Int

        public init(publicURL: String, allowsPlatformSignUp: Bool = true, queueMax: Int = 20_000) {
            self.publicURL = publicURL
            self.allowsPlatformSignUp = allowsPlatformSignUp
            self.queueMax = queueMax
        }
    }

    public init(
        database: Database, secrets: Secrets, clock: Clock, ids: IDMaker, settings: Settings, logger: Logger,
        dice: Dice = .system, printer: PrintShop = PrintShop()
    ) {
        self.database = database
        self.secrets = secrets
        self.clock = clock
        self.ids = ids
        self.settings = settings
        self.logger = logger
        self.dice = dice
        self.printer = printer
        shelf = Shelf(database, logger)
        queues = Queues(queueMax: settings.queueMax)
        generations = Generations()
        keyUses = KeyUses()
    }

    /// The same desk with its statements in a transaction.
    init(_ desk: Desk, database: Database) {
        self = desk
        self.database = database
    }

    var now: Instant { clock.now() }

    /// Brings this process's memory up to date with what it has just written. Others follow within a second.
    func refresh(_ retailer: ID<Retailer>) async throws {
        try await shelf.refresh(retailer)
    }
}

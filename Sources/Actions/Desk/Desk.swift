public import Logging
public import Mailing
public import Printing
import Promotions
public import Records

/// Where everything happens: each verb of the product is a method of `Desk`, in a file of its own. It reads facts,
/// lets the pure rules decide, and records. It holds nothing that cannot be lost.
public struct Desk: Sendable {
    public private(set) var database: Database
    /// A desk goes along with every request: shared, it costs two references.
    private let parts: Parts

    private final class Parts: Sendable {
        let secrets: Secrets
        let clock: Clock
        let ids: IDMaker
        let shelf: Shelf
        let printer: PrintShop
        let settings: Settings
        let logger: Logger
        let dice: Dice
        let queues: Queues
        let generations = Generations()
        let keyUses = KeyUses()
        let repeats = Repeats()
        let sweeps = Sweeps()
        let looks = Looks()
        let missWatch = MissWatch()
        let offlineNumbers = OfflineNumbers()
        let spentCodes = SpentCodes()
        let registers = Registers()
        let passwords: PasswordDesk
        let liveBoard = LiveBoard()
        let signOns: [SignOn]
        let recounting = Turn()

        init(
            _ database: Database, _ secrets: Secrets, _ clock: Clock, _ ids: IDMaker, _ settings: Settings,
            _ logger: Logger, _ dice: Dice, _ printer: PrintShop
        ) {
            self.secrets = secrets
            self.clock = clock
            self.ids = ids
            self.settings = settings
            self.logger = logger
            self.dice = dice
            self.printer = printer
            shelf = Shelf(database, logger, now: clock.now)
            queues = Queues(queueMax: settings.queueMax)
            passwords = PasswordDesk(cost: settings.passwordCost)
            signOns = settings.signOnProviders.map(SignOn.init)
        }
    }

    public var secrets: Secrets { parts.secrets }
    public var clock: Clock { parts.clock }
    public var ids: IDMaker { parts.ids }
    public var shelf: Shelf { parts.shelf }
    public var printer: PrintShop { parts.printer }
    public var settings: Settings { parts.settings }
    public var logger: Logger { parts.logger }
    var dice: Dice { parts.dice }
    var queues: Queues { parts.queues }
    var generations: Generations { parts.generations }
    var keyUses: KeyUses { parts.keyUses }
    var repeats: Repeats { parts.repeats }
    var sweeps: Sweeps { parts.sweeps }
    var looks: Looks { parts.looks }
    var missWatch: MissWatch { parts.missWatch }
    var offlineNumbers: OfflineNumbers { parts.offlineNumbers }
    var spentCodes: SpentCodes { parts.spentCodes }
    var registers: Registers { parts.registers }
    var signOns: [SignOn] { parts.signOns }
    var passwords: PasswordDesk { parts.passwords }
    var liveBoard: LiveBoard { parts.liveBoard }
    var recounting: Turn { parts.recounting }

    public struct Settings: Sendable {
        /// Base of links and QR codes, without a slash at the end.
        public let publicURL: String
        /// The same in capitals, as a QR holds it.
        let publicURLInCapitals: String
        /// Whether a shopper may join without a retailer's publishable key.
        public var allowsPlatformSignUp: Bool
        /// Attempts of one retailer that may wait for their batch; beyond it callers are told to come back.
        public var queueMax: Int
        /// The first generation of keys whose signed coupons tills believe without a line.
        public var offlineKeysFrom: Int
        /// Nil: no wallet passes are made.
        public var wallet: WalletKeys?
        /// Nil: no mail is sent, and none is queued.
        public var mailServer: MailServer?
        /// By which people may sign in to the console, beside a password.
        public var signOnProviders: [SignOnProvider] = []
        /// Whether a retailer may sign up in the browser.
        public var allowsRetailerSignUp = false
        var passwordCost = PasswordHash.usual

        public init(
            publicURL: String, allowsPlatformSignUp: Bool = true, queueMax: Int = 20_000, offlineKeysFrom: Int = 1,
            wallet: WalletKeys? = nil, mailServer: MailServer? = nil
        ) {
            self.mailServer = mailServer
            self.offlineKeysFrom = offlineKeysFrom
            self.wallet = wallet
            self.publicURL = publicURL
            publicURLInCapitals = publicURL.uppercased()
            self.allowsPlatformSignUp = allowsPlatformSignUp
            self.queueMax = queueMax
        }
    }

    public init(
        database: Database, secrets: Secrets, clock: Clock, ids: IDMaker, settings: Settings, logger: Logger,
        dice: Dice = .system, printer: PrintShop = PrintShop()
    ) {
        self.database = database
        parts = Parts(database, secrets, clock, ids, settings, logger, dice, printer)
    }

    /// The same desk with its statements in a transaction.
    init(_ desk: Desk, database: Database) {
        self = desk
        self.database = database
    }

    var now: Instant { clock.now() }

    /// Brings this process's memory up to date with what it has just written. Others follow within a second. Inside a
    /// transaction there is nothing to see yet, and waiting for a second connection while holding one could take for ever:
    /// whoever began it refreshes.
    func refresh(_ retailer: ID<Retailer>) async throws {
        if database.isTransaction { return }
        try await shelf.refresh(retailer)
    }
}

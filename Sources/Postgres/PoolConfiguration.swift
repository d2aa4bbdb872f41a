/// Where the database is, and how long and how many may wait for it.
public struct PoolConfiguration: Sendable {
    /// A `postgresql://` URL or a libpq `key=value` string.
    public var conninfo: String
    /// Connections at most. They are opened when they are needed.
    public var size: Int
    /// The server gives up a statement after this long; nil for never. A server that says nothing at all for
    /// this long and five seconds more is taken for dead.
    public var statementTimeout: Duration?
    /// How long a caller waits for a connection.
    public var waitLimit: Duration
    /// How many callers may wait for a connection; beyond it the answer is `poolExhausted`, at once.
    public var waitersMax: Int
    public var connectTimeout: Duration
    /// What the connections call themselves in `pg_stat_activity`.
    public var applicationName: String

    public init(
        conninfo: String,
        size: Int = 8,
        statementTimeout: Duration? = .seconds(10),
        waitLimit: Duration = .seconds(5),
        waitersMax: Int = 1_000,
        connectTimeout: Duration = .seconds(5),
        applicationName: String = "footfall"
    ) {
        self.conninfo = conninfo
        self.size = max(size, 1)
        self.statementTimeout = statementTimeout
        self.waitLimit = waitLimit
        self.waitersMax = max(waitersMax, 0)
        self.connectTimeout = connectTimeout
        self.applicationName = applicationName
    }

    /// Calls that may be under way at once on one shared connection.
    static let depthMax = 64

    /// What the server gets beyond the statement timeout for saying so.
    var grace: Duration = .seconds(5)

    /// The longest silence on a connection with work under way.
    var patience: Duration? {
        statementTimeout.map { $0 + grace }
    }
}

extension Duration {
    var milliseconds: Int {
        Int(components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000)
    }

    var nanoseconds: UInt64 {
        UInt64(max(components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000, 0))
    }
}

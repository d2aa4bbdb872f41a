import Glibc
import Support
import Synchronization

/// What befalls a running system.
enum Fault: String, CaseIterable, Sendable {
    case oneServer = "one server"
    case everyServer = "every server"
    case database
    case everything
    /// Not a kill: the database stands still for a second or two.
    case slowDatabase = "slow database"

    var isKill: Bool { self != .slowDatabase }
}

/// Strikes servers and database at moments drawn from a seed, brings back what it struck, and launches an offer before
/// each strike that runs out about then. For one thread.
struct Misfortune {
    /// A start on a slow machine, recovery included, takes less.
    static let secondsMax = 180.0

    private(set) var struck: [Fault: Int] = [:]
    private(set) var offers: [Shop.Offer] = []
    private let servers: Servers
    private let cluster: Cluster
    private let shop: Shop
    private let rush: Rush
    private var client: Client
    /// Drawn like cards, so that every kind comes before one comes again.
    private var deck: [Fault] = []

    init(_ servers: Servers, _ cluster: Cluster, _ shop: Shop, _ rush: Rush, _ random: SeededRandom) {
        (self.servers, self.cluster, self.shop, self.rush) = (servers, cluster, shop, rush)
        client = Client(servers.ports, random)
    }

    mutating func strike(_ kills: Int) throws {
        var left = kills
        offers = try shop.standingOffers(&client)
        try waitForAnswers(100)
        while left > 0 {
            offers.append(try shop.scarceOffer(Int.random(in: 20...200, using: &client.random), &client))
            try waitForAnswers(Int.random(in: 20...300, using: &client.random))
            pause(upTo: 0.6)
            var fault = draw()
            try strike(fault)
            left -= fault.isKill ? 1 : 0
            if left > 0, Int.random(in: 0..<6, using: &client.random) == 0 {
                // Again, while things are still coming up.
                pause(upTo: 0.4)
                fault = draw()
                try strike(fault)
                left -= fault.isKill ? 1 : 0
            }
            try servers.ready(withinSeconds: Self.secondsMax)
        }
        try waitForAnswers(100)
    }

    private mutating func draw() -> Fault {
        if deck.isEmpty { deck = (Fault.allCases + [.oneServer, .database]).shuffled(using: &client.random) }
        return deck.removeLast()
    }

    private mutating func strike(_ fault: Fault) throws {
        struck[fault, default: 0] += 1
        switch fault {
        case .oneServer:
            let port = servers.ports[Int.random(in: servers.ports.indices, using: &client.random)]
            servers.kill(port)
            pauseBeforeRestart()
            try servers.start(port)
        case .everyServer:
            for port in servers.ports { servers.kill(port) }
            pauseBeforeRestart()
            for port in servers.ports { try servers.start(port) }
        case .database:
            try cluster.kill()
            pauseBeforeRestart()
            try cluster.start()
        case .everything:
            for port in servers.ports { servers.kill(port) }
            try cluster.kill()
            // Sometimes the servers are up first and find no database.
            if Bool.random(using: &client.random) {
                for port in servers.ports { try servers.start(port) }
                pauseBeforeRestart()
                try cluster.start()
            } else {
                try cluster.start()
                for port in servers.ports { try servers.start(port) }
            }
        case .slowDatabase:
            cluster.suspend()
            defer { cluster.wake() }
            usleep(UInt32.random(in: 1_000_000...2_000_000, using: &client.random))
        }
    }

    private mutating func pauseBeforeRestart() {
        if Bool.random(using: &client.random) { pause(upTo: 1) }
    }

    private mutating func pause(upTo seconds: Double) {
        usleep(UInt32(Double.random(in: 0...seconds, using: &client.random) * 1e6))
    }

    /// So that each strike comes under load, however slow the machine is.
    private func waitForAnswers(_ count: Int) throws {
        let goal = rush.progress.load(ordering: .relaxed) + count
        var waited = 0.0
        while rush.progress.load(ordering: .relaxed) < goal {
            guard waited < Self.secondsMax else { throw Ground.Failed(what: "the clients get no answers any more") }
            usleep(10_000)
            waited += 0.01
        }
    }
}

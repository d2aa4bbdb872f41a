import Foundation
import Postgres
import Promotions
import Support
import Synchronization

/// One retailer's rush, with kills, from the first launch to the proof.
struct FaultRun {
    let seed: UInt64
    let kills: Int
    let serverCount: Int
    let clientCount: Int

    struct Outcome {
        let journal: Journal
        let proof: Proof
        let struck: [Fault: Int]
        /// The end of every log, if something was wrong.
        let logs: String
    }

    func play(on ground: Ground, _ cluster: Cluster, sql: String) async throws -> Outcome {
        var random = SeededRandom(seed: seed)
        let servers = try Servers(serverCount, on: ground, url: cluster.url, sql: sql, &random)
        _ = try servers.command("migrate")
        for port in servers.ports { try servers.start(port) }
        try servers.ready(withinSeconds: Misfortune.secondsMax)
        // Nothing dies yet, and a till enrols only once: patiently.
        var client = Client(servers.ports, SeededRandom(seed: random.next()), isHasty: false)
        let shop = try Shop.open(servers, seed: seed, &client)
        // Being asked, a server catches up with the stores that another one has just made.
        try servers.ready(withinSeconds: Misfortune.secondsMax)
        let rush = Rush()
        let seeds = (0...clientCount).map { _ in random.next() }
        async let told = played(shop, servers, rush, seeds: Array(seeds.dropFirst()))
        let bill = await struck(servers, cluster, shop, rush, seed: seeds[0])
        var journal = await told
        journal.oddities += bill.oddities
        let facts = try await settled(shop.retailer, cluster)
        let proof = Proof(journal, facts, bill.offers)
        let logs = proof.isClean ? "" : servers.lastWords
        for port in servers.ports { servers.kill(port) }
        return Outcome(journal: journal, proof: proof, struck: bill.struck, logs: logs)
    }

    private func played(_ shop: Shop, _ servers: Servers, _ rush: Rush, seeds: [UInt64]) async -> Journal {
        await withTaskGroup(of: Journal.self) { group in
            for (number, seed) in seeds.enumerated() {
                let name = "s\(self.seed)-c\(number)"
                group.addTask {
                    await onThread {
                        var visitor = Visitor(name, in: shop, at: servers.ports, rush, SeededRandom(seed: seed))
                        return visitor.play()
                    }
                }
            }
            return await group.reduce(into: Journal()) { $0.add($1) }
        }
    }

    private struct Bill: Sendable {
        var struck: [Fault: Int] = [:]
        var offers: [Shop.Offer] = []
        var oddities: [String] = []
    }

    private func struck(
        _ servers: Servers, _ cluster: Cluster, _ shop: Shop, _ rush: Rush, seed: UInt64
    ) async -> Bill {
        await onThread {
            defer { rush.isOver.store(true, ordering: .relaxed) }
            var misfortune = Misfortune(servers, cluster, shop, rush, SeededRandom(seed: seed))
            var bill = Bill()
            do { try misfortune.strike(kills) } catch { bill.oddities.append("\(error)") }
            (bill.struck, bill.offers) = (misfortune.struck, misfortune.offers)
            return bill
        }
    }

    /// The facts when the outbox has been delivered; after a while without that, as they are.
    private func settled(_ retailer: ID<Retailer>, _ cluster: Cluster) async throws -> Facts {
        let pool = Pool(PoolConfiguration(conninfo: cluster.url, size: 1, statementTimeout: .seconds(120)))
        var polls = 0
        while polls < 1_200, try await Facts.outbox(retailer, in: pool) > 0 {
            polls += 1
            try await Task.sleep(for: .milliseconds(100))
        }
        let facts = try await Facts.read(retailer, from: pool)
        await pool.close()
        return facts
    }
}

/// A thread of its own for work that blocks, so that it takes none from the tasks of other tests.
private func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: work()) }
    }
}

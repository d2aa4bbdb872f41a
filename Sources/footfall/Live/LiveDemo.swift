import Actions
import Foundation
import Postgres
import Promotions

/// `footfall demo --live`: a retailer with 60 days behind it and a pastry morning, for somebody who watches the console.
struct LiveDemo {
    let opening: Opening
    let url: String
    let seconds: Double
    let say: @Sendable (String) -> Void

    private static let shoppers = 420
    private static let seed: UInt64 = 2_026

    func run() async throws -> Outcome {
        guard let port = URLComponents(string: url)?.port else {
            throw Complaint(.usage, "--live needs the server's address with its port, such as http://127.0.0.1:8080.")
        }
        var client = Client([port])
        do {
            _ = try await ClientLine.open(port: port).ask(
                SimulatedRequest(.other, "GET", "/readyz"), patience: .seconds(5))
        } catch is ClientLost {
            throw Complaint(.unavailable, "No server listens at \(url). Start one first: scripts/run")
        }
        client.close()
        let past = LiveShop.PastClock()
        return try await opening.withDesk(
            clock: past.clock, settings: Desk.Settings(publicURL: url), connections: 8
        ) { desk in
            try await desk.warmUp()
            try await desk.makePartitions()
            return try await play(desk, past, port: port)
        }
    }

    private func play(_ desk: Desk, _ past: LiveShop.PastClock, port: Int) async throws -> Outcome {
        var dice = SeededDice(seed: Self.seed)
        say("Twelve made-up shops, and \(LiveShop.historyDays) days behind them...")
        let shop = try await LiveShop.make(desk, past: past, dice: &dice)
        let waiting = try await LiveShop.spread(Array(0..<Self.shoppers)) { _ in
            try await LiveShop.signUp(desk, shop.retailer).1
        }
        try await Opening.waitForServers()
        say(
            "\(shop.visitsBefore) visits so far. Watch the morning in the console; this link sets the owner's password:"
        )
        say(shop.invitation)
        var morning = LiveMorning(
            shop: shop, waiting: waiting, seconds: seconds, port: port, desk: desk, dice: dice, say: say)
        try await morning.play()
        // Wallets, and the crowd's loaves, follow within a second.
        try await Task.sleep(for: .seconds(2))
        return try await opening.site.withPool(connections: 2) { pool in
            try await report(Recount(retailer: shop.retailer, pool: pool), morning)
        }
    }

    /// One page: issued, used, spent, and what is over the limit, counted from the rows.
    private func report(_ recount: Recount, _ morning: LiveMorning) async throws -> Outcome {
        let pastry = Ref<Campaign>(text: morning.pastry)?.id.rawValue ?? 0
        let crowd = Ref<Campaign>(text: morning.crowd)?.id.rawValue ?? 0
        let issued = try await recount.count("select count(*) from mine where campaign_id = \(pastry)")
        let out = try await recount.count("select count(*) from mine where campaign_id = \(pastry) and is_out")
        let used = try await recount.count(
            "select count(*) from mine where campaign_id = \(pastry) and state = 'redeemed'")
        let spent = try await recount.count(
            """
            select sum(r.discount) from redemptions r join mine m using (coupon_id)
            where r.retailer_id = $1 and r.state = 'redeemed' and m.campaign_id = \(pastry)
            """)
        let loaves = try await recount.count("select count(*) from mine where campaign_id = \(crowd)")
        let checks = try await recount.checks()
        let broken = checks.filter { !$0.holds }
        let over = max(0, out - Int64(LiveCampaigns.pastries))
        let console = "\(url)/console/campaigns/\(morning.pastry)"
        var lines = [
            "", "The pastry morning, counted again from the rows:",
            "  issued          \(issued) of \(LiveCampaigns.pastries)", "  used            \(used)",
            "  spent           NZD \(spent / 100).\(spent % 100 < 10 ? "0" : "")\(spent % 100)",
            "  over the limit  \(over)", "  loaves for the crowd  \(loaves)",
            "  taken without a line  \(morning.sum.offline)", "  refusals repaired  \(morning.sum.repaired)",
            "  \(checks.count - broken.count) of \(checks.count) checks of the books hold", "", console,
        ]
        lines += broken.map { "  BROKEN \($0.question): expected \($0.expected), found \($0.found)" }
        lines.append("The same on one page, counted again as it opens: \(console)/books")
        let json: JSON = [
            "issued": .int(issued), "used": .int(used), "spent": ["amount": .int(spent), "currency": "NZD"],
            "over_the_limit": .int(over), "crowd": .int(loaves), "offline": .int(Int64(morning.sum.offline)),
            "repaired": .int(Int64(morning.sum.repaired)), "checks": .int(Int64(checks.count)),
            "broken": .array(broken.map { .string($0.question) }), "console": .string(console),
            "books": .string("\(console)/books"),
            "invitation_link": .string(morning.shop.invitation), "cheat_check_in_id": .string(morning.sum.cheatReceipt),
        ]
        let holds = broken.isEmpty && over == 0
        return Outcome(json, text: lines.joined(separator: "\n"), status: holds ? .fine : .fault)
    }
}

import Actions
import ArgumentParser
import Foundation
import Promotions

struct Demo: Command {
    static let configuration = CommandConfiguration(
        abstract: "Load a made-up retailer once, and show how to walk through it.",
        discussion: """
            One shop that never closes, a campaign that always runs, a till and a shopper. What opens them is kept in \
            DIR/demo.json. Running it again loads nothing twice, renews what has expired, and prints lines that work.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "Where the server listens (default http://127.0.0.1:8080).")
    var url: String?

    @Option(help: "What the server's clock shows, if it is a rehearsal with another time.")
    var clock: Moment?

    @Flag(
        help:
            "Play a pastry morning on the server that runs, for the console: in three minutes, with 60 days behind it.")
    var live = false

    @Option(help: "How long the morning of --live lasts (default 180).")
    var seconds: Int?

    func validate() throws {
        if !live && seconds != nil { throw ValidationError("--seconds goes with --live.") }
        if let seconds, !(5...3_600).contains(seconds) { throw ValidationError("--seconds must be 5 to 3600.") }
        if live && clock != nil { throw ValidationError("--live goes by the real clock.") }
    }

    func perform() async throws -> Outcome {
        if live {
            let url = try ServeSettings.url(url ?? "http://127.0.0.1:8080")
            // The story goes to stderr while it happens; stdout gets the page at its end.
            return try await LiveDemo(opening: Opening(common), url: url, seconds: Double(seconds ?? 180)) { text in
                FileHandle.standardError.write(Data((text + "\n").utf8))
            }.run()
        }
        let clock = clock.map { Clock.starting(at: $0.instant) } ?? .system
        let url = try ServeSettings.url(url ?? "http://127.0.0.1:8080")
        let opening = Opening(common)
        let file = opening.site.path("demo.json")
        let old = try PrivateFile.read(file).flatMap { try? JSON(parsing: $0) }.flatMap(DemoCredentials.init)
        let settings = Desk.Settings(publicURL: url)
        let (credentials, console) = try await opening.withDesk(clock: clock, settings: settings) { desk in
            try await desk.warmUp()
            try await desk.makePartitions()
            let shop = DemoShop(desk: desk, known: old)
            let credentials = try await shop.open()
            return (credentials, try await shop.console(of: credentials))
        }
        if credentials != old {
            try opening.site.makeDataDirectory()
            try PrivateFile.replace(file, credentials.json.text() + "\n")
            try await Opening.waitForServers()
        }
        let walk = DemoWalk(url: url, console: console, credentials: credentials, folder: opening.site.dataDirectory)
        var json = credentials.json.members ?? JSONObject()
        json["address"] = .string(url)
        json["console"] = .string(console)
        json["lines"] = .array(walk.lines.map(JSON.string))
        return Outcome(.object(json), text: walk.text)
    }
}

/// What opens the demo: the document in `DIR/demo.json`.
struct DemoCredentials: Hashable {
    var retailer: String
    var apiKey: String
    var publishableKey: String
    var store: String
    var campaign: String
    var tillToken: String
    var shopperToken: String

    init(
        retailer: String, apiKey: String, publishableKey: String, store: String, campaign: String, tillToken: String,
        shopperToken: String
    ) {
        self.retailer = retailer
        self.apiKey = apiKey
        self.publishableKey = publishableKey
        self.store = store
        self.campaign = campaign
        self.tillToken = tillToken
        self.shopperToken = shopperToken
    }

    /// Nil if anything is missing.
    init?(_ json: JSON) {
        let names = ["retailer", "api_key", "publishable_key", "store", "campaign", "till_token", "shopper_token"]
        let texts = names.compactMap { json[$0]?.stringValue }
        guard texts.count == names.count else { return nil }
        self.init(
            retailer: texts[0], apiKey: texts[1], publishableKey: texts[2], store: texts[3], campaign: texts[4],
            tillToken: texts[5], shopperToken: texts[6])
    }

    var json: JSON {
        [
            "retailer": .string(retailer), "api_key": .string(apiKey), "publishable_key": .string(publishableKey),
            "store": .string(store), "campaign": .string(campaign), "till_token": .string(tillToken),
            "shopper_token": .string(shopperToken),
        ]
    }
}

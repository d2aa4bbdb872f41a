import Actions
import ArgumentParser
import Foundation
import Promotions

struct BenchPrepare: Command {
    static let configuration = CommandConfiguration(
        commandName: "prepare", abstract: "Fill an empty database for a benchmark and write down its requests.",
        discussion: """
            Makes retailers, stores and launched campaigns, and for every number of --check-ins a file \
            DIR/requests.1, DIR/requests.2, ... of so many lines: a shopper's token, a space, the body of one check-in. \
            Every line is another shopper's. DIR/shoppers holds their ids, one a line, ascending. Stores, campaigns and \
            check-ins are spread evenly over what there is.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "Where the files go.")
    var directory: String

    @Option(help: "What the server's clock will show at its start, in RFC 3339.")
    var clock: Moment

    @Option(help: "How many retailers.")
    var retailers = 1

    @Option(help: "How many stores, of all retailers together.")
    var stores = 100

    @Option(help: "How many campaigns, of all retailers together; each store takes part in one.")
    var campaigns = 1

    @Option(help: "Coupons that each campaign gives out at most.")
    var campaignMax = 10_000_000

    @Option(help: "Coupons that each store gives out a day at most, if there is such a limit.")
    var storeDayMax: Int?

    @Option(help: "How many check-ins; once for each file.")
    var checkIns: [Int] = []

    func validate() throws {
        guard retailers > 0, stores >= retailers, campaigns == 0 || campaigns >= retailers else {
            throw ValidationError("Each retailer needs a store, and a campaign if there are any.")
        }
        guard checkIns.allSatisfy({ $0 > 0 }) else { throw ValidationError("--check-ins must be above 0.") }
    }

    func perform() async throws -> Outcome {
        let requests = try await Opening(common).withDesk(clock: .starting(at: clock.instant)) { desk in
            try await desk.warmUp()
            try await desk.makePartitions()
            let market = BenchMarket(
                desk: desk, campaignsMax: campaigns, campaignMax: campaignMax, storeDayMax: storeDayMax)
            let spots = try await market.open(retailers: retailers, stores: stores)
            return BenchRequests(desk: desk, spots: spots)
        }
        let shoppers = try requests.write(checkIns, into: directory)
        return Outcome(
            [
                "retailers": .int(Int64(retailers)), "stores": .int(Int64(stores)),
                "campaigns": .int(Int64(campaigns)), "check_ins": .int(Int64(shoppers)),
            ], text: "\(retailers) retailers, \(stores) stores, \(campaigns) campaigns, \(shoppers) check-ins.")
    }
}

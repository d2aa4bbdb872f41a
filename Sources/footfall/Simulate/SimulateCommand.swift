import Actions
import ArgumentParser
import Foundation
import Postgres
import Promotions

struct Simulate: Command {
    static let configuration = CommandConfiguration(
        abstract: "Play a whole pastry morning on processes of its own, and count everything again.",
        discussion: """
            Adds a retailer with the stores of a CSV file to the database, starts servers on loopback with a clock of \
            July 2026, and lets shoppers come: most of them honest, some not. Tills take coupons, a store says sold \
            out, the retailer pauses and resumes, a crowd comes together. Then every answer is held against the rows \
            and every limit is counted again. The exit status is 1 if anything does not hold.
            The same seed gives the same arrivals; who gets the last coupon of a store is up to the moment. The clock \
            is set forward between the phases of the morning by starting the servers anew.
            Use a database of its own (scripts/simulate makes one): servers with another clock would expire its coupons.
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var storeFile: StoreFileOptions

    @Option(help: "The CSV file of the stores.")
    var stores: String

    @Option(help: "How many shoppers come.")
    var shoppers = 10_000

    @Option(help: "How many server processes.")
    var processes = 2

    @Option(help: "How many shoppers ask at the same time.")
    var connections = 64

    @Option(help: "What decides who comes when, and how they behave; a fresh one otherwise.")
    var seed: UInt64?

    @Option(help: "Pastries that each store gives out on the day.")
    var storeDayMax = 75

    @Option(help: "A JSON file whose members stand in for those of the pastry campaign.")
    var campaign: String?

    private static let campaignBytesMax = 1 << 20
    private static let poolSize = 4

    func validate() throws {
        guard shoppers > 0, (1...64).contains(processes), (1...1_000).contains(connections), storeDayMax > 0 else {
            throw ValidationError(
                "--shoppers and --store-day-max must be above 0, --processes 1 to 64, --connections 1 to 1000.")
        }
    }

    func perform() async throws -> Outcome {
        let order = try storeFile.order()
        let file = try await ImportFile.reading(InputFile(stores), order: order)
        let plan = MorningPlan(
            seed: seed ?? UInt64.random(in: 1...999_999_999), shoppers: shoppers, storeDayMax: storeDayMax)
        let changes = try campaignChanges()
        let opening = Opening(common)
        // Whole tables are counted, by ourselves alone.
        let pool = Pool(
            PoolConfiguration(
                conninfo: try opening.site.databaseURL(), size: Self.poolSize, statementTimeout: .seconds(300)))
        do {
            let report = try await opening.withDesk(clock: .starting(at: plan.opening)) { desk in
                try await desk.warmUp()
                return try await Simulation(
                    common: common, plan: plan, changes: changes, processes: processes, connections: connections,
                    desk: desk, pool: pool, say: Self.tell
                ).run(file, order)
            }
            await pool.close()
            return Outcome(report.json, text: report.text, status: report.broken.isEmpty ? .fine : .fault)
        } catch {
            await pool.close()
            throw error
        }
    }

    private func campaignChanges() throws -> JSONObject {
        guard let campaign else { return JSONObject() }
        guard let json = try? JSON(parsing: InputFile.text(campaign, bytesMax: Self.campaignBytesMax)),
            let members = json.members
        else { throw Complaint(.badInput, "\(campaign) holds no JSON object.") }
        return members
    }

    /// To stderr, so that stdout belongs to the report.
    private static func tell(_ line: String) {
        FileHandle.standardError.write(Data("simulate: \(line)\n".utf8))
    }
}

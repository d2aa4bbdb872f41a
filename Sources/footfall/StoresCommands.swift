import Actions
import ArgumentParser
import Promotions

struct StoresCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stores", abstract: "A retailer's stores.", subcommands: [Import.self])

    struct Import: Command {
        static let configuration = CommandConfiguration(
            abstract: "Import stores from a CSV file.",
            discussion: """
                Stores are recognised by external_id: new ones are created, changed ones updated, and the same file \
                again changes nothing. A row that cannot be read is reported with its line and harms no other; the \
                exit status is then 65. A map names the file's headers:
                --map 'external_id=ID,name=Name,location=Coordinates,hours.weekday=Regular hours'
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "The CSV file; - reads standard input.")
        var file: String

        @Option(help: "The retailer's id.")
        var retailer: RetailerID

        @OptionGroup var storeFile: StoreFileOptions

        func perform() async throws -> Outcome {
            let order = try storeFile.order()
            let file = try await ImportFile.reading(InputFile(file), order: order)
            let retailer = retailer.id
            let answer = try await Opening(common).withFollowedDesk { desk in
                try await desk.once(nil, of: retailer) { desk in
                    let report = try await desk.changeByOperator(
                        "stores import", of: retailer, subject: { _ in retailer.text }
                    ) {
                        try await $0.importStores(file, order: order, of: retailer)
                    }.get()
                    return KeptAnswer(status: 200, body: Array(report.json().text().utf8))
                }.get()
            }
            guard let report = try? JSON(parsing: answer.body) else {
                throw Complaint(.fault, "The report is damaged.")
            }
            let isWhole = report["rejected"]?.elements?.isEmpty ?? true
            return Outcome(report, text: Self.text(report), status: isWhole ? .fine : .badInput)
        }

        private static func text(_ report: JSON) -> String {
            let counts = ["created", "updated", "unchanged"].map { name in
                "\(report[name]?.integerValue ?? 0) \(name)"
            }
            let lists = ["rejected", "warnings"].map { LineReport.text(report, $0) }
            return ([counts.joined(separator: ", ")] + lists).joined(separator: "\n")
        }
    }
}

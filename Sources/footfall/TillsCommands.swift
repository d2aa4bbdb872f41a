import Actions
import ArgumentParser
import Promotions

struct TillsCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tills", abstract: "A retailer's tills.", subcommands: [Import.self])

    struct Import: Command {
        static let configuration = CommandConfiguration(
            abstract: "Set up tills from a CSV file.",
            discussion: """
                Columns are store (our id or the external_id) and name. Prints a line for each till with the code that its \
                device enrols with, good for a week and shown this once. A row that cannot be used is reported with its \
                line and harms no other; the exit status is then 65. The same file again makes no till twice.
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "The CSV file; - reads standard input.")
        var file: String

        @Option(help: "The retailer's id.")
        var retailer: RetailerID

        func perform() async throws -> Outcome {
            let file = try await RowFile.reading(InputFile(file), by: TillImport())
            let retailer = retailer.id
            let answer = try await Opening(common).withFollowedDesk { desk in
                try await desk.once(nil, of: retailer) { desk in
                    let report = try await desk.changeByOperator(
                        "tills import", of: retailer, subject: { _ in retailer.text }
                    ) {
                        try await $0.importTills(file, of: retailer)
                    }.get()
                    return KeptAnswer(status: 200, body: Array(report.json(of: retailer).text().utf8))
                }.get()
            }
            guard let report = try? JSON(parsing: answer.body) else {
                throw Complaint(.fault, "The report is damaged.")
            }
            let isWhole = report["rejected"]?.elements?.isEmpty ?? true
            return Outcome(report, text: Self.text(report), status: isWhole ? .fine : .badInput)
        }

        private static func text(_ report: JSON) -> String {
            let (created, rejected) = (report["created"]?.elements ?? [], report["rejected"]?.elements ?? [])
            let tills = created.map { till in
                ["store", "name", "enrolment_code"].map { till[$0]?.stringValue ?? "" }.joined(separator: "  ")
            }
            let problems = rejected.map { problem in
                "  line \(problem["line"]?.integerValue ?? 0): \(problem["field"]?.stringValue ?? "") "
                    + (problem["reason"]?.stringValue ?? "")
            }
            return (tills + ["\(tills.count) tills set up, \(problems.count) lines rejected"] + problems)
                .joined(separator: "\n")
        }
    }
}

import Actions
import ArgumentParser
import Promotions

extension CouponsCommands {
    struct Import: Command {
        static let configuration = CommandConfiguration(
            abstract: "Take a retailer's own codes from a CSV file with the column code.",
            discussion: """
                At most 100000 lines a file; each code counts against the campaign's limits and budget. A line that \
                cannot be taken is reported and harms no other; the exit status is then 65. The same file again finds \
                every code in use, and changes nothing.
                """)

        @OptionGroup var common: CommonOptions

        @Argument(help: "The CSV file; - reads standard input.")
        var file: String

        @Option(help: "The campaign's id.")
        var campaign: CampaignID

        @Option(help: "What the batch is called.")
        var name: String?

        @Option(help: "Where the codes will be seen, such as newspaper: counted as a shopper's channel.")
        var channel: String?

        func perform() async throws -> Outcome {
            let codes = try await RowFile.reading(InputFile(file), by: OwnCodes())
            let (ref, name, channel) = (campaign.ref, name, channel?.lowercased())
            let answer = try await Opening(common).withFollowedDesk { desk in
                try await desk.once(nil, of: ref.retailer) { desk in
                    let report = try await desk.changeByOperator(
                        "coupons import", of: ref.retailer,
                        subject: { $0.batch.map { Ref(ref.retailer, $0.id).text } ?? ref.text }
                    ) {
                        try await $0.bringCodes(codes, name: name, channel: channel, to: ref, by: nil)
                    }.get()
                    return KeptAnswer(status: 200, body: Array(Self.json(report, of: ref.retailer).text().utf8))
                }.get()
            }
            guard let report = try? JSON(parsing: answer.body) else {
                throw Complaint(.fault, "The report is damaged.")
            }
            let rejected = LineReport.text(report, "rejected")
            return Outcome(
                report, text: "\(report["taken"]?.integerValue ?? 0) codes taken\n\(rejected)",
                status: report["rejected"]?.elements?.isEmpty == false ? .badInput : .fine)
        }

        private static func json(_ report: OwnCodesReport, of retailer: ID<Retailer>) -> JSON {
            [
                "taken": .int(report.batch?.made ?? 0),
                "batch": report.batch.map { CodeOutput.json($0, of: retailer) } ?? .null,
                "rejected": .array(report.rejected.map { $0.json(\.text) }),
            ]
        }
    }
}

/// What an import says line by line, for people.
enum LineReport {
    private static let linesShownMax = 20

    /// - Parameter name: `rejected` or `warnings`.
    static func text(_ report: JSON, _ name: String) -> String {
        let problems = report[name]?.elements ?? []
        let lines = problems.prefix(linesShownMax).map { problem in
            "  line \(problem["line"]?.integerValue ?? 0): \(problem["field"]?.stringValue ?? "") "
                + (problem["reason"]?.stringValue ?? "")
        }
        let more = problems.count - lines.count
        return (["\(problems.count) \(name)"] + lines + (more > 0 ? ["  and \(more) more"] : []))
            .joined(separator: "\n")
    }
}

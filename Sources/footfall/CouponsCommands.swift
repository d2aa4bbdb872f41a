import Actions
import ArgumentParser
import Foundation
import Promotions

struct CouponsCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coupons", abstract: "Coupon codes in bulk, for print or mail.",
        subcommands: [Make.self, Import.self, Export.self, Cancel.self])

    struct Make: Command {
        static let configuration = CommandConfiguration(
            abstract: "Make codes of a running campaign and write them as CSV.",
            discussion: """
                Every code counts against the campaign's limits and budget at once. Servers on the same database help. \
                Ended half-way, the job goes on at any server, or with: footfall coupons export BATCH. The exit status \
                is 65 if limits left fewer than were asked for; what was made is in the file.
                """)

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: CodeOutput

        @Option(help: "The campaign's id.")
        var campaign: CampaignID

        @Option(help: "How many, up to 5000000.")
        var count: Int64

        @Option(help: "What the batch is called.")
        var name: String?

        @Option(help: "Where the codes will be seen, such as newspaper: counted as a shopper's channel.")
        var channel: String?

        func perform() async throws -> Outcome {
            var order: JSONObject = ["count": .int(count)]
            order["name"] = name.map { .string($0) }
            order["channel"] = channel.map { .string($0) }
            let wanted = try CodeBatchOrder(reading: .object(order))
            let ref = campaign.ref
            return try await Opening(common).withDesk(settings: try output.settings) { desk in
                try await desk.warmUp()
                let answer = try await desk.once(nil, of: ref.retailer) { desk in
                    let batch = try await desk.changeByOperator(
                        "coupons make", of: ref.retailer, subject: { Ref(ref.retailer, $0.id).text }
                    ) {
                        try await $0.orderCodes(wanted, of: ref, by: nil)
                    }.get()
                    return KeptAnswer(status: 202, body: Array(Ref(ref.retailer, batch.id).text.utf8))
                }.get()
                guard let ordered = Ref<CodeBatch>(text: String(decoding: answer.body, as: UTF8.self)) else {
                    throw Complaint(.fault, "The batch is not there.")
                }
                return try await output.make(ordered, at: desk)
            }
        }
    }

    struct Export: Command {
        static let configuration = CommandConfiguration(
            abstract: "Go on with a batch if it is unfinished, and write its codes as CSV.")

        @OptionGroup var common: CommonOptions
        @OptionGroup var output: CodeOutput

        @Argument(help: "The batch's id.")
        var batch: BatchID

        func perform() async throws -> Outcome {
            let ref = batch.ref
            return try await Opening(common).withDesk(settings: try output.settings) { desk in
                try await desk.warmUp()
                return try await output.write(try await output.finish(ref, at: desk), of: ref.retailer, from: desk)
            }
        }
    }

    struct Cancel: Command {
        static let configuration = CommandConfiguration(abstract: "Make no more codes of a batch.")

        @OptionGroup var common: CommonOptions

        @Argument(help: "The batch's id.")
        var batch: BatchID

        @Flag(help: "Revoke those that were made and not used; a running server does it.")
        var withdraw = false

        func perform() async throws -> Outcome {
            let (ref, isWithdrawing) = (batch.ref, withdraw)
            return try await Opening(common).withFollowedDesk { desk in
                _ = try await desk.once(nil, of: ref.retailer) { desk in
                    _ = try await desk.changeByOperator(
                        "coupons cancel", of: ref.retailer, subject: { _ in ref.text }
                    ) {
                        try await $0.cancelCodes(ref, isWithdrawing: isWithdrawing)
                    }.get()
                    return KeptAnswer(status: 200, body: [])
                }.get()
                let batch = try await desk.codeBatch(ref).get()
                return Outcome(
                    CodeOutput.json(batch, of: ref.retailer), text: "\(ref.text) is \(batch.state.rawValue).")
            }
        }
    }
}

/// `bat_...` on the command line.
struct BatchID: ExpressibleByArgument {
    let ref: Ref<CodeBatch>

    init?(argument: String) {
        guard let ref = Ref<CodeBatch>(text: argument) else { return nil }
        self.ref = ref
    }
}

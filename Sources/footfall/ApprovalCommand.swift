import Actions
import ArgumentParser
import Promotions

/// A retailer's own keys can ask for approval, and not do away with it.
struct SetApproval: Command {
    static let configuration = CommandConfiguration(
        commandName: "approval", abstract: "Say whether a second key must approve a campaign before it gives.")

    @OptionGroup var common: CommonOptions

    @Argument(help: "The retailer's id.")
    var retailer: RetailerID

    @Flag(inversion: .prefixedNo, help: "Whether it is needed.")
    var needed: Bool

    func perform() async throws -> Outcome {
        let (id, needed) = (retailer.id, needed)
        let isNeeded = try await Opening(common).withFollowedDesk { desk in
            try await desk.changeByOperator("retailer approval", of: id, subject: { _ in id.text }) {
                try await $0.setApproval(isNeeded: needed, of: id)
            }.get()
        }
        return Outcome(
            ["launch_approval": isNeeded ? "second_key" : "none"],
            text: isNeeded ? "A second key must approve." : "No approval is needed.")
    }
}

import Actions
import Promotions

/// What a campaign gave to its charity, on days that are closed.
enum DonationsAPI {
    private static let daysMax = 366

    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let (from, to) = try ExportsAPI.days(call.query, atMost: daysMax)
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let receipt = try await call.desk.donations(ref, from: from, to: to).done()
        let money = { (amount: Int64) in Money(amount, receipt.amount.currency).json }
        let given = receipt.given
        return .json([
            "campaign_id": .string(ref.text), "charity": .string(receipt.charity), "from": .string(from.text),
            "to": .string(to.text), "count": .int(given.days.reduce(0) { $0 + $1.count }),
            "total": money(given.days.reduce(0) { $0 + $1.amount }),
            "days": .array(
                given.days.map {
                    ["business_day": .string($0.date.text), "count": .int($0.count), "amount": money($0.amount)]
                }),
            "so_far": ["count": .int(given.count), "total": money(given.amount)],
        ])
    }

    static func exportFile(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let (from, to) = try ExportsAPI.days(call.query, atMost: daysMax)
        let ref: Ref<Campaign> = try caller.owns(call.ref())
        let text = try await call.desk.donationFile(ref, from: from, to: to).done()
        return .csv(named: "donations-\(from.text)-\(to.text).csv") { write in try await write(text) }
    }
}

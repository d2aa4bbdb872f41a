import Actions
import HTTPTypes
import Promotions
import Testing

@testable import Web

@Suite("Exports over HTTP")
struct ExportTests {
    private func rows(_ heard: Heard) -> [[String: String]] {
        let lines = heard.text.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    @Test("closed days are told the same for ever; what happens later is a line of a later day")
    func books() async throws {
        try await WebWorld.with { world in
            let store = try await world.addStore()
            _ = try await world.call(.patch, "/v1/stores/\(store)", ["owner": "franchise"], token: world.owner)
            let till = try await world.till(at: store)
            let id = try await world.launch(changing: [
                "reward": CampaignLifeTests.off(501), "schedule": ["from": "2026-07-21"],
                "coupon": [
                    "valid": ["for": "P9D"], "headline": "Five off", "terms": "One each, while they last.",
                ],
                "funding": [
                    ["by": "company", "percent": 50], ["by": "store_owner", "percent": 25],
                    ["by": "partner", "name": "Oat mill", "percent": 25],
                ],
            ])
            let used = try await world.checkIn(by: world.shopper())
            let open = try await world.checkIn(by: world.shopper())
            #expect(try await world.take(used, at: till, total: 900).status == 201)

            let days = "from=2026-07-21&to=2026-07-22"
            let path = "/v1/exports/redemptions?\(days)"
            let early = try await world.get(path, token: world.owner)
            #expect(early.status == 409 && early.code == "day_open")
            // Over in the last zone at noon UTC of the 22nd; an hour later it may be closed.
            world.clock.advance(seconds: 21 * 3_600 - 1)
            #expect(try await world.desk.closeDays(of: world.retailer) == 1)
            #expect(try await world.get(path, token: world.owner).code == "day_open")
            world.clock.advance(seconds: 1)
            #expect(try await world.desk.closeDays(of: world.retailer) == 1)
            #expect(try await world.desk.closeDays(of: world.retailer) == 0)

            let sales = try await world.get(path, token: world.owner)
            #expect(sales.status == 200 && sales.headers[.contentType] == "text/csv; charset=utf-8")
            let sale = try #require(rows(sales).first)
            #expect(rows(sales).count == 1)
            #expect(sale["kind"] == "redeem" && sale["discount"] == "501" && sale["basket_total"] == "900")
            #expect(sale["owner"] == "franchise" && sale["store_id"] == store && sale["campaign_id"] == id)
            // Halves and quarters of 501: the odd cent goes to the greatest remainder.
            #expect(sale["company_share"] == "251" || sale["company_share"] == "250")
            let shares = ["company_share", "store_owner_share", "partner_share"].compactMap { Int(sale[$0] ?? "") }
            #expect(shares.reduce(0, +) == 501, "\(shares)")
            let liability = try await world.get("/v1/exports/liability?\(days)", token: world.owner)
            let held = try #require(rows(liability).first)
            #expect(held["issued"] == "2" && held["issued_amount"] == "1002" && held["released"] == "1")
            #expect(held["balance"] == "501" && held["currency"] == "USD")

            // Another owner, another campaign text and a recall later: the closed day stays as it was.
            _ = try await world.call(.patch, "/v1/stores/\(store)", ["owner": "company"], token: world.owner)
            _ = try await world.call(
                .patch, "/v1/campaigns/\(id)", ["funding": [["by": "company", "percent": 100]]], token: world.owner)
            _ = try await world.post("/v1/campaigns/\(id)/recall", ["reason": "Bad oats."], token: world.owner)
            #expect(try await world.desk.withdrawRecalled() == 1)
            #expect(try await world.take(open, at: till).code == "revoked")
            world.clock.advance(seconds: 2 * 86_400)
            #expect(try await world.desk.closeDays(of: world.retailer) == 2)
            #expect(try await world.get(path, token: world.owner).text == sales.text)
            #expect(try await world.get("/v1/exports/liability?\(days)", token: world.owner).text == liability.text)
            let later = try await world.get(
                "/v1/exports/liability?from=2026-07-22&to=2026-07-24", token: world.owner)
            #expect(rows(later).map { $0["released"] } == ["1"])
            #expect(rows(later).last?["owner"] == "company")
        }
    }

    @Test("an export asks for days that make sense")
    func badDays() async throws {
        try await WebWorld.with { world in
            for query in [
                "", "?from=2026-07-21", "?from=2026-07-21&to=2026-07-21", "?from=2026-07-21&to=2026-07-20",
                "?from=yesterday&to=2026-07-22", "?from=2026-01-01&to=2026-07-22", "?from=2026-07-21&to=2026-07-22&x=1",
            ] {
                let heard = try await world.get("/v1/exports/redemptions\(query)", token: world.owner)
                #expect(heard.status == 400 && heard.code == "invalid", "\(query)")
            }
        }
    }
}

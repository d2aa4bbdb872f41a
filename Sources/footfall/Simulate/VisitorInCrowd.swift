import Postgres
import Promotions

/// In the crowd.
extension Visitor {
    mutating func pledge(_ arrival: Arrival, _ person: Person) async throws {
        let heard = try await client.ask(
            SimulatedRequest(
                .pledge, "POST", "/v1/campaigns/\(stage.shop.crowd.text)/pledges", token: person.token,
                key: key(arrival, "p")), server: arrival.server)
        guard heard.answer.status == 200, let place = heard.answer.json["participants"]?.integerValue else {
            client.note { $0.oddities.append("pledge: \(heard.answer.status) \(heard.answer.text)") }
            return
        }
        let isUnlocked = heard.answer.json["state"]?.stringValue == "unlocked"
        client.note { $0.pledges.append(Diary.ToldPledge(shopper: person.id, place: place, isUnlocked: isUnlocked)) }
        if isUnlocked, place == Int64(stage.plan.crowdTarget) {
            stage.note(try await watch(person, since: heard.heardAt))
        }
    }

    /// How long the one who made the crowd large enough waits.
    private mutating func watch(_ person: Person, since start: ContinuousClock.Instant) async throws -> CrowdCrossing {
        var issuedAfter: Duration?
        let row = Statement(
            once: "crossing", takes: [.int8, .int8, .int8],
            """
            select count(coupon_id) from participants
            where retailer_id = $1 and campaign_id = $2 and shopper_id = $3
            """)
        let crowd = stage.shop.crowd
        while ContinuousClock.now < start + .seconds(30) {
            if issuedAfter == nil,
                var found = try await stage.pool.run(
                    row(crowd.retailer.rawValue, crowd.id.rawValue, person.id)
                ).first, try found.read(Int64.self) > 0
            {
                issuedAfter = .now - start
            }
            let heard = try await client.ask(SimulatedRequest(.other, "GET", "/v1/coupons", token: person.token))
            let items = heard.answer.json["items"]?.elements ?? []
            if items.contains(where: { $0["campaign_id"]?.stringValue == crowd.text }) {
                return CrowdCrossing(issuedAfter: issuedAfter, shownAfter: .now - start)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        return CrowdCrossing(issuedAfter: issuedAfter, shownAfter: nil)
    }
}

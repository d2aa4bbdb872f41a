import Testing

@testable import Promotions

@Suite("A campaign as it runs")
struct LiveViewTests {
    private static let nine = Instant(seconds: 1_784_649_600)

    private func forecast(
        _ issued: Int64, max: Int? = 1_000, coupons: Int64 = 400, closesIn: Int? = nil
    ) throws -> SellOutForecast {
        let limits = max.map { "[{\"per\": \"campaign\", \"period\": \"campaign\", \"max\": \($0)}]" } ?? "[]"
        return SellOutForecast(
            left: SellOutForecast.left(
                try Samples.terms("{\"limits\": \(limits)}"), coupons: coupons, exposure: 0), issued: issued,
            inSeconds: 120, closesAt: closesIn.map { Self.nine.adding(seconds: $0) }, now: Self.nine)
    }

    @Test("what is left and the pace of the last two minutes say when it is gone")
    func pace() throws {
        // 600 left, 20 in two minutes: an hour.
        let steady = try forecast(20)
        #expect(steady.left == 600 && steady.perHour == 600 && steady.at == Self.nine.adding(seconds: 3_600))
        #expect(try forecast(20, closesIn: 3_000).at == nil)
        #expect(try forecast(20, closesIn: 3_700).at == Self.nine.adding(seconds: 3_600))
    }

    @Test("nobody comes, nothing is left, or nothing bounds it: no moment is told")
    func none() throws {
        #expect(try forecast(0).at == nil && forecast(0).left == 600)
        #expect(try forecast(20, coupons: 1_000).left == 0 && forecast(20, coupons: 1_000).at == nil)
        #expect(try forecast(20, max: nil).left == nil && forecast(20, max: nil).at == nil)
        // More than a year away; the largest there is lies beyond every calendar.
        for left: Int64 in [600 * 24 * 367, .max] {
            let far = SellOutForecast(left: left, issued: 20, inSeconds: 120, closesAt: nil, now: Self.nine)
            #expect(far.at == nil && far.left == left)
        }
    }

    @Test("old and new counts add up, reason by reason")
    func adding() {
        var old = LiveTally()
        old.add(3, .accepted, nil)
        old.add(2, .refused, .outsideFence)
        var new = LiveTally()
        new.add(1, .acceptedNoReward, .limitShopper)
        new.add(4, .refused, .outsideFence)
        let sum = old + new
        #expect(sum.checkIns == 4 && sum.refused == 6)
        #expect(sum.refusals == [.outsideFence: 6, .limitShopper: 1])
    }

    @Test("a store waits for its own morning, is closed by its hours, sold out by its limit, and runs otherwise")
    func standings() throws {
        let changes = """
            {"schedule": {"windows": [{"from": "07:00", "to": "10:30"}]},
             "limits": [{"per": "store", "period": "day", "max": 5}]}
            """
        var campaign = try Samples.campaign(1, changes)
        let here = try Samples.store(1)
        let east = try Samples.store(2, zone: "America/New_York")
        let shut = try Samples.store(3, hours: "{\"tue\": [{\"from\": \"09:30\", \"to\": \"18:00\"}]}")
        let keys = campaign.storeKeys(of: here.id, on: here.zone.localDate(at: Self.nine)).map(\.key)
        let key = try #require(keys.first)
        func standing(of store: Store, used: [CounterKey: Int] = [:], total: Tally.Total? = nil) -> StoreStanding {
            var standings = StoreStandings(campaign, total: total, at: Self.nine)
            return standings.standing(of: store, used: used)
        }
        // Nine in Los Angeles is noon in New York.
        #expect(standing(of: here) == .running && standing(of: east) == .waiting && standing(of: shut) == .closed)
        #expect(standing(of: here, used: [key: 5]) == .soldOut && standing(of: here, used: [key: 4]) == .running)
        campaign.stock = CampaignStock(
            stops: [here.id: [CampaignStock.Stop(kind: .soldOut, until: Self.nine.adding(seconds: 60))]])
        #expect(standing(of: here) == .soldOut)
        campaign.state = .paused
        #expect(standing(of: here) == .paused)
        campaign.state = .archived
        #expect(standing(of: here) == .over)
        var standings = StoreStandings(try Samples.campaign(1, changes), total: nil, at: Self.nine)
        #expect(standings.closing(of: [here.zone, east.zone]) == Self.nine.adding(seconds: 5_400))
    }
}

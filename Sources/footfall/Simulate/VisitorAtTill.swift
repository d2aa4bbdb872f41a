import Promotions

/// At the till.
extension Visitor {
    mutating func bring(_ coupon: Diary.ToldCoupon, of visit: Diary.ToldVisit, _ arrival: Arrival) async throws {
        guard arrival.redeems, let place = stage.shop.placeOfStore[visit.store], let tills = stage.shop.tills[place]
        else { return }
        let held = HeldCoupon(
            coupon: coupon, place: place, basketCents: arrival.basketCents, server: arrival.server,
            key: "\(coupon.id)")
        switch arrival.manner {
        case .twoTills:
            let sales = tills.prefix(2).enumerated().map { number, till in
                SimulatedRequest.redemption(
                    coupon.code, till: till, key: "\(held.key)-t\(number)", basketCents: 900)
            }
            let heard = try await client.askBoth(sales[0], sales[1], server: arrival.server)
            note(heard.0, "\(held.key)-t0", coupon.id)
            note(heard.1, "\(held.key)-t1", coupon.id)
        case .wrongStore:
            if let foreign = stage.shop.tills[arrival.otherPlace]?.first, arrival.otherPlace != place {
                try await sell(coupon, at: foreign, "\(held.key)-w", 900, server: arrival.server)
            }
            try await sell(held)
        case .copying:
            try await sell(held)
            try await sell(coupon, at: tills[1], "\(held.key)-c", 900, server: arrival.server + 1)
        case .honest, .returning, .retrying, .hangingUp, .racing, .outside, .lost, .vague, .stale, .mocked, .replaying,
            .jumping, .firing, .guessing:
            let phase = arrival.phase + arrival.redeemsAfter
            if arrival.redeemsAfter > 0, phase < stage.plan.phases.count {
                stage.pocket(held, until: phase)
            } else {
                try await sell(held)
            }
        }
    }

    mutating func sell(_ held: HeldCoupon) async throws {
        guard let till = stage.shop.tills[held.place]?.first else { return }
        let code = try await sell(
            held.coupon, at: till, "\(held.key)-s", held.basketCents, server: held.server)
        // The customer takes something more.
        if code == "min_spend" {
            try await sell(held.coupon, at: till, "\(held.key)-m", 1_200, server: held.server)
        }
    }

    @discardableResult
    private mutating func sell(
        _ coupon: Diary.ToldCoupon, at till: String, _ key: String, _ basketCents: Int, server: Int
    ) async throws -> String {
        let heard = try await client.ask(
            .redemption(coupon.code, till: till, key: key, basketCents: basketCents), server: server,
            takesTooMany: true)
        return note(heard, key, coupon.id)
    }

    mutating func guess(_ arrival: Arrival) async throws {
        guard let till = stage.shop.tills[arrival.place]?.last else { return }
        var dice = SeededDice(seed: arrival.seed)
        for turn in 0..<3 {
            let key = "\(arrival.shopper)-g\(turn)"
            let request = SimulatedRequest.redemption(
                CouponCode.random(using: &dice).grouped, till: till, key: key, basketCents: 900)
            note(try await client.ask(request, server: arrival.server, takesTooMany: true), key, nil)
        }
    }

    @discardableResult
    private mutating func note(_ heard: Client.Heard, _ key: String, _ coupon: Int64?) -> String {
        let redemption = heard.answer.json["id"]?.stringValue.flatMap { Ref<Redemption>(text: $0) }
        let isTaken = heard.answer.status == 201 && redemption != nil
        let code = isTaken ? "redeemed" : heard.answer.code
        client.note { diary in
            if !isTaken, ![409, 429].contains(heard.answer.status) {
                diary.oddities.append("redemption \(key): \(heard.answer.status) \(heard.answer.text)")
            }
            diary.sales.append(
                Diary.ToldSale(
                    key: key, coupon: coupon, redemption: isTaken ? redemption?.id.rawValue : nil, code: code))
        }
        return code
    }
}

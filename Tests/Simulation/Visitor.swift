import Promotions
import Support
import Synchronization

/// What all clients of a run look at.
final class Rush: Sendable {
    /// Final answers so far.
    let progress = Atomic<Int>(0)
    let coupons = Atomic<Int>(0)
    let isOver = Atomic<Bool>(false)
}

/// Plays one shopper after the other, until the rush is over: they join, check in, check in again, and use what they
/// got at the till.
struct Visitor {
    private let shop: Shop
    private let rush: Rush
    private let name: String
    private var client: Client
    private var journal = Journal()
    private var count = 0

    init(_ name: String, in shop: Shop, at ports: [Int], _ rush: Rush, _ random: SeededRandom) {
        self.name = name
        self.shop = shop
        self.rush = rush
        client = Client(ports, random)
    }

    mutating func play() -> Journal {
        while !rush.isOver.load(ordering: .relaxed) {
            do {
                try playShopper()
            } catch {
                journal.oddities.append("\(name): \(error)")
            }
        }
        journal.sent = client.sent
        journal.setbacks = client.setbacks
        return journal
    }

    private mutating func draw(_ odds: Int) -> Bool { Int.random(in: 0..<odds, using: &client.random) == 0 }

    /// A key that no other run of the same seed can have used in this database, and that says who made it.
    private mutating func key(_ kind: String) -> String {
        count += 1
        return "\(name)-\(kind)-\(count)"
    }

    private mutating func playShopper() throws {
        let joined = try client.told(
            Request(
                "POST", "/v1/shoppers", app: shop.app,
                ["consents": ["location": true, "marketing": false], "locale": "en"]))
        guard let shopper = ID<Shopper>(text: try joined.text("id")) else {
            throw Ground.Failed(what: "not a shopper: \(joined.text())")
        }
        let token = try joined.text("token")
        for _ in 0..<Int.random(in: 1...3, using: &client.random) {
            let branch = shop.branches[Int.random(in: shop.branches.indices, using: &client.random)]
            let told = try checkIn(shopper.rawValue, token, at: branch)
            for coupon in told.coupons where draw(4) {
                try redeem(coupon, at: branch)
            }
        }
    }

    private mutating func checkIn(_ shopper: Int64, _ token: String, at branch: Shop.Branch) throws
        -> Journal.ToldCheckIn
    {
        func request(_ key: String) -> Request {
            let offset = { (random: inout SeededRandom) in Double.random(in: -0.0001...0.0001, using: &random) }
            let position: JSON = [
                "latitude": .double(branch.latitude + offset(&client.random)),
                "longitude": .double(branch.longitude + offset(&client.random)), "accuracy_meters": 12,
                "age_ms": .int(Int64.random(in: 0...3_000, using: &client.random)),
            ]
            return Request("POST", "/v1/check-ins", token: token, key: key, ["position": position])
        }
        let first = key("visit")
        if draw(8) {
            // Two keys at once: two check-ins, and the shopper's own limits must hold between them.
            let second = key("visit")
            let heard = try client.askBoth([request(first), request(second)])
            _ = try note(shopper, second, [heard[1]])
            return try note(shopper, first, [heard[0]])
        }
        let order = request(first)
        var heard = draw(6) ? try client.askTwice(order) : [try client.ask(order)]
        // The answer got lost on the way to the screen: asked once more, after all was well.
        if draw(6) { heard.append(try client.ask(order)) }
        return try note(shopper, first, heard)
    }

    private mutating func note(_ shopper: Int64, _ key: String, _ heard: [HTTPLine.Heard]) throws -> Journal.ToldCheckIn
    {
        var visit = Journal.Visit(key: key, shopper: shopper)
        for heard in heard {
            guard heard.status == 201 else {
                journal.oddities.append("check-in \(key): \(heard.status) \(heard.text)")
                continue
            }
            visit.answers.append(try Journal.ToldCheckIn(JSON(parsing: heard.body)))
        }
        journal.visits.append(visit)
        rush.progress.add(heard.count, ordering: .relaxed)
        guard let told = visit.answers.first else { throw Ground.Failed(what: "check-in \(key) came to nothing") }
        rush.coupons.add(told.coupons.count, ordering: .relaxed)
        return told
    }

    private mutating func redeem(_ coupon: Journal.ToldCoupon, at branch: Shop.Branch) throws {
        func sale() -> (Journal.Sale, Request) {
            let key = key("sale")
            let body: JSON = [
                "code": .string(coupon.code), "sale_id": .string(key), "basket": ["currency": "USD", "total": 900],
            ]
            return (
                Journal.Sale(key: key, saleID: key, coupon: coupon.id),
                Request("POST", "/v1/redemptions", token: branch.till, key: key, body)
            )
        }
        let (first, request) = sale()
        if draw(5) {
            // Two sales want the same coupon at once.
            let (second, other) = sale()
            let heard = try client.askBoth([request, other])
            try note(first, [heard[0]])
            try note(second, [heard[1]])
        } else {
            try note(first, draw(5) ? try client.askTwice(request) : [try client.ask(request)])
        }
    }

    private mutating func note(_ sale: Journal.Sale, _ heard: [HTTPLine.Heard]) throws {
        var sale = sale
        for heard in heard {
            let json = try JSON(parsing: heard.body)
            if heard.status == 201, let id = Ref<Redemption>(text: try json.text("id")) {
                sale.answers.append(.redeemed(id.id.rawValue))
            } else if heard.status == 409 {
                sale.answers.append(.refused(try json.text("code")))
            } else {
                journal.oddities.append("redemption \(sale.key): \(heard.status) \(heard.text)")
            }
        }
        journal.sales.append(sale)
        rush.progress.add(heard.count, ordering: .relaxed)
    }
}

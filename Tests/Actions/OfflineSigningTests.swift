import Postgres
import Promotions
import Records
import Testing

@testable import Actions

@Suite("Coupons that tills can check without a line")
struct OfflineSigningTests {
    static let offline: JSONObject = [
        "coupon": [
            "valid": ["for": "PT12H"], "headline": "Free pastry", "terms": "One each.", "offline": true,
        ]
    ]

    @Test("the QR holds a signed coupon that the keys of today believe, the same whenever it is drawn")
    func signed() async throws {
        try await World.with { world in
            let store = try await world.store()
            let campaign = try await world.launch(changing: Self.offline)
            let held = try await world.held(at: store)
            let content = try await world.desk.qrContent(held)
            #expect(content.hasPrefix("HTTP://127.0.0.1:8080/K/") && content.utf8.count == 172)
            guard case .signed(let signed) = ScannedCoupon(content) else { throw Unexpected("no signed coupon") }
            let body = signed.body
            #expect(body.code == held.issued.code && body.store == 1 && body.revision == 1)
            #expect(body.expiry <= held.issued.coupon.expiresAt && body.benefit.kind == .freeItem)
            #expect(held.issued.coupon.campaign == campaign.id)
            let set = try #require(OfflineKeySet(bytes: world.desk.secrets.couponKeys(at: world.clock.now).set))
            let key = try #require(set.keys.first { $0.id == body.key })
            #expect(
                OfflineVerifier.check(
                    signature: signed.signature, message: SignedCoupon.message(body, of: world.retailer),
                    key: key.publicKey))
            let (pool, other) = try await world.anotherProcess()
            #expect(try await other.qrContent(held) == content)
            await pool.close()
        }
    }

    @Test("a till with the line up takes the signed form as it takes the code, also when its key is good no more")
    func online() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: Self.offline)
            let till = try await world.till(at: store)
            let content = try await world.desk.qrContent(try await world.held(at: store))
            guard case .signed(let signed) = ScannedCoupon(content) else { throw Unexpected("no signed coupon") }
            var strange = signed.signature
            strange[5] ^= 1
            let altered = SignedCoupon(body: signed.body, signature: strange)
            for text in [content, signed.text, altered.text] {
                guard case .usable = try await world.desk.validate(TillSale(code: text, basket: nil), at: till) else {
                    throw Unexpected("a signed coupon that is not read")
                }
            }
            let answer = try await world.desk.redeem(TillSale(code: content, basket: nil), at: till, retry: nil).value
            guard case .redeemed = answer else { throw Unexpected("\(answer)") }
            let path = String(content.dropFirst("HTTP://127.0.0.1:8080/K/".utf8.count))
            #expect(try await world.desk.isNoGuess(path), "it does not say whose it is")
        }
    }

    @Test("a till that guessed too often still takes what we signed, and nothing that looks like it")
    func throttled() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch(changing: Self.offline)
            let till = try await world.till(at: store)
            let held = try await world.held(at: store)
            let content = try await world.desk.qrContent(held)
            guard case .signed(let signed) = ScannedCoupon(content) else { throw Unexpected("no signed coupon") }
            var dice = SystemRandomNumberGenerator()
            for _ in 0...TillMisses.max {
                let sale = TillSale(code: CouponCode.random(using: &dice).symbols, basket: nil)
                _ = try await world.desk.redeem(sale, at: till, retry: nil).value
            }
            var strange = signed.signature
            strange[5] ^= 1
            for text in [held.issued.code.symbols, SignedCoupon(body: signed.body, signature: strange).text] {
                let sale = TillSale(code: text, basket: nil)
                guard case .refused(let no) = try await world.desk.redeem(sale, at: till, retry: nil).value,
                    no.refusal == .throttled
                else { throw Unexpected("a throttled till that hears of \(text)") }
            }
            let sale = TillSale(code: content, basket: nil)
            guard case .usable = try await world.desk.validate(sale, at: till),
                case .redeemed = try await world.desk.redeem(sale, at: till, retry: nil).value
            else { throw Unexpected("a throttled till that does not take what we signed") }
        }
    }

    @Test("where tills must ask, and behind a host too long for the symbol, the QR is as small as can be")
    func short() async throws {
        try await World.with { world in
            let store = try await world.store()
            try await world.launch()
            let held = try await world.held(at: store)
            #expect(try await world.desk.qrContent(held).hasSuffix(".\(held.issued.code.symbols)"))
        }
        let text = String(repeating: "7", count: SignedCoupon.textLength)
        let long = Desk.Settings(publicURL: "https://coupons.a-retailer.example")
        #expect(Desk.compactLink(text, long) == text)
        #expect(Desk.compactLink(text, Desk.Settings(publicURL: "https://c.example.com")).utf8.count == 172)
        #expect(Desk.compactLink(text, Desk.Settings(publicURL: "https://c_d.example")) == text)
    }

    @Test("two processes that number stores and revisions at once agree, and no number is given twice")
    func numbers() async throws {
        try await World.with { world in
            var stores: [Store] = []
            for place in 0..<12 { stores.append(try await world.store("Store \(place)")) }
            let campaign = try await world.launch(changing: Self.offline)
            let (pool, other) = try await world.anotherProcess()
            let places = stores.map { Ref(world.retailer, $0.id) }
            let numbers = try await withThrowingTaskGroup(of: [UInt32].self) { group in
                for desk in [world.desk, other] {
                    group.addTask {
                        var numbers: [UInt32] = []
                        for place in desk.ids === other.ids ? places : places.reversed() {
                            numbers.append(try await desk.number(of: place))
                        }
                        return desk.ids === other.ids ? numbers : numbers.reversed()
                    }
                    group.addTask { [try await desk.number(of: RevisionKey(campaign.id, 1), at: world.retailer)] }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await pool.close()
            #expect(Set(numbers.filter { $0.count == 12 }).count == 1, "\(numbers)")
            #expect(numbers.filter { $0.count == 12 }.allSatisfy { Set($0) == Set(1...12) }, "\(numbers)")
            #expect(numbers.filter { $0.count == 1 } == [[1], [1]])
        }
    }
}

extension World {
    /// A coupon that somebody has just earned there.
    func held(at store: Store) async throws -> HeldCoupon {
        let answer = try await desk.checkIn(attempt(try await shopper(), at: store)).value
        guard let issued = answer.coupons.first,
            let held = try await desk.held([Ref(retailer, issued.coupon.id)]).first
        else { throw Unexpected("no coupon") }
        return held
    }
}

import Promotions
import Testing

@Suite("Rewards and conditions")
struct RewardTests {
    /// The problems found, as `field: reason`.
    private func problems(_ text: String, _ read: (Fields) throws(Invalid) -> Void) throws -> [String] {
        let fields = try Fields(JSON(parsing: text), at: "reward")
        do throws(Invalid) {
            try read(fields)
            return []
        } catch {
            return error.problems.map { "\($0.field): \($0.reason)" }
        }
    }

    private func reward(_ text: String) throws -> Reward {
        try Reward(reading: Fields(JSON(parsing: text)))
    }

    private let dollars = Currency("USD")

    private func usd(_ amount: Int64) throws -> Money {
        Money(amount, try #require(dollars))
    }

    @Test("the three rewards are read as the contract writes them")
    func read() throws {
        let off = try reward(
            #"{"kind": "percent_off", "percent": 25, "max_discount": {"amount": 5000, "currency": "USD"}}"#)
        #expect(off == .percentOff(basisPoints: 2_500, maxDiscount: try usd(5_000)))
        #expect(
            try reward(#"{"kind": "percent_off", "percent": 33.33}"#)
                == .percentOff(basisPoints: 3_333, maxDiscount: nil))
        let amount = try reward(#"{"kind": "amount_off", "amount": {"amount": 1000, "currency": "USD"}}"#)
        #expect(amount == .amountOff(try usd(1_000)))
        let item = try reward(
            #"""
            {"kind": "free_item", "item": "Pastry", "skus": ["p-1", "p-2"], "with_purchase": true,
             "value": {"amount": 300, "currency": "USD"}}
            """#)
        #expect(item == .freeItem(item: "Pastry", skus: ["p-1", "p-2"], withPurchase: true, value: try usd(300)))
        let plain = try reward(#"{"kind": "free_item", "item": "Pastry", "value": null}"#)
        #expect(plain == .freeItem(item: "Pastry", skus: [], withPurchase: false, value: nil))
    }

    @Test("every percentage of two decimals comes back from its JSON text exactly")
    func percentRoundTrip() throws {
        for basisPoints in Reward.basisPoints {
            let off = Reward.percentOff(basisPoints: basisPoints, maxDiscount: nil)
            let text = off.json.text()
            #expect(try reward(text) == off, "\(text)")
        }
        #expect(Reward.percentOff(basisPoints: 2_500, maxDiscount: nil).json["percent"] == .int(25))
        #expect(Reward.percentOff(basisPoints: 1_250, maxDiscount: nil).json["percent"] == .double(12.5))
    }

    @Test("rewards come back from what they write")
    func roundTrip() throws {
        let rewards: [Reward] = [
            .percentOff(basisPoints: 2_500, maxDiscount: try usd(5_000)), .amountOff(try usd(1)),
            .freeItem(item: "Café crème", skus: [], withPurchase: false, value: nil),
            .freeItem(item: "Pastry", skus: ["a", "B"], withPurchase: true, value: try usd(300)),
            .fixedPrice(item: "Latte", skus: ["l-1"], price: try usd(100), value: try usd(450)),
        ]
        for original in rewards {
            #expect(try reward(original.json.text()) == original)
        }
        #expect(
            rewards[2].json.text()
                == #"{"kind":"free_item","item":"Café crème","skus":[],"with_purchase":false,"value":null}"#)
    }

    @Test(
        "a reward that cannot be is refused by name",
        arguments: [
            (#"{}"#, ["reward.kind: is required"]),
            (
                #"{"kind": "bogof"}"#,
                [
                    "reward.kind: must be one of: percent_off, amount_off, free_item, fixed_price, donation, points"
                ]
            ),
            (#"{"kind": "fixed_price", "item": "Latte"}"#, ["reward.price: is required"]),
            (
                #"{"kind": "fixed_price", "item": "Latte", "price": {"amount": 200, "currency": "USD"}, "value": {"amount": 200, "currency": "USD"}}"#,
                ["reward.value: must be above the price, in its currency: what the item costs otherwise"]
            ),
            (#"{"kind": "donation"}"#, ["reward.amount: is required", "reward.charity: is required"]),
            (#"{"kind": "points", "points": 0}"#, ["reward.points: must be 1 to 1000000"]),
            (#"{"kind": "percent_off"}"#, ["reward.percent: is required"]),
            (#"{"kind": "percent_off", "percent": 0}"#, ["reward.percent: must be 0.01 to 100.0"]),
            (#"{"kind": "percent_off", "percent": 100.01}"#, ["reward.percent: must be 0.01 to 100.0"]),
            (#"{"kind": "percent_off", "percent": 12.345}"#, ["reward.percent: must have at most two decimals"]),
            (#"{"kind": "percent_off", "percent": 5, "points": 3}"#, ["reward.points: unknown field"]),
            (
                #"{"kind": "percent_off", "percent": 5, "max_discount": {"amount": 0, "currency": "USD"}}"#,
                ["reward.max_discount.amount: must be above zero"]
            ),
            (#"{"kind": "amount_off"}"#, ["reward.amount: is required"]),
            (
                #"{"kind": "amount_off", "amount": {"amount": 0, "currency": "USD"}}"#,
                ["reward.amount.amount: must be above zero"]
            ),
            (
                #"{"kind": "free_item", "item": " ", "skus": [""]}"#,
                [
                    "reward.item: must not be blank", "reward.skus[0]: must be 1 to 64 characters long",
                ]
            ),
        ] as [(String, [String])])
    func refused(text: String, expected: [String]) throws {
        let found = try problems(text) { (fields: Fields) throws(Invalid) in _ = try Reward(reading: fields) }
        #expect(found == expected)
    }

    @Test("an unknown kind or a kind of another type is one problem, not a list of unknown members")
    func kindOfOtherType() throws {
        let found = try problems(#"{"kind": 5, "percent": 3}"#) { (fields: Fields) throws(Invalid) in
            _ = try Reward(reading: fields)
        }
        #expect(
            found == ["reward.kind: must be one of: percent_off, amount_off, free_item, fixed_price, donation, points"])
    }

    @Test("the worst case is what bounds a coupon, and a percentage alone is unbounded")
    func worstCase() throws {
        #expect(Reward.percentOff(basisPoints: 100, maxDiscount: nil).worstCase == nil)
        #expect(Reward.percentOff(basisPoints: 100, maxDiscount: try usd(9)).worstCase == (try usd(9)))
        #expect(Reward.amountOff(try usd(8)).worstCase == (try usd(8)))
        #expect(Reward.freeItem(item: "x", skus: [], withPurchase: false, value: nil).worstCase == nil)
        #expect(Reward.freeItem(item: "x", skus: [], withPurchase: false, value: try usd(7)).worstCase == (try usd(7)))
    }

    @Test("the summary says it in plain English")
    func summary() throws {
        let yen = Money(500, try #require(Currency("JPY")))
        let dinar = Money(1_005, try #require(Currency("KWD")))
        let table: [(Reward, String)] = [
            (.percentOff(basisPoints: 2_500, maxDiscount: try usd(5_000)), "25 % off, up to $50.00"),
            (.percentOff(basisPoints: 1_250, maxDiscount: nil), "12.5 % off"),
            (.percentOff(basisPoints: 5, maxDiscount: nil), "0.05 % off"),
            (.percentOff(basisPoints: 10_000, maxDiscount: nil), "100 % off"),
            (.amountOff(try usd(1_005)), "$10.05 off"), (.amountOff(try usd(5)), "$0.05 off"),
            (.amountOff(yen), "¥500 off"), (.amountOff(dinar), "KWD 1.005 off"),
            (.freeItem(item: "Pastry", skus: [], withPurchase: false, value: nil), "Pastry free"),
            (
                .freeItem(item: "Pastry", skus: [], withPurchase: true, value: try usd(300)),
                "Pastry free with a purchase, worth up to $3.00"
            ),
        ]
        for (reward, text) in table {
            #expect(reward.summary == text)
        }
    }

    @Test("conditions are read, and each may be left out")
    func conditions() throws {
        let text = #"""
            {"min_spend": {"amount": 2000, "currency": "USD"}, "include": ["bakery"], "exclude": ["gift-cards", "alcohol"],
             "exclude_discounted": true, "max_units": 3, "combinable": "other_campaigns"}
            """#
        let read = try Conditions(reading: Fields(JSON(parsing: text)))
        let expected = Conditions(
            minSpend: try usd(2_000), include: ["bakery"], exclude: ["gift-cards", "alcohol"], excludesDiscounted: true,
            maxUnits: 3, combinable: .otherCampaigns)
        #expect(read == expected)
        #expect(try Conditions(reading: Fields(JSON(parsing: read.json.text()))) == expected)
        #expect(try Conditions(reading: Fields(JSON(parsing: "{}"))) == Conditions())
        #expect(
            Conditions().json.text()
                == #"{"min_spend":null,"include":[],"exclude":[],"exclude_discounted":false,"max_units":null,"combinable":"none"}"#
        )
        #expect(try Conditions(reading: Fields(Conditions().json)) == Conditions())
    }

    @Test(
        "a condition that cannot be is refused by name",
        arguments: [
            (#"{"combinable": "all"}"#, "reward.combinable: must be one of: none, other_campaigns, any"),
            (#"{"combinable": ["cmp_1"]}"#, "reward.combinable: must be one of: none, other_campaigns, any"),
            (#"{"max_units": 0}"#, "reward.max_units: must be 1 to 10000"),
            (#"{"min_spend": {"amount": 0, "currency": "USD"}}"#, "reward.min_spend.amount: must be above zero"),
            (
                #"{"include": ["Wine"], "exclude": ["x", "wine"]}"#,
                "reward.exclude[1]: is in include too, so nothing could match it"
            ),
            (#"{"minimum": 5}"#, "reward.minimum: unknown field"),
        ])
    func refusedCondition(text: String, expected: String) throws {
        let found = try problems(text) { (fields: Fields) throws(Invalid) in _ = try Conditions(reading: fields) }
        #expect(found == [expected])
    }

    @Test("only conditions about goods make a bare total worthless")
    func narrows() throws {
        #expect(!Conditions(minSpend: try usd(5), maxUnits: 2).narrowsBasket)
        #expect(Conditions(include: ["a"]).narrowsBasket)
        #expect(Conditions(exclude: ["a"]).narrowsBasket)
        #expect(Conditions(excludesDiscounted: true).narrowsBasket)
    }
}

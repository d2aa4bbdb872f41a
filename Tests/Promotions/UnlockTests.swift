import Promotions
import Testing

@Suite("Unlocks")
struct UnlockTests {
    /// A shopper who comes on days of July 2026, at noon in Los Angeles, and takes what is given.
    struct Walk {
        let campaign: Campaign
        let store: Store
        var book = UnlockBook()

        init(_ unlock: String, schedule: String = "{}", book: UnlockBook = UnlockBook()) throws {
            campaign = try Samples.campaign(1, #"{"unlock": \#(unlock), "schedule": \#(schedule)}"#)
            store = try Samples.store()
            self.book = book
        }

        func visit(_ shopper: Int64, day: Int, hour: Int = 19, minute: Int = 0) throws -> UnlockVisit {
            let text =
                "2026-07-\(day < 10 ? "0" : "")\(day)T\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute):00Z"
            return UnlockVisit(campaign, by: ID(shopper), in: store, at: try Samples.instant(text))
        }

        /// What the visit came to: `given`, or the obstacle, with the progress.
        mutating func come(_ shopper: Int64 = 1, day: Int, hour: Int = 19, minute: Int = 0) throws -> String {
            let visit = try visit(shopper, day: day, hour: hour, minute: minute)
            let member = UnlockState.Member(shopper: visit.shopper, session: ID(1), checkIn: ID(1), at: visit.at)
            let standing = UnlockRules.count(visit, as: member, in: &book)
            let progress = standing.obstacle == nil ? UnlockRules.cross(visit, in: &book) : standing.progress
            return "\(standing.obstacle?.rawValue ?? "given") \(progress.done)/\(progress.target)"
        }
    }

    @Test("every so many visits, one a local day, and then from the beginning")
    func nth() throws {
        var walk = try Walk(#"{"kind": "nth_visit", "n": 3}"#)
        let told = try [1, 1, 2, 9, 9, 10].map { try walk.come(day: $0) }
        #expect(
            told == [
                "counted 1/3", "counted_today 1/3", "counted 2/3", "given 3/3", "counted_today 0/3", "counted 1/3",
            ])
    }

    @Test("of visits that must lie within so many days the old ones fall out")
    func within() throws {
        var walk = try Walk(#"{"kind": "nth_visit", "n": 3, "within_days": 5}"#)
        let told = try [1, 2, 6, 7, 8].map { try walk.come(day: $0) }
        #expect(told == ["counted 1/3", "counted 2/3", "counted 2/3", "counted 2/3", "given 3/3"])
    }

    @Test("a visit believed later counts on its own day, unless that day is used up")
    func believedLater() throws {
        var walk = try Walk(#"{"kind": "nth_visit", "n": 2}"#)
        let told = try [5, 4, 3, 6].map { try walk.come(day: $0) }
        #expect(told == ["counted 1/2", "given 2/2", "counted_today 0/2", "counted 1/2"])
    }

    @Test("a first visit is one that nobody remembers, and is given for once")
    func first() throws {
        let regular = UnlockBook(regulars: [UnlockBook.Regular(ID(2), in: nil)])
        var walk = try Walk(#"{"kind": "first_visit"}"#, book: regular)
        #expect(try walk.come(1, day: 1) == "given 1/1")
        #expect(try walk.come(1, day: 2) == "not_first_visit 1/1")
        #expect(try walk.come(2, day: 1) == "not_first_visit 0/1")
    }

    @Test("a first visit that a limit left empty-handed is still good the next day")
    func firstWaits() throws {
        var walk = try Walk(#"{"kind": "first_visit"}"#)
        let visit = try walk.visit(1, day: 1)
        let member = UnlockState.Member(shopper: visit.shopper, session: ID(1), checkIn: ID(1), at: visit.at)
        #expect(UnlockRules.count(visit, as: member, in: &walk.book).obstacle == nil)
        let regular = UnlockBook.Regular(ID(1), in: nil)
        let read = UnlockBook(
            Dictionary(uniqueKeysWithValues: walk.book.changes.map { ($0.key, $0.entry) }), regulars: [regular])
        walk.book = read
        #expect(try walk.come(1, day: 2) == "given 1/1")
    }

    @Test("the first so many of a window, each once, and again in the next window")
    func flash() throws {
        var walk = try Walk(
            #"{"kind": "flash", "first": 2}"#, schedule: #"{"windows": [{"from": "11:00", "to": "13:00"}]}"#)
        let told = try [1, 1, 2, 3].map { try walk.come($0, day: 1) }
        #expect(told == ["given 1/2", "limit_shopper 1/2", "given 2/2", "others_first 2/2"])
        #expect(try walk.come(3, day: 2) == "given 1/2")
        #expect(UnlockRules.look(try walk.visit(1, day: 2), in: walk.book) == Standing(nil, 1, of: 2))
    }

    @Test("a swarm of three opens the offer for all three, once a day")
    func swarm() throws {
        var walk = try Walk(#"{"kind": "swarm", "shoppers": 3}"#)
        #expect(try walk.come(1, day: 1, hour: 16) == "counted 1/3")
        #expect(try walk.come(2, day: 1, hour: 18) == "counted 2/3")
        #expect(try walk.come(2, day: 1, hour: 18, minute: 30) == "counted 2/3")
        // The first has been gone for three hours.
        #expect(try walk.come(3, day: 1, hour: 19) == "counted 2/3")
        #expect(try walk.come(4, day: 1, hour: 20) == "given 3/3")
        let key = UnlockKey(walk.campaign.id, store: walk.store.id)
        #expect(walk.book[key].members.map(\.shopper.rawValue) == [2, 3, 4])
        #expect(try walk.come(1, day: 1, hour: 20) == "others_first 3/3")
        #expect(try walk.come(2, day: 1, hour: 20) == "limit_shopper 3/3")
        // Whom the last swarm was for does not count for the next day's.
        #expect(try walk.come(5, day: 2, hour: 8) == "counted 1/3")
    }

    @Test("a visit believed later neither drops who waits nor opens a second swarm in a day")
    func swarmBelievedLater() throws {
        var walk = try Walk(#"{"kind": "swarm", "shoppers": 2}"#)
        #expect(try walk.come(1, day: 2, hour: 16) == "counted 1/2")
        #expect(try walk.come(2, day: 2, hour: 10) == "counted 1/2")
        #expect(try walk.come(3, day: 2, hour: 15) == "given 2/2")
        #expect(try walk.come(4, day: 1) == "others_first 2/2")
    }

    private func candidates(_ shoppers: Int64...) -> UnlockBook {
        UnlockBook(candidates: Set(shoppers.map { UnlockBook.Candidate(ID($0), for: ID(1)) }))
    }

    @Test("the first is mayor until somebody has more days; on a tie the mayor stays")
    func mayor() throws {
        var walk = try Walk(#"{"kind": "mayor"}"#, book: candidates(1, 2))
        #expect(try walk.come(1, day: 1) == "given 1/1")
        #expect(try walk.come(1, day: 1, hour: 20) == "counted_today 1/1")
        #expect(try walk.come(2, day: 1) == "counted 1/2")
        #expect(try walk.come(2, day: 2) == "given 2/2")
        #expect(try walk.come(1, day: 2) == "counted 2/3")
        #expect(try walk.come(1, day: 3) == "given 3/3")
        let office = walk.book[UnlockKey(walk.campaign.id, store: walk.store.id)]
        #expect(office.holder == ID(1) && office.crossings == 3)
    }

    @Test("days count for who has no nickname, who cannot be mayor; days older than sixty count for nobody")
    func mayorInTime() throws {
        var walk = try Walk(#"{"kind": "mayor"}"#, book: candidates(1))
        #expect(try walk.come(1, day: 1) == "given 1/1")
        #expect(try walk.come(2, day: 2) == "nickname_required 1/2")
        #expect(try walk.come(2, day: 3) == "nickname_required 2/2")
        let later = try Samples.instant("2026-08-30T19:00:00Z")
        let visit = UnlockVisit(walk.campaign, by: ID(1), in: walk.store, at: later)
        #expect(UnlockRules.look(visit, in: walk.book).progress == Progress(0, of: 1))
    }

    @Test(
        "the document says what it read",
        arguments: [
            #"{"kind": "every_visit"}"#, #"{"kind": "first_visit", "at": "store"}"#,
            #"{"kind": "nth_visit", "n": 5, "within_days": 30, "per": "store"}"#,
            #"{"kind": "flash", "first": 50, "per": "campaign"}"#,
            #"{"kind": "mayor"}"#, #"{"kind": "swarm", "shoppers": 10}"#,
        ])
    func document(text: String) throws {
        let json = try JSON(parsing: text)
        #expect(try Unlock(reading: Fields(json)).json == json)
    }

    @Test(
        "a document that cannot be meant names its field",
        arguments: [
            (#"{}"#, "kind"), (#"{"kind": "sometimes"}"#, "kind"), (#"{"kind": "nth_visit"}"#, "n"),
            (#"{"kind": "nth_visit", "n": 1}"#, "n"),
            (#"{"kind": "nth_visit", "n": 3, "within_days": 1}"#, "within_days"),
            (#"{"kind": "nth_visit", "n": 4, "within_days": 3}"#, "within_days"),
            (#"{"kind": "swarm", "shoppers": 1}"#, "shoppers"), (#"{"kind": "flash", "first": 0}"#, "first"),
            (#"{"kind": "flash", "first": 5, "per": "shopper"}"#, "per"),
            (#"{"kind": "every_visit", "n": 3}"#, "n"), (#"{"kind": "first_visit", "at": "home"}"#, "at"),
        ])
    func unreadable(text: String, field: String) throws {
        let json = try JSON(parsing: text)
        let problems = Samples.problems { _ = try Unlock(reading: Fields(json)) }
        #expect(problems.contains { $0.hasPrefix("\(field): ") }, "\(problems)")
    }
}

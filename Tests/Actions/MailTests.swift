import Foundation
import Mailing
import Postgres
import Promotions
import Records
import Support
import Synchronization
import Testing

@testable import Actions

@Suite("Coupons by mail")
struct MailTests {
    struct Office: Sendable {
        let world: World
        /// The world's desk, with a mail server.
        let desk: Desk
        let server: FakeMailServer
        let mailer: SMTPMailer
        let shopper: ShopperToken
        let coupon: Ref<Coupon>

        func send(
            _ email: String = "kim@example.com", locale: String = "en", by sender: (ShopperToken, Ref<Coupon>)? = nil
        ) async throws -> Refusal? {
            let address = try #require(Mailbox(email))
            do {
                let answer = try await desk.database.transaction { database in
                    let answer = try await Desk(desk, database: database).sendCoupon(
                        sender?.1 ?? coupon, to: address, locale: locale, by: sender?.0 ?? shopper)
                    if case .refused(let refused) = answer { throw refused }
                    return answer
                }
                return answer.refusal
            } catch let refused as Refused {
                return refused.refusal
            }
        }

        func count(_ condition: String) async throws -> Int64 {
            try await world.count("select count(*) from mails where \(condition)")
        }
    }

    static func with(
        _ manner: FakeMailServer.Manner = .init(), _ body: @escaping @Sendable (Office) async throws -> Void
    ) async throws {
        try await World.with { world in
            let server = FakeMailServer(manner)
            try await server.start()
            let store = try await world.store()
            try await world.launch()
            let shopper = try await world.shopper()
            let told = try await world.desk.checkIn(world.attempt(shopper, at: store)).value
            let coupon = Ref(world.retailer, try #require(told.coupons.first).coupon.id)
            let mailServer = try MailServer("smtp://127.0.0.1:\(server.port)?from=shop@example.org&tls=none")
            let desk = world.desk(mailingBy: mailServer)
            try await desk.warmUp()
            try await body(
                Office(
                    world: world, desk: desk, server: server, mailer: try SMTPMailer(mailServer), shopper: shopper,
                    coupon: coupon))
            try await server.stop()
        }
    }

    /// Subject and words of a letter as a mail program shows them.
    private static func read(_ letter: String) -> (subject: String, text: String) {
        let lines = letter.components(separatedBy: "\r\n")
        let encoded = letter.components(separatedBy: "Subject: ")[1].components(separatedBy: "\r\nDate:")[0]
        let subject = encoded.components(separatedBy: "\r\n ").map { word in
            guard word.hasPrefix("=?utf-8?B?") else { return word }
            return String(
                decoding: Data(base64Encoded: String(word.dropFirst(10).dropLast(2))) ?? Data(), as: UTF8.self)
        }.joined()
        let start = (lines.firstIndex(of: "Content-Transfer-Encoding: quoted-printable") ?? 0) + 2
        let end = lines[start...].firstIndex { $0.hasPrefix("--") } ?? lines.count
        let quoted = lines[start..<end].joined(separator: "\r\n").replacing("=\r\n", with: "")
        let percent = quoted.replacing("%", with: "%25").replacing("=", with: "%")
        return (subject, percent.removingPercentEncoding ?? "")
    }

    @Test("a letter brings words, link and PDF, once; its address is gone then")
    func sent() async throws {
        try await Self.with { office in
            #expect(try await office.send() == nil)
            #expect(try await office.count("position('kim'::bytea in letter) = 0 and state = 'waiting'") == 1)
            #expect(try await office.desk.deliverMail(by: office.mailer) == 1)
            #expect(try await office.desk.deliverMail(by: office.mailer) == 0)
            #expect(office.server.commands.contains("RCPT TO:<kim@example.com>"))
            let letter = try #require(office.server.letters.first)
            let read = Self.read(letter)
            #expect(read.subject == "Your coupon from Larkspur Coffee")
            #expect(read.text.hasPrefix("Here is your coupon from Larkspur Coffee: Free pastry\r\nGood until "))
            #expect(read.text.contains("\r\nHTTP://127.0.0.1:8080/K/"))
            let attached = letter.components(separatedBy: "Content-Transfer-Encoding: base64\r\n\r\n")[1]
                .components(separatedBy: "\r\n--")[0].replacing("\r\n", with: "")
            #expect(Data(base64Encoded: attached)?.starts(with: Data("%PDF".utf8)) == true)
            #expect(try await office.count("state = 'sent' and letter is null and tries = 1") == 1)
        }
    }

    @Test("a server that is down gets the letter when it is up again; after a day nobody tries any more")
    func down() async throws {
        try await Self.with(FakeMailServer.Manner(answers: ["connect": "421 not now"])) { office in
            #expect(try await office.send() == nil)
            for tries in 1...4 {
                #expect(try await office.desk.deliverMail(by: office.mailer) == 0)
                #expect(try await office.count("state = 'waiting' and tries = \(tries)") == 1)
                // Not before its pause is over.
                office.world.clock.advance(seconds: Mail.pauseSeconds(after: tries) - 1)
                #expect(try await office.desk.deliverMail(by: office.mailer) == 0)
                #expect(try await office.count("tries = \(tries)") == 1)
                office.world.clock.advance(seconds: 1)
            }
            office.server.manner.withLock { $0.answers = [:] }
            #expect(try await office.desk.deliverMail(by: office.mailer) == 1)

            office.server.manner.withLock { $0.answers = ["connect": "421 not now"] }
            #expect(try await office.send() == nil)
            _ = try await office.desk.deliverMail(by: office.mailer)
            office.world.clock.advance(seconds: Mail.giveUpSeconds)
            #expect(try await office.desk.deliverMail(by: office.mailer) == 0)
            #expect(try await office.count("state = 'failed' and letter is null and failure like '%within a day'") == 1)
            office.world.clock.advance(seconds: 8 * 86_400)
            try await office.desk.keepHouse()
            #expect(try await office.count("true") == 0)
            #expect(try await office.world.count("select count(*) from mail_counts") == 0)
        }
    }

    @Test("a mailbox that does not exist is tried once, and the row does not name it")
    func refused() async throws {
        try await Self.with(FakeMailServer.Manner(answers: ["RCPT": "550 no mailbox kim@example.com"])) { office in
            let no = try await office.send()
            #expect(no == nil)
            #expect(try await office.desk.deliverMail(by: office.mailer) == 0)
            #expect(try await office.count("state = 'failed' and failure = 'refused: 550 no mailbox …'") == 1)
        }
    }

    @Test("a worker that dies after the server's yes: the letter comes once more, later, under the same id")
    func crash() async throws {
        try await Self.with(FakeMailServer.Manner(hangsUpAt: "after .")) { office in
            #expect(try await office.send() == nil)
            // As if it had died: what it would have noted is not there, and the letter is another's once the lease ends.
            let taken = try await office.desk.database.takeMails(
                of: office.world.retailer, limit: 1, until: office.world.clock.now.adding(seconds: 900),
                at: office.world.clock.now)
            #expect(taken.count == 1)
            #expect(try await office.desk.deliverMail(by: office.mailer) == 0)
            #expect(office.server.letters.isEmpty)
            office.world.clock.advance(seconds: 900)
            #expect(try await office.desk.deliverMail(by: office.mailer) == 0)
            office.server.manner.withLock { $0.hangsUpAt = nil }
            office.world.clock.advance(seconds: 3_600)
            #expect(try await office.desk.deliverMail(by: office.mailer) == 1)
            let ids = office.server.letters.map { letter in
                letter.components(separatedBy: "\r\n").first { $0.hasPrefix("Message-ID:") }
            }
            #expect(ids.count == 2 && Set(ids).count == 1)
        }
    }

    @Test("two workers of two processes at twenty letters: each is sent once")
    func race() async throws {
        try await Self.with { office in
            for place in 0..<20 {
                _ = try await office.world.change { _ in
                    try await Desk(office.desk, database: office.world.desk.database).mail(
                        to: Mailbox("k\(place)@example.com")!, subject: "Welcome", text: "Come in.",
                        language: "en", of: office.world.retailer)
                }
            }
            let sent = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<2 { group.addTask { try await office.desk.deliverMail(by: office.mailer) } }
                return try await group.reduce(0, +)
            }
            #expect(sent == 20 && office.server.letters.count == 20)
            #expect(Set(office.server.letters.map { $0.components(separatedBy: "\r\n")[1] }).count == 20)
        }
    }

    @Test("nobody is flooded: so many a day by one shopper, so many to one address, and only coupons that are good")
    func throttled() async throws {
        try await Self.with { office in
            for _ in 0..<Mail.perAddressMax { #expect(try await office.send("Kim@Example.com") == nil) }
            #expect(try await office.send("kim@example.com") == .tooManyAttempts)
            // What was refused has not been counted.
            for place in Mail.perAddressMax..<Mail.perShopperMax {
                #expect(try await office.send("k\(place)@example.com") == nil)
            }
            #expect(try await office.send("other@example.com") == .tooManyAttempts)
            let stranger = try await office.world.shopper()
            #expect(try await office.send("other@example.com", by: (stranger, office.coupon)) == .notFound)
            office.world.clock.advance(seconds: 86_400)
            #expect(try await office.send("other@example.com") == .wrongState)
            #expect(try await office.desk.deliverMail(by: office.mailer) == 0)
            #expect(office.server.letters.isEmpty)
        }
    }

    @Test("without a mail server nothing is queued")
    func off() async throws {
        try await Self.with { office in
            let answer = try await office.world.desk.mail(
                to: try #require(Mailbox("kim@example.com")), subject: "s", text: "t", language: "en",
                of: office.world.retailer)
            #expect(answer.refusal == .mailOff)
            #expect(try await office.count("true") == 0)
        }
    }
}

extension World {
    fileprivate func desk(mailingBy server: MailServer) -> Desk {
        Desk(
            database: desk.database, secrets: desk.secrets, clock: desk.clock, ids: desk.ids,
            settings: Desk.Settings(publicURL: "http://127.0.0.1:8080", mailServer: server), logger: desk.logger,
            printer: desk.printer)
    }
}

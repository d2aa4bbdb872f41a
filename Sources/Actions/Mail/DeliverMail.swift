import Logging
import Mailing
import Printing
import Promotions
import Records
public import ServiceLifecycle

/// Hands letters to the mail server. A letter is sent at least once: a worker that dies between the server's yes and its own
/// note sends it again later, under the same Message-ID.
public struct MailWorker: Service {
    static let interval = Duration.seconds(1)
    static let pageMax = 10
    /// For a page, well above what a silent server is waited for.
    static let leaseSeconds = 900
    private let desk: Desk
    private let mailer: SMTPMailer

    /// - Throws: what is wrong with the server's file of authorities.
    public init?(_ desk: Desk) throws {
        guard let server = desk.settings.mailServer else { return nil }
        self.desk = desk
        mailer = try SMTPMailer(server)
    }

    public func run() async throws {
        await repeating(every: Self.interval, desk.logger, "send mail") {
            _ = try await desk.deliverMail(by: mailer)
        }
    }
}

extension Desk {
    static let mailDays = 7
    private static let tooOld = "could not be delivered within a day"

    /// - Returns: how many letters the server took.
    func deliverMail(by mailer: SMTPMailer) async throws -> Int {
        var delivered = 0
        try await each(of: try await database.retailersWithMail(at: now), logger, "send mail") { retailer in
            try await giveUpMail(of: retailer)
            while true {
                let page = try await database.takeMails(
                    of: retailer, limit: MailWorker.pageMax, until: now.adding(seconds: MailWorker.leaseSeconds),
                    at: now)
                for mail in page where try await deliver(mail, of: retailer, by: mailer) { delivered += 1 }
                if page.count < MailWorker.pageMax { break }
            }
        }
        return delivered
    }

    private func deliver(_ mail: TakenMail, of retailer: ID<Retailer>, by mailer: SMTPMailer) async throws -> Bool {
        guard let draft = letter(mail, of: retailer) else {
            try await database.finish(mail.id, "its key is gone", of: retailer, at: now)
            return false
        }
        guard let attachments = try await attachments(of: draft) else {
            try await database.finish(mail.id, "the coupon is of no use any more", of: retailer, at: now)
            return false
        }
        let outcome = await mailer.send(
            Letter(
                id: Ref(retailer, mail.id).text, to: draft.to, subject: draft.subject, text: draft.text,
                language: draft.language, attachments: attachments, secondsSince1970: mail.queuedAt.seconds))
        switch outcome {
        case .delivered:
            try await database.finish(mail.id, nil, of: retailer, at: now)
            return true
        case .refused(let words):
            try await database.finish(mail.id, draft.withoutAddress("refused: \(words)"), of: retailer, at: now)
        case .failed(let words):
            logger.warning(
                "mail could not be sent",
                metadata: [
                    "retailer": "\(retailer.text)", "try": "\(mail.tries)", "cause": "\(draft.withoutAddress(words))",
                ])
            try await database.postpone(
                mail.id, of: retailer, until: now.adding(seconds: Mail.pauseSeconds(after: mail.tries)))
        }
        return false
    }

    /// Nil for a coupon that nobody could use.
    private func attachments(of draft: LetterDraft) async throws -> [Letter.Attachment]? {
        guard let ref = draft.coupon else { return [] }
        guard let held = try await held([ref]).first, isWorthPrinting(held) else { return nil }
        let american = ["en-us", "en-ca", "es-mx"].contains(draft.language.lowercased())
        let bytes = try await print(held, as: .pdf, on: american ? .letter : .a4, locale: draft.language)
        return [
            Letter.Attachment(
                name: "coupon-\(ref.text.suffix(6)).pdf", mediaType: "application/pdf", bytes: bytes)
        ]
    }

    func giveUpMail(of retailer: ID<Retailer>) async throws {
        let start = now.adding(seconds: -Mail.giveUpSeconds)
        let count = try await database.giveUpMails(of: retailer, queuedUpTo: start, Self.tooOld, at: now)
        if count > 0 {
            logger.warning("mail was given up", metadata: ["retailer": "\(retailer.text)", "letters": "\(count)"])
        }
    }

    /// Addresses go when a letter does, also where the operator has taken the mail server away meanwhile.
    func keepMail(of retailer: ID<Retailer>) async throws {
        try await giveUpMail(of: retailer)
        let end = now.adding(seconds: -Self.mailDays * 86_400)
        var forgotten = Housekeeper.pageMax
        while forgotten == Housekeeper.pageMax {
            forgotten = try await database.forgetMails(of: retailer, finishedBefore: end, limit: Housekeeper.pageMax)
        }
        try await database.forgetMailCounts(
            of: retailer, before: Zone.utc.localDate(at: now.adding(seconds: -2 * 86_400)))
    }
}

extension LetterDraft {
    private static let wordsMax = 300

    /// What a server says may name the mailbox; neither the log nor the row does.
    fileprivate func withoutAddress(_ words: String) -> String {
        String(words.replacing(to.text, with: "…").prefix(Self.wordsMax))
    }
}

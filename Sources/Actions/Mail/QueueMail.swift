public import Mailing
public import Promotions
import Records

/// What a letter is to say. It stays sealed until it is sent, and goes with that.
struct LetterDraft: Sendable {
    let to: Mailbox
    let subject: String
    let text: String
    let language: String
    /// Attached as PDF, as it is drawn when the letter goes.
    var coupon: Ref<Coupon>?

    init(to: Mailbox, subject: String, text: String, language: String, coupon: Ref<Coupon>? = nil) {
        self.to = to
        self.subject = subject
        self.text = text
        self.language = language
        self.coupon = coupon
    }

    var json: JSON {
        [
            "to": .string(to.text), "subject": .string(subject), "text": .string(text), "language": .string(language),
            "coupon": JSON(coupon?.text),
        ]
    }

    init?(_ json: JSON) {
        guard let to = json["to"]?.stringValue.flatMap(Mailbox.init), let subject = json["subject"]?.stringValue,
            let text = json["text"]?.stringValue, let language = json["language"]?.stringValue
        else { return nil }
        self.init(
            to: to, subject: subject, text: text, language: language,
            coupon: json["coupon"]?.stringValue.flatMap { Ref(text: $0) })
    }
}

extension Desk {
    /// Queues a letter for the worker, in the transaction of whatever it is about. Belongs inside `once`.
    /// - Returns: refused with `mailOff` where the operator has named no mail server: nothing is queued for nothing; with
    ///   `tooManyAttempts` above what one address or one retailer's people get in a day.
    public func mail(
        to address: Mailbox, subject: String, text: String, language: String, of retailer: ID<Retailer>
    ) async throws -> Answer<ID<Mail>> {
        guard settings.mailServer != nil else { return .refused(.mailOff) }
        let day = Zone.utc.localDate(at: now)
        for (whose, most) in [
            (secrets.mailSubject("invited", address.folded), Mail.perAddressMax),
            (secrets.mailSubject("inviting", retailer.text), Mail.invitationsMax),
        ] where try await !database.countMail(for: whose, on: day, max: most, of: retailer) {
            return .refused(.tooManyAttempts)
        }
        return try await queue(
            LetterDraft(to: address, subject: subject, text: text, language: language), of: retailer)
    }

    func queue(_ letter: LetterDraft, of retailer: ID<Retailer>) async throws -> Answer<ID<Mail>> {
        guard settings.mailServer != nil else { return .refused(.mailOff) }
        let id: ID<Mail> = ids.next()
        let sealed = try secrets.seal(.letterSeal, Array(letter.json.text().utf8), bound: Ref(retailer, id).bytes)
        try await database.queue(id, sealed: sealed, of: retailer, at: now)
        return .done(id)
    }

    func letter(_ taken: TakenMail, of retailer: ID<Retailer>) -> LetterDraft? {
        secrets.open(.letterSeal, taken.sealed, bound: Ref(retailer, taken.id).bytes)
            .flatMap { try? JSON(parsing: $0) }.flatMap { LetterDraft($0) }
    }
}

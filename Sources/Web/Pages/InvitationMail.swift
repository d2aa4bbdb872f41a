import Actions
import Mailing
import Promotions

/// The letter that brings somebody the link to the console.
enum InvitationMail {
    /// - Returns: false where the operator has named no mail server, or for an address that it would not take.
    static func queue(
        _ invitation: NewInvitation, of retailer: ID<Retailer>, in language: PageLanguage, _ desk: Desk
    ) async throws -> Bool {
        guard let mailbox = Mailbox(invitation.user.email.text) else { return false }
        let words = try Words.of(.console, language)
        let pack = LocalePack.pack(for: language.rawValue)
        let name = desk.shelf.current.book(retailer)?.retailer.name ?? ""
        let values = [
            "name": invitation.user.name, "retailer": name, "link": invitation.link,
            "time": pack.deadline(invitation.expiresAt, zone: .utc),
        ]
        let subject = words.text("mail_invitation_subject", values)
        let text = words.text("mail_invitation_text", values)
        let answer = try await desk.mail(
            to: mailbox, subject: subject, text: text, language: language.rawValue, of: retailer)
        if case .done = answer { return true }
        return false
    }
}

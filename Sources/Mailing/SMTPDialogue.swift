import Foundation

/// One letter's dialogue with a mail server, as the client leads it: replies in, what to do next out. It never sees the line.
struct SMTPDialogue {
    enum Action: Hashable {
        case say(String)
        /// Encrypt the line, then call `tlsIsUp`.
        case startTLS
        /// Send the letter and the full stop behind it.
        case sendLetter
        /// Nothing more; what became of it.
        case end(Delivery)
    }

    private enum Step {
        case greeting, hello, startingTLS, loggingIn, user, password, sender, recipient, data, letter, over
    }

    private let server: MailServer
    private let recipient: Mailbox
    private var isEncrypted: Bool
    private var step = Step.greeting

    init(_ server: MailServer, to recipient: Mailbox) {
        self.server = server
        self.recipient = recipient
        isEncrypted = server.security == .implicit
    }

    mutating func hear(_ reply: SMTPReply) -> Action {
        switch step {
        case .greeting: reply.code == 220 ? greet() : end(reply)
        case .hello: reply.code == 250 ? goOn(with: extensions(reply)) : end(reply)
        case .startingTLS: reply.code == 220 ? .startTLS : end(reply)
        case .loggingIn, .password: reply.code == 235 ? mail() : (reply.code == 334 ? logIn() : end(reply))
        case .user: reply.code == 334 ? pass() : end(reply)
        case .sender: reply.code == 250 ? say(.recipient, "RCPT TO:<\(recipient.text)>") : end(reply)
        case .recipient: [250, 251].contains(reply.code) ? say(.data, "DATA") : end(reply, mayRefuse: true)
        case .data: reply.code == 354 ? sendLetter() : end(reply, mayRefuse: true)
        case .letter: reply.code == 250 ? finish(.delivered) : end(reply, mayRefuse: true)
        case .over: finish(.failed("a reply after the end: \(reply.text)"))
        }
    }

    mutating func tlsIsUp() -> Action {
        isEncrypted = true
        return greet()
    }

    private mutating func greet() -> Action {
        say(.hello, "EHLO \(server.from.domain)")
    }

    private mutating func goOn(with extensions: [String: [Substring]]) -> Action {
        if !isEncrypted, server.security == .startTLS {
            // Never in clear instead: whoever sits on the line could have struck the offer out.
            guard extensions["STARTTLS"] != nil else { return finish(.failed("the server offers no TLS")) }
            return say(.startingTLS, "STARTTLS")
        }
        guard let login = server.login else { return mail() }
        let ways = extensions["AUTH"] ?? []
        if ways.contains("PLAIN") {
            return say(.loggingIn, "AUTH PLAIN \(Self.base64("\u{0}\(login.user)\u{0}\(login.password)"))")
        }
        guard ways.contains("LOGIN") else { return finish(.failed("the server takes neither AUTH PLAIN nor LOGIN")) }
        return say(.user, "AUTH LOGIN")
    }

    /// The server asks for the name first.
    private mutating func pass() -> Action {
        say(.loggingIn, Self.base64(server.login?.user ?? ""))
    }

    private mutating func logIn() -> Action {
        guard case .loggingIn = step else { return finish(.failed("the server asks for more than a password")) }
        return say(.password, Self.base64(server.login?.password ?? ""))
    }

    private mutating func mail() -> Action {
        say(.sender, "MAIL FROM:<\(server.from.text)>")
    }

    private mutating func sendLetter() -> Action {
        step = .letter
        return .sendLetter
    }

    private mutating func say(_ next: Step, _ line: String) -> Action {
        step = next
        return .say("\(line)\r\n")
    }

    /// - Parameter mayRefuse: whether a final no is about this letter. Earlier ones are about us, and can be mended.
    private mutating func end(_ reply: SMTPReply, mayRefuse: Bool = false) -> Action {
        finish(mayRefuse && reply.isFinal ? .refused(reply.text) : .failed(reply.text))
    }

    private mutating func finish(_ delivery: Delivery) -> Action {
        step = .over
        return .end(delivery)
    }

    /// What the answer to EHLO offers: its first line is the server's name.
    private func extensions(_ reply: SMTPReply) -> [String: [Substring]] {
        var offered: [String: [Substring]] = [:]
        for line in reply.lines.dropFirst() {
            let words = line.uppercased().split(separator: " ")
            if let name = words.first { offered[String(name)] = words.dropFirst().map { $0 } }
        }
        return offered
    }

    private static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
    }
}

import Foundation
import NIOSSL
import Support
import Testing

@testable import Mailing

@Suite("Handing letters to a mail server")
struct MailerTests {
    static let letter = Letter(
        id: "mal_1", to: Mailbox("kim@example.com")!, subject: "Ваш купон от Larkspur", text: "One.\n.\n..two\n",
        language: "ru", attachments: [.init(name: "a.pdf", mediaType: "application/pdf", bytes: Array("%PDF".utf8))],
        secondsSince1970: 1_784_649_600)

    private static func send(
        _ manner: FakeMailServer.Manner = FakeMailServer.Manner(),
        url: (Int) -> String = {
            "smtp://127.0.0.1:\($0)?from=shop@example.org&tls=none"
        }
    ) async throws -> (Delivery, FakeMailServer) {
        let server = FakeMailServer(manner)
        try await server.start()
        let mailer = try SMTPMailer(try MailServer(url(server.port)))
        let delivery = await mailer.send(letter)
        try await server.stop()
        return (delivery, server)
    }

    @Test("the dialogue, command by command, and the letter with its full stops")
    func dialogue() async throws {
        let (delivery, server) = try await Self.send {
            "smtp://kim:p%40ss@127.0.0.1:\($0)?from=shop@example.org&tls=none"
        }
        #expect(delivery == .delivered)
        #expect(
            server.commands == [
                "EHLO example.org", "AUTH PLAIN \(Data("\u{0}kim\u{0}p@ss".utf8).base64EncodedString())",
                "MAIL FROM:<shop@example.org>", "RCPT TO:<kim@example.com>", "DATA", "QUIT",
            ])
        let text = try #require(server.letters.first)
        #expect(text.contains("To: kim@example.com\r\n") && text.contains("Message-ID: <mal_1@example.org>\r\n"))
        #expect(text.contains("Date: Tue, 21 Jul 2026 16:00:00 +0000\r\n"))
        #expect(text.contains("\r\nOne.\r\n.\r\n..two\r\n"))
        #expect(text.contains("JVBERg=="))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 })
    }

    @Test("a server that knows only AUTH LOGIN")
    func login() async throws {
        let (delivery, server) = try await Self.send(.init(offers: ["AUTH LOGIN"])) {
            "smtp://kim:secret@127.0.0.1:\($0)?from=shop@example.org&tls=none"
        }
        #expect(delivery == .delivered)
        #expect(server.commands[1...3] == ["AUTH LOGIN", "a2lt", "c2VjcmV0"])
    }

    @Test(
        "a no about this letter is for good, a no about us or for now is not",
        arguments: [
            ("RCPT", "550 5.1.1 nobody here", Delivery.refused("550 5.1.1 nobody here")),
            (".", "552 too large", .refused("552 too large")), ("RCPT", "451 later", .failed("451 later")),
            ("AUTH", "535 wrong password", .failed("535 wrong password")),
            ("MAIL", "550 not you", .failed("550 not you")), ("connect", "554 go away", .failed("554 go away")),
        ])
    func refused(command: String, answer: String, expected: Delivery) async throws {
        let (delivery, server) = try await Self.send(.init(answers: [command: answer])) {
            "smtp://kim:secret@127.0.0.1:\($0)?from=shop@example.org&tls=none"
        }
        #expect(delivery == expected)
        #expect(server.letters.isEmpty)
    }

    @Test("a line that breaks, a server that is not there", arguments: ["RCPT", ".", "after ."])
    func broken(at command: String) async throws {
        let (delivery, server) = try await Self.send(.init(hangsUpAt: command))
        guard case .failed = delivery else {
            Issue.record("\(delivery)")
            return
        }
        // The letter may have arrived all the same.
        #expect(server.letters.count == (command == "after ." ? 1 : 0))
        let mailer = try SMTPMailer(try MailServer("smtp://127.0.0.1:\(server.port)?from=a@b.org&tls=none"))
        guard case .failed = await mailer.send(Self.letter) else {
            Issue.record("sent to nobody")
            return
        }
    }

    @Test(
        "STARTTLS and TLS from the start, with an authority of one's own; never in clear instead, nor with a stranger")
    func encrypted() async throws {
        let home = try SelfSigned()
        defer { home.remove() }
        for scheme in ["smtp", "smtps"] {
            let manner = FakeMailServer.Manner(
                offers: ["STARTTLS", "AUTH PLAIN"], tls: try home.context(), isImplicit: scheme == "smtps")
            let good = { (port: Int) in
                "\(scheme)://kim:secret@127.0.0.1:\(port)?from=shop@example.org&ca=\(home.certificate)"
            }
            let (delivery, server) = try await Self.send(manner, url: good)
            #expect(delivery == .delivered, "\(scheme)")
            #expect(server.letters.count == 1)
            if scheme == "smtp" {
                #expect(server.commands[0...2] == ["EHLO example.org", "STARTTLS", "EHLO example.org"])
            }
            let (stranger, untrusted) = try await Self.send(manner) {
                "\(scheme)://kim:secret@127.0.0.1:\($0)?from=shop@example.org"
            }
            guard case .failed = stranger else {
                Issue.record("\(stranger)")
                return
            }
            #expect(!untrusted.commands.contains { $0.hasPrefix("AUTH") })
        }
        let (plain, server) = try await Self.send(.init(offers: ["AUTH PLAIN"])) {
            "smtp://kim:secret@127.0.0.1:\($0)?from=shop@example.org"
        }
        #expect(plain == .failed("the server offers no TLS"))
        #expect(server.commands == ["EHLO example.org", "QUIT"])
    }

    @Test("words that come with the go-ahead for TLS were said by nobody we know")
    func injected() async throws {
        let home = try SelfSigned()
        defer { home.remove() }
        var manner = FakeMailServer.Manner(offers: ["STARTTLS"], tls: try home.context())
        manner.answers["STARTTLS"] = "220 go on\r\n250 and on"
        let (delivery, _) = try await Self.send(manner) {
            "smtp://127.0.0.1:\($0)?from=shop@example.org&ca=\(home.certificate)"
        }
        #expect(delivery == .failed("the server said more before TLS began"))
    }
}

/// A certificate for 127.0.0.1, made by openssl.
private struct SelfSigned {
    let folder: String
    var certificate: String { "\(folder)/cert.pem" }

    init() throws {
        folder = "\(NSTemporaryDirectory())mail-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "\(folder)/key.pem", "-out",
            "\(folder)/cert.pem",
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
    }

    func context() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
        let key = try NIOSSLPrivateKey(file: "\(folder)/key.pem", format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key)))
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: folder)
    }
}

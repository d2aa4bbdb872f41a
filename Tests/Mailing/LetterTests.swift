import Foundation
import Testing

@testable import Mailing

@Suite("Letters, addresses and servers")
struct LetterTests {
    @Test(
        "addresses that every server takes",
        arguments: ["kim@example.com", "k.i-m+1@sub.example.co.uk", "a@b", "o'neil@example.com"])
    func addresses(text: String) {
        #expect(Mailbox(text)?.text == text)
    }

    @Test(
        "and what is none",
        arguments: [
            "", "kim", "@example.com", "kim@", "kim@@example.com", "kim@example..com", ".kim@example.com",
            "ki..m@example.com", "kim@-example.com", "kim @example.com", "kim@example.com\r\nRCPT TO:<x@y.z>",
            "<kim@example.com>", "kim@exämple.com", "k\u{0}im@example.com", "\"kim\"@example.com",
            String(repeating: "k", count: 65) + "@example.com",
        ])
    func others(text: String) {
        #expect(Mailbox(text) == nil)
    }

    @Test("subjects in any script: words that each decode alone, in short lines, without what ends one")
    func subjects() {
        #expect(HeaderWords.encoded("Your coupon", after: 9) == "Your coupon")
        #expect(HeaderWords.encoded("a\r\nBcc: b", after: 9) == "a  Bcc: b")
        let text = String(repeating: "Ваш купон 优惠券 🎟️ ", count: 8)
        let lines = HeaderWords.encoded(text, after: 9).components(separatedBy: "\r\n ")
        #expect(lines.count > 3 && lines.allSatisfy { $0.utf8.count <= 75 })
        let read = lines.map { line in
            String(decoding: Data(base64Encoded: String(line.dropFirst(10).dropLast(2))) ?? Data(), as: UTF8.self)
        }
        #expect(read.joined() == text)
    }

    @Test("quoted-printable keeps lines short, blanks at their ends and every byte")
    func quotedPrintable() {
        #expect(QuotedPrintable.encoded("a=b \nc\td\t") == "a=3Db=20\r\nc\td=09")
        let text = String(repeating: "é日x ", count: 60) + "\n.\n" + String(repeating: "y", count: 200)
        let encoded = QuotedPrintable.encoded(text)
        #expect(encoded.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 76 })
        var bytes: [UInt8] = []
        var rest = Substring(encoded.replacing("=\r\n", with: "").replacing("\r\n", with: "\n"))
        while let next = rest.utf8.first {
            if next == UInt8(ascii: "="), let byte = UInt8(rest.dropFirst().prefix(2), radix: 16) {
                bytes.append(byte)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(next)
                rest = Substring(rest.utf8.dropFirst())
            }
        }
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    private static let reader = """
        import email, email.policy, json, sys
        letter = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
        parts = list(letter.iter_attachments())
        print(json.dumps([letter["subject"], letter.get_body().get_content(), parts[0].get_filename(),
            parts[0].get_content().hex(), [str(defect) for defect in letter.defects]]))
        """

    @Test("a mail program of other hands reads the same subject, words and file")
    func read() throws {
        let (subject, text) = (
            "שובר מ־Larkspur, 优惠券 und ein sehr langer Betreff für alle", "Guten Tag,\n.\n=20 日本語  \nEnde\n"
        )
        let bytes = (0...255).map { UInt8($0) }
        let letter = Letter(
            id: "mal_1", to: try #require(Mailbox("kim@example.com")), subject: subject, text: text,
            language: "de",
            attachments: [Letter.Attachment(name: "a.pdf", mediaType: "application/pdf", bytes: bytes)],
            secondsSince1970: 0)
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = ["python3", "-c", Self.reader]
        let (input, output) = (Pipe(), Pipe())
        (python.standardInput, python.standardOutput) = (input, output)
        try python.run()
        input.fileHandleForWriting.write(
            Data(LetterText(letter, from: try #require(Mailbox("shop@example.org"))).text.utf8))
        try input.fileHandleForWriting.close()
        let read = try JSONSerialization.jsonObject(with: output.fileHandleForReading.readDataToEndOfFile())
        python.waitUntilExit()
        let parts = try #require(read as? [Any])
        #expect(parts[0] as? String == subject && (parts[1] as? String)?.replacing("\r\n", with: "\n") == text)
        #expect(parts[2] as? String == "a.pdf" && (parts[3] as? String)?.hasPrefix("000102") == true)
        #expect((parts[3] as? String)?.count == 512 && (parts[4] as? [Any])?.isEmpty == true)
    }

    @Test("replies come in pieces, of several lines; what is no reply ends it")
    func replies() throws {
        var reader = SMTPReplyReader()
        #expect(try reader.read("250-fake\r\n250-AUTH ".utf8).isEmpty)
        let replies = try reader.read("PLAIN\r\n250 8BITMIME\r\n354 go".utf8)
        #expect(replies == [SMTPReply(code: 250, lines: ["fake", "AUTH PLAIN", "8BITMIME"])])
        #expect(!reader.isEmpty)
        #expect(try reader.read("\n".utf8) == [SMTPReply(code: 354, lines: ["go"])])
        #expect(throws: SMTPReplyReader.Nonsense.self) { try reader.read("hello\r\n".utf8) }
    }

    @Test("a server's URL: how it is reached, and a password only where nobody listens")
    func servers() throws {
        let server = try MailServer("smtps://kim:p%3Fs@mail.example.com?from=shop@example.com")
        #expect(server.port == 465 && server.security == .implicit && server.login?.password == "p?s")
        #expect(server.name == "mail.example.com:465")
        #expect(try MailServer("smtp://mail.example.com?from=a@b.org").port == 587)
        for text in [
            "mail.example.com", "http://mail.example.com?from=a@b.org", "smtp://mail.example.com",
            "smtp://mail.example.com?from=a", "smtps://mail.example.com?from=a@b.org&tls=none",
            "smtp://kim:x@mail.example.com?from=a@b.org&tls=none", "smtp://mail.example.com/x?from=a@b.org",
            "smtp://mail.example.com?from=a@b.org&via=c",
        ] {
            #expect(throws: MailServer.Flaw.self, "\(text)") { try MailServer(text) }
        }
    }
}

import Foundation

/// A letter as it goes over the line (RFC 5322, MIME): seven-bit ASCII in lines of at most 78, each ended by CR and LF.
struct LetterText {
    private static let end = "\r\n"

    private(set) var text = ""

    init(_ letter: Letter, from sender: Mailbox) {
        let id = "\(letter.id)@\(sender.domain)"
        header("From", sender.text)
        header("To", letter.to.text)
        header("Subject", HeaderWords.encoded(letter.subject, after: "Subject: ".count))
        header("Date", MailDate.text(letter.secondsSince1970))
        header("Message-ID", "<\(id)>")
        header("Auto-Submitted", "auto-generated")
        header("MIME-Version", "1.0")
        if letter.attachments.isEmpty {
            body(of: letter)
        } else {
            // Quoted-printable and base64 never have a line like this.
            let boundary = "=_\(letter.id)_="
            header("Content-Type", "multipart/mixed;\(Self.end) boundary=\"\(boundary)\"")
            text += "\(Self.end)--\(boundary)\(Self.end)"
            body(of: letter)
            for attachment in letter.attachments {
                text += "\(Self.end)--\(boundary)\(Self.end)"
                part(attachment)
            }
            text += "\(Self.end)--\(boundary)--\(Self.end)"
        }
    }

    private mutating func header(_ name: String, _ value: String) {
        text += "\(name): \(value)\(Self.end)"
    }

    private mutating func body(of letter: Letter) {
        header("Content-Type", "text/plain; charset=utf-8")
        header("Content-Language", letter.language)
        header("Content-Transfer-Encoding", "quoted-printable")
        text += Self.end + QuotedPrintable.encoded(letter.text)
    }

    private mutating func part(_ attachment: Letter.Attachment) {
        header("Content-Type", attachment.mediaType)
        header("Content-Disposition", "attachment;\(Self.end) filename=\"\(attachment.name)\"")
        header("Content-Transfer-Encoding", "base64")
        text += Self.end
        text += Data(attachment.bytes).base64EncodedString(
            options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
    }

    /// As it stands after DATA: no line of the letter is the lone full stop that ends it (RFC 5321, 4.5.2).
    var stuffed: String {
        let lines = text.hasSuffix(Self.end) ? String(text.dropLast()) : text
        let safe = lines.components(separatedBy: Self.end).map { $0.hasPrefix(".") ? ".\($0)" : $0 }
        return safe.joined(separator: Self.end) + "\(Self.end).\(Self.end)"
    }
}

/// RFC 2047: what is not ASCII in a header.
enum HeaderWords {
    /// Bytes in one encoded word: with its frame it stays under 75 characters.
    private static let bytesMax = 42

    static func encoded(_ text: String, after start: Int) -> String {
        let plain = String(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
        if plain.utf8.allSatisfy({ $0 < 0x7F }), plain.utf8.count + start <= 78, !plain.contains("=?") { return plain }
        var words: [String] = []
        var bytes: [UInt8] = []
        for character in plain {
            if !bytes.isEmpty, bytes.count + character.utf8.count > bytesMax {
                words.append(word(bytes))
                bytes = []
            }
            bytes += character.utf8
        }
        return (words + [word(bytes)]).joined(separator: "\r\n ")
    }

    private static func word(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?\(Data(bytes).base64EncodedString())?="
    }
}

/// RFC 2045, 6.7.
enum QuotedPrintable {
    private static let lineMax = 76

    static func encoded(_ text: String) -> String {
        text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
            .map { encoded(line: $0) }.joined(separator: "\r\n")
    }

    private static func encoded(line: Substring) -> String {
        var lines = ""
        var length = 0
        let bytes = Array(line.utf8)
        for (place, byte) in bytes.enumerated() {
            let isLast = place == bytes.count - 1
            let sign = sign(byte, isLast: isLast)
            // Room for the "=" that goes on.
            if length + sign.utf8.count > lineMax - 1 {
                lines += "=\r\n"
                length = 0
            }
            lines += sign
            length += sign.utf8.count
        }
        return lines
    }

    private static func sign(_ byte: UInt8, isLast: Bool) -> String {
        switch byte {
        case UInt8(ascii: "="): "=3D"
        // Blanks at the end of a line get lost on the way.
        case UInt8(ascii: " "), UInt8(ascii: "\t"): isLast ? hex(byte) : String(UnicodeScalar(byte))
        case 0x21...0x7E: String(UnicodeScalar(byte))
        default: hex(byte)
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        let digits = Array("0123456789ABCDEF")
        return "=\(digits[Int(byte >> 4)])\(digits[Int(byte & 0xF)])"
    }
}

/// RFC 5322, 3.3, in UTC.
enum MailDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(_ secondsSince1970: Int64) -> String {
        var utc = tm()
        var seconds = time_t(max(0, secondsSince1970))
        gmtime_r(&seconds, &utc)
        let weekday = weekdays[Int(max(0, secondsSince1970) / 86_400 % 7)]
        let two = { (number: Int32) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(weekday), \(utc.tm_mday) \(months[Int(utc.tm_mon)]) \(utc.tm_year + 1_900) "
            + "\(two(utc.tm_hour)):\(two(utc.tm_min)):\(two(utc.tm_sec)) +0000"
    }
}

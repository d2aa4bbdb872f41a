import Foundation

/// A coupon as ink: every field is text already in the shopper's language and the store's local time. Printing formats
/// nothing.
public struct PrintedCoupon: Hashable, Sendable {
    public var headline: String
    /// What is offered, when and under which conditions; one line or paragraph each.
    public var details: [String]
    /// Where it is valid. The card may cut these with an ellipsis; the page behind the link has them all.
    public var storeLines: [String]
    /// The end in words, such as "until Friday 14 August, closing time".
    public var expiry: String
    /// Paper pages print all of it or refuse; the card may cut it with an ellipsis.
    public var terms: String
    public var legal: [String]
    /// As a person types it, grouped: `XXXX-XXXX-XXXX`.
    public var code: String
    /// Content of the Code 128: the same symbols bare.
    public var barcode: String
    /// Content of the QR; in capitals it stays in the denser alphanumeric mode.
    public var link: String
    public var issuer: String
    /// The rule on top. It never reaches a symbol.
    public var accent: Colour
    /// On pages and rolls; cards and labels have no room for one.
    public var logo: PrintedLogo?
    /// BCP 47; chooses the glyph forms of Han characters and the reading language of the PDF.
    public var language: String
    public var isRightToLeft: Bool
    /// Prints its word across the paper, under the symbols' white.
    public var isSpecimen: Bool
    public var specimenWord: String
    /// Seconds since 1970; becomes the PDF's creation date, so that a reprint has the same bytes.
    public var createdAtSeconds: Int64

    public init(
        headline: String, details: [String], storeLines: [String], expiry: String, terms: String, legal: [String],
        code: String, barcode: String, link: String, issuer: String, accent: Colour, language: String,
        isRightToLeft: Bool, isSpecimen: Bool, specimenWord: String = "SPECIMEN",
        createdAtSeconds: Int64
    ) {
        self.headline = headline
        self.details = details
        self.storeLines = storeLines
        self.expiry = expiry
        self.terms = terms
        self.legal = legal
        self.code = code
        self.barcode = barcode
        self.link = link
        self.issuer = issuer
        self.accent = accent
        self.language = language
        self.isRightToLeft = isRightToLeft
        self.isSpecimen = isSpecimen
        self.specimenWord = specimenWord
        self.createdAtSeconds = createdAtSeconds
    }
}

/// An sRGB colour of 8 bits a channel.
public struct Colour: Hashable, Sendable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#0B6E4F`, with or without the number sign; nil for anything else.
    public init?(hex: String) {
        let digits = hex.hasPrefix("#") ? hex.dropFirst() : Substring(hex)
        guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else {
            return nil
        }
        self.init(red: UInt8(value >> 16), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
    }

    /// As WCAG 2 measures it, 1 to 21.
    func contrast(with other: Colour) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    private var luminance: Double {
        func linear(_ channel: UInt8) -> Double {
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// Graphics need three to one to be seen by all; texts and symbols are black anyway.
    public var isSeenOnWhite: Bool { contrast(with: .white) >= 3 }

    func checkOnWhite() throws(PrintProblem) {
        guard isSeenOnWhite else { throw .pale(.accent) }
    }

    static let black = Colour(red: 0, green: 0, blue: 0)
    static let white = Colour(red: 255, green: 255, blue: 255)
    static let watermark = Colour(red: 224, green: 224, blue: 224)

    /// Rec. 709 luma of the stored values, 0 to 1: what the grey surface prints.
    var luma: Double {
        (0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)) / 255
    }
}

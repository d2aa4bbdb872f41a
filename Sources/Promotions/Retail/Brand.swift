/// How a retailer's papers look.
public struct Brand: Hashable, Sendable {
    public static let contactLength = 1...200

    /// `#` and six hexadecimal digits in small letters; nil for footfall's own colour.
    public var accent: String?
    /// Whom cashiers call, as the brief prints it.
    public var contact: String?
    /// A PNG of our own drawing, never the file that was sent.
    public var logo: [UInt8]?

    public init(accent: String? = nil, contact: String? = nil, logo: [UInt8]? = nil) {
        self.accent = accent
        self.contact = contact
        self.logo = logo
    }
}

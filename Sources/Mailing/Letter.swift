/// A mail before it is written out.
public struct Letter: Sendable {
    public struct Attachment: Sendable {
        /// ASCII, without quotes.
        public let name: String
        public let mediaType: String
        public let bytes: [UInt8]

        public init(name: String, mediaType: String, bytes: [UInt8]) {
            self.name = name
            self.mediaType = mediaType
            self.bytes = bytes
        }
    }

    /// Ours alone, and the same whenever it is sent again: who gets it twice can tell.
    public let id: String
    public let to: Mailbox
    public let subject: String
    public let text: String
    /// BCP 47.
    public let language: String
    public let attachments: [Attachment]
    public let secondsSince1970: Int64

    public init(
        id: String, to: Mailbox, subject: String, text: String, language: String, attachments: [Attachment] = [],
        secondsSince1970: Int64
    ) {
        self.id = id
        self.to = to
        self.subject = subject
        self.text = text
        self.language = language
        self.attachments = attachments
        self.secondsSince1970 = secondsSince1970
    }
}

/// What became of one try.
public enum Delivery: Hashable, Sendable {
    case delivered
    /// For good: the server does not want this letter. What it said.
    case refused(String)
    /// This time.
    case failed(String)
}

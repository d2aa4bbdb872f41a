/// The poster by a store's door: a QR large enough to be scanned from some steps away.
public struct PrintedPoster: Hashable, Sendable {
    /// What to do: "Check in here".
    public var title: String
    public var store: String
    /// How: "Point your phone's camera at this code."
    public var hint: String
    public var issuer: String
    /// Content of the QR.
    public var link: String
    public var accent: Colour
    /// In place of the issuer's name.
    public var logo: PrintedLogo?
    /// BCP 47.
    public var language: String
    public var isRightToLeft: Bool
    public var createdAtSeconds: Int64

    public init(
        title: String, store: String, hint: String, issuer: String, link: String, accent: Colour, language: String,
        isRightToLeft: Bool, createdAtSeconds: Int64
    ) {
        self.title = title
        self.store = store
        self.hint = hint
        self.issuer = issuer
        self.link = link
        self.accent = accent
        self.language = language
        self.isRightToLeft = isRightToLeft
        self.createdAtSeconds = createdAtSeconds
    }
}

public enum PosterPaper: String, CaseIterable, Sendable {
    case a4, a3

    /// In points.
    var size: (width: Double, height: Double) {
        switch self {
        case .a4: (Points.mm(210), Points.mm(297))
        case .a3: (Points.mm(297), Points.mm(420))
        }
    }
}

/// What every paper beside a coupon says of where it comes from.
public struct Letterhead: Hashable, Sendable {
    public var issuer: String
    public var accent: Colour
    public var logo: PrintedLogo?
    /// BCP 47.
    public var language: String
    public var isRightToLeft: Bool
    /// Seconds since 1970; becomes the PDF's creation date, so that a reprint has the same bytes.
    public var createdAtSeconds: Int64

    public init(
        issuer: String, accent: Colour, logo: PrintedLogo? = nil, language: String, isRightToLeft: Bool,
        createdAtSeconds: Int64
    ) {
        self.logo = logo
        self.issuer = issuer
        self.accent = accent
        self.language = language
        self.isRightToLeft = isRightToLeft
        self.createdAtSeconds = createdAtSeconds
    }
}

/// A QR with its words: a specimen to practise with, or a till to set up.
public struct PrintedEntry: Hashable, Sendable {
    public var name: String
    /// What is said or done; empty for none.
    public var words: String
    /// As a person types it.
    public var code: String
    /// Content of the QR.
    public var link: String

    public init(name: String, words: String, code: String, link: String) {
        self.name = name
        self.words = words
        self.code = code
        self.link = link
    }
}

/// A page for the cashier, and one to write codes on when nothing works. Every text is in the reader's language.
public struct PrintedBrief: Hashable, Sendable {
    public var letterhead: Letterhead
    /// Whom it is for.
    public var label: String
    public var headline: String
    /// The offer and its conditions, a line each.
    public var details: [String]
    public var steps: [String]
    public var practise: String
    public var specimens: [PrintedEntry]
    /// Whom to call; a line to write on follows where `contact` is empty.
    public var call: String
    public var contact: String
    public var slip: PrintedSlip

    public init(
        letterhead: Letterhead, label: String, headline: String, details: [String], steps: [String], practise: String,
        specimens: [PrintedEntry], call: String, contact: String, slip: PrintedSlip
    ) {
        self.letterhead = letterhead
        self.label = label
        self.headline = headline
        self.details = details
        self.steps = steps
        self.practise = practise
        self.specimens = specimens
        self.call = call
        self.contact = contact
        self.slip = slip
    }
}

/// Twenty lines to write on, each with a box for every symbol of a code.
public struct PrintedSlip: Hashable, Sendable {
    public static let lineCount = 20

    public var title: String
    public var hint: String
    /// Heads of the columns.
    public var code: String
    public var time: String
    public var receipt: String
    public var cashier: String

    public init(title: String, hint: String, code: String, time: String, receipt: String, cashier: String) {
        self.title = title
        self.hint = hint
        self.code = code
        self.time = time
        self.receipt = receipt
        self.cashier = cashier
    }
}

/// What stands at the shelf: the offer, and for one store the QR to check in with.
public struct PrintedShelfCard: Hashable, Sendable {
    public var letterhead: Letterhead
    public var headline: String
    public var details: [String]
    public var terms: String
    /// What to do, how, and the content of the QR; nil where the card is for no store in particular.
    public var invitation: Invitation?

    public struct Invitation: Hashable, Sendable {
        public var title: String
        public var hint: String
        public var link: String

        public init(title: String, hint: String, link: String) {
            self.title = title
            self.hint = hint
            self.link = link
        }
    }

    public init(
        letterhead: Letterhead, headline: String, details: [String], terms: String, invitation: Invitation?
    ) {
        self.letterhead = letterhead
        self.headline = headline
        self.details = details
        self.terms = terms
        self.invitation = invitation
    }
}

/// The codes with which a store's devices become tills: once each, and secret until then.
public struct PrintedEnrolment: Hashable, Sendable {
    public var letterhead: Letterhead
    public var title: String
    public var store: String
    public var hint: String
    /// How long the codes are good.
    public var deadline: String
    public var tills: [PrintedEntry]

    public init(
        letterhead: Letterhead, title: String, store: String, hint: String, deadline: String, tills: [PrintedEntry]
    ) {
        self.letterhead = letterhead
        self.title = title
        self.store = store
        self.hint = hint
        self.deadline = deadline
        self.tills = tills
    }
}

/// A paper beside the coupon, with the size it is for.
public enum PrintedPaper: Hashable, Sendable {
    case poster(PrintedPoster, PosterPaper)
    case shelfCard(PrintedShelfCard, ShelfPaper)
    /// Two pages.
    case brief(PrintedBrief, OfficePaper)
    /// As many pages as the tills need.
    case enrolment(PrintedEnrolment, OfficePaper)
}

extension PrintedPaper {
    var document: Document {
        switch self {
        case .poster(let poster, _):
            Document(
                title: poster.title, author: poster.issuer, language: poster.language,
                createdAtSeconds: poster.createdAtSeconds)
        case .shelfCard(let card, _): Document(title: card.headline, card.letterhead)
        case .brief(let brief, _): Document(title: brief.headline, brief.letterhead)
        case .enrolment(let enrolment, _): Document(title: enrolment.title, enrolment.letterhead)
        }
    }
}

extension Document {
    fileprivate init(title: String, _ letterhead: Letterhead) {
        self.init(
            title: title, author: letterhead.issuer, language: letterhead.language,
            createdAtSeconds: letterhead.createdAtSeconds)
    }
}

/// What every office printer holds.
public enum OfficePaper: String, CaseIterable, Sendable {
    case a4, letter

    var paper: Paper { self == .a4 ? .a4 : .letter }
}

/// A shelf card lies on its long side.
public enum ShelfPaper: String, CaseIterable, Sendable {
    case a6, a5

    /// In points.
    var size: (width: Double, height: Double) {
        switch self {
        case .a6: (Points.mm(148), Points.mm(105))
        case .a5: (Points.mm(210), Points.mm(148))
        }
    }
}

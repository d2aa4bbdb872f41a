/// Why nothing was printed.
public enum PrintProblem: Error, Hashable, Sendable {
    /// The queue is full; try again in a moment.
    case busy
    /// No font of the chain can draw these characters.
    case missingGlyphs([String])
    /// This text, or the symbol made from it, has no room on that paper even at the smallest type allowed.
    case overflow(PrintedField)
    /// Hardly to be seen on white paper.
    case pale(PrintedField)
    /// The text tells an operator what broke; it holds nothing of the coupon but its symbol content's length.
    case failed(String)
}

/// The part of a coupon that a problem names.
public enum PrintedField: String, CaseIterable, Sendable {
    case headline, details, stores, expiry, terms, legal, code, barcode, link, issuer, accent
}

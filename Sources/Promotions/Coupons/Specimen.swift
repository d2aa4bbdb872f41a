/// What a cashier practises: one code that a till takes, one for each refusal met most, and one that is good in a store
/// that has none left of what it is for.
///
/// The raw value is the public name. The order is that of the brief.
public enum SpecimenCase: String, CaseIterable, Sendable {
    case good, used, expired
    case wrongStore = "wrong_store"
    case soldOut = "sold_out"
}

/// Codes for practice start with `TEST`, which no other code does: whoever reads one sees what it is.
extension CouponCode {
    public static let specimenMark = "TEST"
    static let specimenMarkValues = specimenMark.utf8.compactMap(Base32.value)

    /// How many symbols after the mark are free; one more is the check symbol.
    public static let specimenTailCount = Profile.standard.length - specimenMark.utf8.count - 1

    /// - Parameter tail: `specimenTailCount` numbers below 32.
    /// - Returns: nil if there are more or less of them, one is too large, or they read as a rude word.
    public init?(specimenTail tail: [UInt8]) {
        guard tail.count == Self.specimenTailCount, tail.allSatisfy({ $0 < 32 }) else { return nil }
        var values = Self.specimenMarkValues + tail
        values.append(Self.checkSymbol(of: values))
        guard !RudeWords.occur(in: values) else { return nil }
        self.init(values: values)
    }

    /// In form only: `Secrets.specimenCase` says whether it is one.
    public var hasSpecimenMark: Bool {
        symbols.hasPrefix(Self.specimenMark)
    }

    /// The free symbols of a code with the mark, as numbers.
    public var specimenTail: [UInt8] {
        symbols.utf8.dropFirst(Self.specimenMark.utf8.count).dropLast().compactMap(Base32.value)
    }
}

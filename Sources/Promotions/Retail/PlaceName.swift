/// The name of a place as people type it: a shop, a street, a town.
public struct PlaceName: Hashable, Sendable {
    public static let lengths = 2...100
    /// So many words decide; what comes after them is passed over.
    private static let wordsMax = 6

    private let words: [String]

    public init?(_ typed: String) { self.init(typed, shortest: 2) }

    /// - Parameter shortest: nil without a word of so many letters or digits.
    public init?(_ typed: String, shortest: Int) {
        words = Array(Self.words(of: typed).prefix(Self.wordsMax))
        guard words.contains(where: { $0.count >= shortest }) else { return nil }
    }

    private static func words(of text: String) -> [String] {
        FoldedText.of(text).split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    /// Whether each word begins one of the store's name, brand, address or region.
    /// - Parameter alsoNumber: what the retailer calls it counts too.
    public func names(_ store: Store, alsoNumber: Bool = false) -> Bool {
        let number = alsoNumber ? store.externalID : nil
        let texts = [store.name, store.brand, store.address, store.region, number].compactMap(\.self)
        let known = Self.words(of: texts.joined(separator: " "))
        return words.allSatisfy { word in known.contains { $0.hasPrefix(word) } }
    }
}

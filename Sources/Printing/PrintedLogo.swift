/// A retailer's mark, as `PrintShop.readLogo` drew it: opaque, small, and in no format but ours.
public struct PrintedLogo: Hashable, Sendable {
    /// What is taken: larger files and pictures are no logos, and a picture of billions of pixels fits in few bytes.
    public static let bytesMax = 512 << 10
    public static let sideMax = 4_000
    public static let sideMin = 16
    /// Into what it is scaled: 600 dots to the inch at the size at which pages print it.
    static let keptWidth = 1_000
    static let keptHeight = 280

    public let png: [UInt8]
    let width: Int
    let height: Int

    /// - Parameter png: of our own drawing; nil if it is no PNG.
    public init?(png: [UInt8]) {
        guard let size = LogoReader.pngSize(png) else { return nil }
        (self.png, width, height) = (png, size.width, size.height)
    }

    /// As large as it fits, at its own proportions.
    func fitted(width: Double, height: Double) -> (width: Double, height: Double) {
        let scale = min(width / Double(self.width), height / Double(self.height))
        return (Double(self.width) * scale, Double(self.height) * scale)
    }
}

/// Why a file is not taken as a logo.
public enum LogoFlaw: Error, Hashable, Sendable {
    case tooManyBytes, notAPicture, tooLarge, tooSmall
}

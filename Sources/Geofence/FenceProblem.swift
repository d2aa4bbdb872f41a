/// Why a fence cannot be taken as given.
public enum FenceProblem: Error, Hashable, Sendable {
    case radiusOutOfRange
    case noRings
    case tooFewVertices
    case tooManyVertices
    case zeroArea
    case ringRoundPole

    /// One English sentence for whoever drew the fence.
    public var reason: String {
        switch self {
        case .radiusOutOfRange: "The radius must be between 10 m and 50 km."
        case .noRings: "A polygon needs at least its outer ring."
        case .tooFewVertices: "Every ring needs at least three different points."
        case .tooManyVertices: "A polygon may have at most 10,000 points, all rings together."
        case .zeroArea: "A ring encloses no area: its points lie on one line, or it runs back along itself."
        case .ringRoundPole: "A ring must not touch a pole or run round it; use a circle there."
        }
    }
}

/// The ground that counts as being at a store.
public enum Fence: Hashable, Sendable {
    /// Radius along the ground, in metres. `circle(center:checkedRadiusMeters:)` checks it; a radius that is negative or not
    /// finite holds nothing.
    case circle(center: Position, radiusMeters: Double)
    case polygon(Polygon)

    /// Metres that a circle's radius may have.
    public static let radiusRange = 10.0...50_000.0
    /// No reported accuracy is believed below this: phones claim 2 m and are 200 m off.
    public static let accuracyFloorMeters = 5.0

    /// A circle of 10 m to 50 km.
    public static func circle(center: Position, checkedRadiusMeters radius: Double) throws(FenceProblem) -> Fence {
        guard radiusRange.contains(radius) else { throw .radiusOutOfRange }
        return .circle(center: center, radiusMeters: radius)
    }

    /// Whether the position itself lies in the fence. Circles include their edge; polygon edges belong to exactly one of two
    /// neighbours that share them.
    public func contains(_ position: Position) -> Bool {
        switch self {
        case .circle(let center, let radius): Circle(center, radius).contains(position, position.geocentric)
        case .polygon(let polygon): polygon.outline.contains(position)
        }
    }

    /// Probability, 0...1, that the true position lies in the fence, given how far off the fix may be.
    /// `accuracyFloorMeters` is the least accuracy that is believed.
    public func containment(
        of fix: Fix, accuracyFloorMeters floor: Double = Fence.accuracyFloorMeters
    ) -> Double {
        let sigma = fix.sigmaMeters(accuracyFloorMeters: floor)
        switch self {
        case .circle(let center, let radius):
            let distance = fix.position.distanceMeters(to: center)
            return Circle.mass(radius: radius, distance: distance, sigma: sigma)
        case .polygon(let polygon):
            return polygon.outline.mass(around: fix.position, sigma: sigma)
        }
    }

    /// Metres along the ground to the nearest point of the fence: 0 inside, infinite if it holds nothing.
    public func distanceMeters(from position: Position) -> Double {
        switch self {
        case .circle(let center, let radius): Circle(center, radius).distance(from: position, position.geocentric)
        case .polygon(let polygon): polygon.outline.distance(from: position)
        }
    }

    /// The circle's centre, or the middle of the polygon's bounding box (which need not lie inside).
    public var center: Position {
        switch self {
        case .circle(let center, _): center
        case .polygon(let polygon): polygon.outline.center
        }
    }
}

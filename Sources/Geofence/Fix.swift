import Glibc

/// What a phone reports: a position and the radius in metres that holds the true one with 68 % probability (Android's
/// definition; iOS states no level and is read the same way).
public struct Fix: Hashable, Sendable {
    public let position: Position
    public let accuracyMeters: Double

    /// A fix is read as an isotropic Gaussian in the plane: 1 - exp(-a^2 / 2 sigma^2) = 0.68.
    static let accuracyPerSigma = (-2 * log(0.32)).squareRoot()
    /// Consecutive fixes share their errors, so fusing them never claims to be better than this.
    static let fusedSigmaFloorMeters = 3.0

    /// Nil unless the accuracy is finite and above 0 (iOS says "invalid" with a negative one).
    public init?(position: Position, accuracyMeters: Double) {
        guard accuracyMeters.isFinite, accuracyMeters > 0 else { return nil }
        self.position = position
        self.accuracyMeters = accuracyMeters
    }

    /// Standard deviation along each axis, in metres, of a fix whose accuracy is not believed below `floor`.
    public func sigmaMeters(accuracyFloorMeters floor: Double = Fence.accuracyFloorMeters) -> Double {
        max(accuracyMeters, floor) / Self.accuracyPerSigma
    }

    /// One fix out of several of the same standing phone, weighted by inverse variance; nil for none, or when they
    /// have no middle because they lie all over the Earth. Fixes that contradict each other give a wider result, so that two
    /// places on either side of a fence do not add up to certainty inside it.
    public static func fused(_ fixes: [Fix]) -> Fix? {
        guard let first = fixes.first else { return nil }
        let variances = fixes.map { fix in
            let sigma = max(fusedSigmaFloorMeters, fix.accuracyMeters / accuracyPerSigma)
            return sigma * sigma
        }
        guard fixes.count > 1 else {
            return Fix(position: first.position, accuracyMeters: variances[0].squareRoot() * accuracyPerSigma)
        }
        guard let middle = middle(of: fixes, variances: variances) else { return nil }
        var scatter = 0.0
        var weight = 0.0
        for (fix, variance) in zip(fixes, variances) {
            let distance = fix.position.distanceMeters(to: middle)
            scatter += distance * distance / variance
            weight += 1 / variance
        }
        // Expected value 1 when the reported accuracies are true: two coordinates for each fix beyond the first.
        let disagreement = max(1, scatter / Double(2 * (fixes.count - 1)))
        let sigma = max(fusedSigmaFloorMeters, (disagreement / weight).squareRoot())
        return Fix(position: middle, accuracyMeters: sigma * accuracyPerSigma)
    }

    /// Mean of the surface normals, which has neither seam nor poles.
    private static func middle(of fixes: [Fix], variances: [Double]) -> Position? {
        var x = 0.0
        var y = 0.0
        var z = 0.0
        var weight = 0.0
        for (fix, variance) in zip(fixes, variances) {
            let phi = fix.position.latitude * WGS84.radiansPerDegree
            let lambda = fix.position.canonicalLongitude * WGS84.radiansPerDegree
            x += cos(phi) * cos(lambda) / variance
            y += cos(phi) * sin(lambda) / variance
            z += sin(phi) / variance
            weight += 1 / variance
        }
        guard (x * x + y * y + z * z).squareRoot() > weight * 0.1 else { return nil }
        let latitude = atan2(z, (x * x + y * y).squareRoot()) / WGS84.radiansPerDegree
        return Position(wrappingLatitude: latitude, longitude: atan2(y, x) / WGS84.radiansPerDegree)
    }
}

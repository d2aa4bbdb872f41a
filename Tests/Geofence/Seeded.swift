import Glibc

@testable import Geofence

/// Randomness that a failing test can repeat: SplitMix64.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func number(_ range: Range<Double>) -> Double { Double.random(in: range, using: &self) }

    /// Two independent standard normal numbers.
    mutating func normalPair() -> (Double, Double) {
        let radius = (-2 * log(number(1e-300..<1))).squareRoot()
        let angle = number(0..<(2 * .pi))
        return (radius * cos(angle), radius * sin(angle))
    }

    /// A position about this many metres from another, in any direction, also over a pole or the antimeridian.
    mutating func position(near origin: Position, meters: Double) -> Position {
        let angle = number(0..<(2 * .pi))
        return place(origin, east: meters * cos(angle), north: meters * sin(angle))
    }
}

/// Unchecked coordinates are a mistake in the test.
func at(_ latitude: Double, _ longitude: Double) -> Position {
    guard let position = Position(latitude: latitude, longitude: longitude) else {
        preconditionFailure("no position: \(latitude), \(longitude)")
    }
    return position
}

func fix(_ position: Position, accuracy: Double) -> Fix {
    guard let fix = Fix(position: position, accuracyMeters: accuracy) else {
        preconditionFailure("no fix: \(accuracy)")
    }
    return fix
}

/// Where one arrives over the tangent plane: right to a few parts in a million within ten kilometres, at the poles too.
func place(_ origin: Position, east: Double, north: Double) -> Position {
    let phi = origin.latitude * .pi / 180
    let lambda = origin.longitude * .pi / 180
    let start = origin.geocentric
    let x = start.x - east * sin(lambda) - north * sin(phi) * cos(lambda)
    let y = start.y + east * cos(lambda) - north * sin(phi) * sin(lambda)
    let z = start.z + north * cos(phi)
    let latitude = atan2(z, (1 - WGS84.eccentricitySquared) * (x * x + y * y).squareRoot())
    return Position(wrappingLatitude: latitude * 180 / .pi, longitude: atan2(y, x) * 180 / .pi)
}

/// A rectangle, counter-clockwise from its south-west corner. `east` past 180 means over the antimeridian.
func rectangle(west: Double, south: Double, east: Double, north: Double) -> [Position] {
    func wrapped(_ longitude: Double) -> Double { longitude > 180 ? longitude - 360 : longitude }
    return [
        at(south, wrapped(west)), at(south, wrapped(east)), at(north, wrapped(east)), at(north, wrapped(west)),
    ]
}

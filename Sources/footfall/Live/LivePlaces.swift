import Geofence
import Promotions

/// The made-up shops of the live demo, round Wellington, and one in Auckland for whoever pretends to be there too.
struct LivePlace: Hashable, Sendable {
    let name: String
    let address: String
    /// Where the shop really is.
    let latitude: Double
    let longitude: Double
    /// How far north of it somebody has set its pin.
    var pinMetersOff = 0.0

    var pin: Position? { Position(latitude: latitude + pinMetersOff / Self.metersPerDegree, longitude: longitude) }

    private static let metersPerDegree = 111_200.0

    func document(number: Int) -> JSON {
        [
            "external_id": .string("\(number + 1)"), "name": .string(name), "brand": "Tidewater",
            "region": .string(latitude > -39 ? "Auckland" : "Wellington"), "address": .string(address),
            "time_zone": "Pacific/Auckland",
            "location": [
                "latitude": .double(pin?.latitude ?? latitude), "longitude": .double(longitude),
            ],
            "fence": ["type": "circle", "radius_meters": 75], "hours": OpeningHours.always.json,
        ]
    }

    static let pinOff = 3
    static let soldOut = 5
    static let lineCut = 7
    static let unready = 9
    static let farAway = 11

    static let all: [LivePlace] = [
        LivePlace(name: "Cuba Street", address: "Cuba Street, Te Aro", latitude: -41.2935, longitude: 174.7755),
        LivePlace(name: "Lambton Quay", address: "Lambton Quay, Wellington", latitude: -41.2822, longitude: 174.7752),
        LivePlace(name: "Courtenay Place", address: "Courtenay Place, Te Aro", latitude: -41.2933, longitude: 174.7838),
        LivePlace(
            name: "Oriental Bay", address: "Oriental Parade, Wellington", latitude: -41.2908, longitude: 174.7948,
            pinMetersOff: 140),
        LivePlace(name: "Newtown", address: "Riddiford Street, Newtown", latitude: -41.3118, longitude: 174.7790),
        LivePlace(name: "Thorndon", address: "Molesworth Street, Thorndon", latitude: -41.2747, longitude: 174.7789),
        LivePlace(name: "Kelburn", address: "Upland Road, Kelburn", latitude: -41.2857, longitude: 174.7620),
        LivePlace(name: "Miramar", address: "Park Road, Miramar", latitude: -41.3166, longitude: 174.8170),
        LivePlace(name: "Karori", address: "Karori Road, Karori", latitude: -41.2846, longitude: 174.7370),
        LivePlace(name: "Petone", address: "Jackson Street, Petone", latitude: -41.2275, longitude: 174.8706),
        LivePlace(name: "Johnsonville", address: "Johnsonville Road", latitude: -41.2230, longitude: 174.8055),
        LivePlace(name: "Ponsonby", address: "Ponsonby Road, Auckland", latitude: -36.8560, longitude: 174.7460),
    ]
}

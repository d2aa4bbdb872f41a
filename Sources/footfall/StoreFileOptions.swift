import Actions
import ArgumentParser
import Promotions

/// How to read a CSV file of stores.
struct StoreFileOptions: ParsableArguments {
    @Option(help: "IANA time zone of rows that name none, such as America/Los_Angeles.")
    var timeZone: String?

    @Option(help: "Radius in meters of the fence of rows that name none.")
    var radius = 75.0

    @Option(help: "Which header stands for which column.")
    var map: String?

    func validate() throws {
        if let timeZone, Zone(identifier: timeZone) == nil {
            throw ValidationError("\(timeZone) is not an IANA time zone, such as America/Los_Angeles.")
        }
        guard (10...50_000).contains(radius) else {
            throw ValidationError("The radius must be 10 to 50000 meters.")
        }
    }

    func order() throws -> ImportOrder {
        ImportOrder(
            mapping: try map.map { text throws(Invalid) in try StoreMapping(text) } ?? StoreMapping(),
            zone: timeZone.flatMap { Zone(identifier: $0) }, radiusMeters: radius)
    }
}

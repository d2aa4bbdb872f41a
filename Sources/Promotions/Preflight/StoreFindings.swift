import Geofence

/// Stores that would spoil a launch: without hours, on top of each other, or where they cannot be.
extension Preflight {
    /// A zone's clock follows the sun; China's is three hours off in its far west, none is further.
    private static let sunDegreesMax = 60.0

    var storeFindings: [Finding] {
        var findings = hoursFindings + pinFindings
        let overlaps = overlappingStores
        if !overlaps.isEmpty {
            findings.append(
                Finding(
                    .warning, "stores",
                    "\(Self.count(overlaps, "has a fence that overlaps", "have fences that overlap")) another's; shoppers there must choose: "
                        + "\(Self.names(overlaps))."))
        }
        if terms.stores.participation == .optIn {
            let agreed = stores.count { $0.owner == .franchise }
            findings.append(
                Finding(
                    .note, "stores.participation",
                    agreed == 1
                        ? "1 franchised store has agreed to take part so far."
                        : "\(agreed) franchised stores have agreed to take part so far."))
        }
        return findings
    }

    private var hoursFindings: [Finding] {
        let unknown = stores.filter { $0.hours == nil }
        var findings: [Finding] = []
        if !unknown.isEmpty {
            findings.append(
                Finding(
                    .warning, "stores",
                    "\(Self.count(unknown, "has no opening hours and counts", "have no opening hours and count")) as open at any time: "
                        + "\(Self.names(unknown))."))
        }
        let shut = stores.filter { store in
            guard let hours = store.hours else { return false }
            let windows = terms.schedule.windowsToCome(Self.windowsShown, at: now, zone: store.zone)
            return !windows.isEmpty && windows.allSatisfy { !isOpen(hours, store.zone, during: $0) }
        }
        if !shut.isEmpty {
            findings.append(
                Finding(
                    .warning, "schedule.windows",
                    "\(Self.count(shut, "is", "are")) closed in all of the next windows: \(Self.names(shut))."))
        }
        return findings
    }

    private func isOpen(_ hours: OpeningHours, _ zone: Zone, during window: Interval) -> Bool {
        if hours.isOpen(at: window.start, zone: zone) { return true }
        return hours.nextOpening(after: window.start, zone: zone).map { $0 < window.end } ?? false
    }

    private var pinFindings: [Finding] {
        var findings: [Finding] = []
        func find(_ stores: [Store], _ one: String, _ several: String, _ more: String) {
            if stores.isEmpty { return }
            findings.append(
                Finding(
                    .warning, "stores", "\(Self.count(stores, one, several)) \(more): \(Self.names(stores))."))
        }
        find(
            stores.filter { abs($0.location.latitude) < 0.01 && abs($0.location.longitude) < 0.01 }, "lies", "lie",
            "at 0, 0 in the sea, which is where maps put what they do not know")
        find(
            stores.filter { isFarFromItsZone($0) }, "lies far from its", "lie far from their",
            "time zone; look for a swapped or missing sign")
        find(
            stores.filter { isCoarse($0.location.latitude) && isCoarse($0.location.longitude) }, "has", "have",
            "a pin of two decimals or fewer, which is a kilometre")
        find(
            stores.filter { !$0.fence.contains($0.location) }, "has", "have", "a fence that does not hold its own pin")
        let byPlace = Dictionary(grouping: stores, by: \.location)
        find(
            byPlace.values.filter { $0.count > 1 }.flatMap { $0 }.sorted { $0.id < $1.id }, "shares its", "share their",
            "pin with another store")
        return findings
    }

    private func isFarFromItsZone(_ store: Store) -> Bool {
        if store.zone == .utc { return false }
        let sun = Double(store.zone.offsetSeconds(at: now)) / 240
        let difference = (store.location.longitude - sun).remainder(dividingBy: 360)
        return abs(difference) > Self.sunDegreesMax
    }

    private func isCoarse(_ degrees: Double) -> Bool {
        (degrees * 100).rounded() / 100 == degrees
    }

    private var overlappingStores: [Store] {
        let index = FenceIndex(stores.map { (key: $0.id.rawValue, fence: $0.fence) })
        return stores.filter { store in
            // Of two that overlap, each is found from the other, or from the greater if one is a polygon.
            let reach = store.radiusMeters ?? 0
            return index.nearest(2, to: store.fence.center, withinMeters: reach).contains {
                $0.key != store.id.rawValue
            }
        }
    }
}

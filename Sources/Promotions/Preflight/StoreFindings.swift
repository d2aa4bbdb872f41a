import Geofence

/// Stores that would spoil a launch: without hours, on top of each other, or where they cannot be.
extension Preflight {
    /// A zone's clock follows the sun; China's is three hours off in its far west, none is further.
    private static let sunDegreesMax = 60.0

    var storeFindings: [Finding] {
        var findings = hoursFindings + pinFindings
        findings += find(
            overlappingStores,
            one: { "1 store has a fence that overlaps another's; shoppers there must choose: \($0)." },
            several: { "\($0) stores have fences that overlap another's; shoppers there must choose: \($1)." })
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

    /// Nothing where it is true of no store.
    private func find(
        _ stores: [Store], field: String = "stores", one: (_ names: Sentence) -> Sentence,
        several: (_ count: Int, _ names: Sentence) -> Sentence
    ) -> [Finding] {
        if stores.isEmpty { return [] }
        let names = Self.names(stores)
        return [Finding(.warning, field, stores.count == 1 ? one(names) : several(stores.count, names))]
    }

    private var hoursFindings: [Finding] {
        let shut = stores.filter { store in
            guard let hours = store.hours else { return false }
            let windows = terms.schedule.windowsToCome(Self.windowsShown, at: now, zone: store.zone)
            return !windows.isEmpty && windows.allSatisfy { !isOpen(hours, store.zone, during: $0) }
        }
        return find(
            stores.filter { $0.hours == nil },
            one: { "1 store has no opening hours and counts as open at any time: \($0)." },
            several: { "\($0) stores have no opening hours and count as open at any time: \($1)." })
            + find(
                shut, field: "schedule.windows", one: { "1 store is closed in all of the next windows: \($0)." },
                several: { "\($0) stores are closed in all of the next windows: \($1)." })
    }

    private func isOpen(_ hours: OpeningHours, _ zone: Zone, during window: Interval) -> Bool {
        if hours.isOpen(at: window.start, zone: zone) { return true }
        return hours.nextOpening(after: window.start, zone: zone).map { $0 < window.end } ?? false
    }

    private var pinFindings: [Finding] {
        let byPlace = Dictionary(grouping: stores, by: \.location)
        return find(
            stores.filter { abs($0.location.latitude) < 0.01 && abs($0.location.longitude) < 0.01 },
            one: { "1 store lies at 0, 0 in the sea, which is where maps put what they do not know: \($0)." },
            several: { "\($0) stores lie at 0, 0 in the sea, which is where maps put what they do not know: \($1)." })
            + find(
                stores.filter { isFarFromItsZone($0) },
                one: { "1 store lies far from its time zone; look for a swapped or missing sign: \($0)." },
                several: { "\($0) stores lie far from their time zone; look for a swapped or missing sign: \($1)." })
            + find(
                stores.filter { isCoarse($0.location.latitude) && isCoarse($0.location.longitude) },
                one: { "1 store has a pin of two decimals or fewer, which is a kilometre: \($0)." },
                several: { "\($0) stores have a pin of two decimals or fewer, which is a kilometre: \($1)." })
            + find(
                stores.filter { !$0.fence.contains($0.location) },
                one: { "1 store has a fence that does not hold its own pin: \($0)." },
                several: { "\($0) stores have a fence that does not hold its own pin: \($1)." })
            + find(
                byPlace.values.filter { $0.count > 1 }.flatMap { $0 }.sorted { $0.id < $1.id },
                one: { "1 store shares its pin with another store: \($0)." },
                several: { "\($0) stores share their pin with another store: \($1)." })
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

import ArgumentParser
import Foundation
import Geofence
import Glibc
import Promotions

struct BenchGeofence: Command {
    static let configuration = CommandConfiguration(
        commandName: "geofence",
        abstract: "Measure the index of fences on one core.",
        discussion: """
            Without --circles or --polygons: 10,000, 100,000 and 1,000,000 circles, then 10,000 polygons. Times are those \
            of the processor, so other work on the machine disturbs them little. bench/geofence/run compares the same \
            points with S2, PostGIS and Redis.
            """)

    @OptionGroup var common: CommonOptions

    @Option(help: "Measure with so many circles only.")
    var circles: Int?

    @Option(help: "Measure with so many polygons of 20 to 200 vertices only.")
    var polygons: Int?

    @Option(help: "How many positions to look up.")
    var fixes = 100_000

    @Option(help: "Another seed makes other shops and positions.")
    var seed: UInt64 = 2026

    @Option(help: "Leave the fences and positions there, and what was found (found.tsv, nearest.tsv).")
    var write: String?

    func validate() throws {
        for count in [circles, polygons, fixes] where count.map({ $0 < 1 }) == true {
            throw ValidationError("A count must be at least 1.")
        }
    }

    func perform() async throws -> Outcome {
        var figures: [BenchGeofenceFigures] = []
        let isAll = circles == nil && polygons == nil
        for count in isAll ? [10_000, 100_000, 1_000_000] : [circles].compactMap({ $0 }) {
            let workload = BenchGeofenceWorkload(circles: count, fixes: fixes, seed: seed)
            figures.append(try measure("circles", workload))
        }
        for count in isAll ? [10_000] : [polygons].compactMap({ $0 }) {
            let workload = BenchGeofenceWorkload(polygons: count, fixes: fixes, seed: seed)
            figures.append(try measure("polygons", workload))
        }
        return Outcome(
            ["seed": .int(Int64(bitPattern: seed)), "measured": .array(figures.map(\.json))],
            text: (BenchGeofenceFigures.header + figures.map(\.line)).joined(separator: "\n"))
    }

    private func measure(_ kind: String, _ workload: BenchGeofenceWorkload) throws -> BenchGeofenceFigures {
        let memoryBefore = ResidentMemory.bytes
        let before = Self.cpuSeconds
        let index = FenceIndex(workload.fences)
        let build = Self.cpuSeconds - before
        let memory = ResidentMemory.bytes - memoryBefore
        var hits = 0
        let lookup = median { for fix in workload.fixes { hits += index.holding(fix).count } }
        let few = workload.fixes.prefix(20_000)
        var nearestCount = 0
        let nearest = median {
            for fix in few { nearestCount += index.nearest(5, to: fix, withinMeters: 5000).count }
        }
        if let write {
            try workload.write(to: write)
            try self.write(workload, index, to: write)
        }
        return BenchGeofenceFigures(
            kind: kind, fences: index.count, buildSeconds: build,
            bytesPerFence: Double(index.byteCount) / Double(index.count),
            residentBytes: memory, lookupMicroseconds: lookup / Double(workload.fixes.count) * 1e6,
            nearestMicroseconds: nearest / Double(few.count) * 1e6,
            hitsPerLookup: Double(hits) / Double(Self.passes * workload.fixes.count))
    }

    /// Pairs of a position's number and a fence's key, as all contestants write them.
    private func write(_ workload: BenchGeofenceWorkload, _ index: FenceIndex, to directory: String) throws {
        var found = ""
        var nearest = ""
        for (number, fix) in workload.fixes.enumerated() {
            for key in index.holding(fix) { found += "\(number + 1)\t\(key)\n" }
            guard number < 1000 else { continue }
            for (key, _) in index.nearest(5, to: fix, withinMeters: 5000) { nearest += "\(number + 1)\t\(key)\n" }
        }
        try Data(found.utf8).write(to: URL(filePath: directory + "/found.tsv"))
        try Data(nearest.utf8).write(to: URL(filePath: directory + "/nearest.tsv"))
    }

    /// The first pass of those that the median is taken of warms the caches.
    private static let passes = 7

    private func median(_ body: () -> Void) -> Double {
        let seconds = (0..<Self.passes).map { _ in
            let before = Self.cpuSeconds
            body()
            return Self.cpuSeconds - before
        }
        return seconds.sorted()[Self.passes / 2]
    }

    /// Processor time of this process.
    static var cpuSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// What was measured with one set of fences.
struct BenchGeofenceFigures {
    let kind: String
    let fences: Int
    let buildSeconds: Double
    let bytesPerFence: Double
    /// By how much the process grew while it built, what building needs besides included.
    let residentBytes: Int
    let lookupMicroseconds: Double
    let nearestMicroseconds: Double
    let hitsPerLookup: Double

    static let header = [
        "| fences | look-up, us | look-ups/s | found | nearest 5 in 5 km, us | built in, s | bytes a fence | memory, MB |",
        "|---|---|---|---|---|---|---|---|",
    ]

    var line: String {
        let cells = [
            "\(fences) \(kind)", Self.text(lookupMicroseconds, 3), Self.text(1e6 / lookupMicroseconds, 0),
            Self.text(hitsPerLookup, 2), Self.text(nearestMicroseconds, 1), Self.text(buildSeconds, 3),
            Self.text(bytesPerFence, 1), Self.text(Double(residentBytes) / 1e6, 0),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    var json: JSON {
        [
            "kind": .string(kind), "fences": .int(Int64(fences)), "build_seconds": .double(buildSeconds),
            "bytes_per_fence": .double(bytesPerFence), "resident_bytes": .int(Int64(residentBytes)),
            "lookup_microseconds": .double(lookupMicroseconds), "nearest_microseconds": .double(nearestMicroseconds),
            "hits_per_lookup": .double(hitsPerLookup),
        ]
    }

    private static func text(_ number: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", number)
    }
}

private enum ResidentMemory {
    static var bytes: Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
    }
}

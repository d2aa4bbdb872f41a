/// Which room may import what: the arrows of the plan of the house, and the libraries that each room uses now.
enum ArrowRules {
    struct Room {
        var rooms: Set<String> = []
        var libraries: Set<String> = []
    }

    static let rooms: [String: Room] = [
        "Geofence": Room(libraries: ["Glibc"]),
        "Promotions": Room(rooms: ["Geofence"]),
        "Postgres": Room(rooms: ["CPQ"], libraries: ["Dispatch", "Glibc", "Synchronization"]),
        "Printing": Room(
            rooms: ["Promotions", "CPangoCairo", "CTurboJPEG", "CZint"],
            libraries: ["Dispatch", "Foundation", "Synchronization"]),
        "Mailing": Room(libraries: ["Foundation", "NIOCore", "NIOPosix", "NIOSSL"]),
        "OpenID": Room(libraries: ["AsyncHTTPClient", "Crypto", "Foundation", "JWTKit", "NIOCore", "NIOHTTP1"]),
        "Records": Room(rooms: ["Postgres", "Promotions", "Geofence"]),
        "Actions": Room(
            rooms: ["Records", "Postgres", "Printing", "Mailing", "OpenID", "Promotions", "Geofence"],
            libraries: [
                "Crypto", "CryptoExtras", "Darwin", "DequeModule", "Dispatch", "Foundation", "Glibc", "Logging",
                "ServiceLifecycle", "SwiftASN1", "Synchronization", "X509",
            ]),
        "Web": Room(
            rooms: ["Actions", "Printing", "Mailing", "Promotions", "Geofence", "CPageFiles"],
            libraries: [
                "Foundation", "Glibc", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "Mustache", "NIOCore",
                "Synchronization",
            ]),
        "footfall": Room(
            rooms: [
                "Web", "Actions", "Records", "Postgres", "Printing", "Mailing", "OpenID", "Promotions", "Geofence",
            ],
            libraries: [
                "ArgumentParser", "Foundation", "Glibc", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix",
                "ServiceLifecycle",
                "Synchronization", "UnixSignals",
            ]),
    ]

    /// Files with a reason of their own.
    static let exceptions: [String: Set<String>] = [
        // Only Foundation reads the time-zone data; everything else of the room does without it.
        "Sources/Promotions/Values/Zone.swift": ["Foundation", "Synchronization"],
        // Logarithms and the gamma function.
        "Sources/Promotions/Results/StudentT.swift": ["Glibc"],
    ]

    static func imports(_ file: HouseFile) -> [Complaint] {
        guard file.isSource else { return [] }
        guard let room = rooms[file.room] else {
            return [Complaint(path: file.path, line: 1, what: "\(file.room) is no room of the house")]
        }
        let allowed = room.rooms.union(room.libraries).union(exceptions[file.path] ?? [])
        return modules(file).filter { !allowed.contains($0.name) }
            .map { Complaint(path: file.path, line: $0.line, what: "\(file.room) must not import \($0.name)") }
    }

    /// Permission that nobody uses is taken back: a list that only grows says nothing.
    static func unused(_ files: [HouseFile]) -> [Complaint] {
        rooms.flatMap { name, room -> [Complaint] in
            let used = Set(files.filter { $0.isSource && $0.room == name }.flatMap { modules($0).map(\.name) })
            return room.libraries.subtracting(used).sorted()
                .map { Complaint(path: "Sources/\(name)", line: 0, what: "may import \($0) and does not") }
        }
    }

    /// A type named like its module makes the module's own names unreachable.
    static func modulesNamedLikeTypes(_ file: HouseFile) -> [Complaint] {
        guard file.isSource else { return [] }
        let types = #/^(?:public |package |final |indirect )*(?:struct|class|enum|actor|protocol|typealias) (\w+)/#
        return file.lines.enumerated().compactMap { place, line in
            guard line.mentions([file.room]), let match = line.firstMatch(of: types),
                String(match.output.1) == file.room
            else { return nil }
            return Complaint(path: file.path, line: place + 1, what: "type and module are both \(file.room)")
        }
    }

    private static func modules(_ file: HouseFile) -> [(name: String, line: Int)] {
        let pattern =
            #/^\s*(?:@\w+(?:\(\w+\))? )*(?:public |package |internal |private |fileprivate )?import (?:struct |class |enum |func |var |let |protocol |typealias )?(\w+)/#
        return file.lines.enumerated().compactMap { place, line in
            guard line.mentions(["import "]) else { return nil }
            return line.firstMatch(of: pattern).map { (String($0.output.1), place + 1) }
        }
    }
}

// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// A room of the house: `Sources/<name>`, with the strict settings that every room shares.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(name)", exclude: exclude, swiftSettings: strict)
}

/// The tests of one room: `Tests/<name>`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let jwtKit: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let certificates: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")

let package = Package(
    name: "footfall",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "footfall", targets: ["footfall"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "CPQ", path: "Sources/CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CPangoCairo", path: "Sources/CPangoCairo", pkgConfig: "pangocairo",
            providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(
            name: "CTurboJPEG", path: "Sources/CTurboJPEG", pkgConfig: "libturbojpeg",
            providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CZint", path: "Sources/CZint", providers: [.apt(["libzint-dev"])]),
        // The files of the pages, as bytes of the program.
        .target(name: "CPageFiles", path: "Sources/CPageFiles", linkerSettings: [.linkedLibrary("z")]),
        room("Geofence"),
        room("Promotions", ["Geofence"]),
        room("Postgres", ["CPQ"]),
        room("Printing", ["Promotions", "CPangoCairo", "CTurboJPEG", "CZint"]),
        room("Mailing", [nioCore, nioPosix, nioSSL]),
        room("OpenID", [asyncHTTPClient, jwtKit, crypto, nioCore, nioHTTP]),
        room("Records", ["Postgres", "Promotions", "Geofence"]),
        room(
            "Actions",
            [
                "Records", "Postgres", "Printing", "Mailing", "OpenID", "Promotions", "Geofence", crypto, cryptoExtras,
                asn1,
                certificates,
                deque,
                logging, serviceLifecycle,
            ]),
        room(
            "Web",
            [
                "Actions", "Printing", "Mailing", "Promotions", "Geofence", "CPageFiles", hummingbird, hummingbirdCore,
                httpTypes,
                nioCore, logging, mustache,
            ], exclude: ["Pages/Files"]),
        .executableTarget(
            name: "footfall",
            dependencies: [
                "Web", "Actions", "Records", "Printing", "Mailing", "OpenID", "Postgres", "Promotions", "Geofence",
                argumentParser, logging,
                serviceLifecycle, unixSignals, nioCore, nioHTTP, nioPosix,
            ],
            path: "Sources/footfall", swiftSettings: strict),
        .target(name: "Length", path: "Tests/Length", swiftSettings: strict),
        .target(
            name: "Support", dependencies: ["Postgres", nioCore, nioPosix, nioSSL], path: "Tests/Support",
            swiftSettings: strict),
        tests("House", []),
        tests("Geofence", ["Geofence", "Postgres", "Support", "Length"]),
        tests("Promotions", ["Promotions", "Geofence", "Length"]),
        tests("Postgres", ["Postgres", "Support", "Length"]),
        tests("Printing", ["Printing", "Promotions", "Length", "Support"]),
        tests("Mailing", ["Mailing", "Support", nioSSL]),
        tests("Records", ["Records", "Postgres", "Promotions", "Geofence", "Support"]),
        tests(
            "Actions",
            [
                "Actions", "Records", "Postgres", "Printing", "Mailing", "Promotions", "Geofence", "Support", "Length",
                crypto, logging,
            ]),
        tests(
            "Web",
            [
                "Web", "Actions", "Records", "Postgres", "Mailing", "OpenID", "Promotions", "Geofence", "Support",
                "Length",
                hummingbird, hummingbirdTesting, httpTypes, crypto, nioCore, logging,
            ]),
        tests("Morning", ["footfall", "Promotions", "Geofence", "Postgres", "Support"]),
        tests("Simulation", ["Postgres", "Promotions", "Support"]),
    ]
)

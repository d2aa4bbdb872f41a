import Actions
import ArgumentParser
import Foundation
import Logging
import Mailing
import Promotions
import Web

struct ServeOptions: ParsableArguments {
    @Option(help: "Address to listen on (default 127.0.0.1).")
    var host: String?

    @Option(help: "Port to listen on (default 8080).")
    var port: Int?

    @Option(name: .customLong("public-url"), help: "Base of links and QR codes (default http://127.0.0.1:PORT).")
    var publicURL: String?

    @Option(help: "What the clock shows at the start, in RFC 3339. Needs --test-mode.")
    var clock: Moment?

    @Flag(help: "Rehearse: allows --clock, lifts the limit on sign-ups.")
    var testMode = false

    @Option(help: "Address of a proxy whose X-Forwarded-For is believed; may be given several times.")
    var trustedProxy: [String] = []

    @Flag(help: "Let shoppers join only through a retailer's publishable key.")
    var noPlatformSignUp = false

    @Flag(help: "Let retailers sign themselves up in the browser.")
    var retailerSignUp = false

    @Option(help: "Sign-ups a minute and address; 0 for no limit (default 600).")
    var signupsPerMinute: Int?

    @Option(help: "First generation of keys whose signed coupons tills believe without a line (default 1).")
    var offlineKeysFrom: Int?

    @Option(help: "JSON file that names what Apple and Google gave for wallet passes (default: no passes).")
    var wallet: String?

    @Option(
        name: .customLong("openid"),
        help: "JSON file with the OpenID Connect providers by which people may sign in (default: by password alone).")
    var openID: String?

    @Option(
        help: """
            Mail server as smtps://USER:PASSWORD@HOST?from=ADDRESS, or smtp: for STARTTLS (default: no mail). As a variable \
            the password stays out of the list of processes.
            """)
    var smtp: String?

    @Option(
        name: .customLong("map-tiles"),
        help: "Address of a tile server with {z}, {x} and {y}, for maps (default: stores stand on plain ground).")
    var mapTiles: String?

    @Option(name: .customLong("map-credit"), help: "Whose map that is, said on it.")
    var mapCredit: String?

    @Option(
        name: .customLong("leaflet"),
        help: "Folder of Leaflet's files, for maps (default /usr/share/javascript/leaflet).")
    var leaflet: String?

    @Option(help: "Connections to the database at most (default 8).")
    var connections: Int?

    @Option(help: "trace, debug, info, notice, warning, error or critical (default notice).")
    var logLevel: String?
}

/// What `serve` does in the end: options first, then variables, then what is usual.
struct ServeSettings {
    let host: String
    let port: Int
    let publicURL: String
    let clock: Clock
    let allowsPlatformSignUp: Bool
    let allowsRetailerSignUp: Bool
    let connections: Int
    let logLevel: Logger.Level
    let web: WebSettings
    let offlineKeysFrom: Int
    let wallet: WalletKeys?
    let mailServer: MailServer?
    let signOnProviders: [SignOnProvider]

    init(_ options: ServeOptions) throws {
        host = options.host ?? Variables.text("FOOTFALL_HOST") ?? "127.0.0.1"
        port = try Self.number(options.port, "port", in: 1...65_535, default: 8_080)
        publicURL = try Self.url(
            options.publicURL ?? Variables.text("FOOTFALL_PUBLIC_URL") ?? "http://127.0.0.1:\(port)")
        let isTestMode = try options.testMode || Variables.flag("FOOTFALL_TEST_MODE")
        clock = try Self.clock(options.clock, isTestMode: isTestMode)
        allowsPlatformSignUp = try !(options.noPlatformSignUp || Variables.flag("FOOTFALL_NO_PLATFORM_SIGN_UP"))
        allowsRetailerSignUp = try options.retailerSignUp || Variables.flag("FOOTFALL_RETAILER_SIGN_UP")
        connections = try Self.number(options.connections, "connections", in: 1...500, default: 8)
        let level = options.logLevel ?? Variables.text("FOOTFALL_LOG_LEVEL") ?? "notice"
        guard let logLevel = Logger.Level(rawValue: level.lowercased()) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw Complaint(.configuration, "\"\(level)\" is no log level: \(levels).")
        }
        self.logLevel = logLevel
        offlineKeysFrom = try Self.number(options.offlineKeysFrom, "offline-keys-from", in: 1...255, default: 1)
        wallet = try Self.wallet(options.wallet ?? Variables.text("FOOTFALL_WALLET"))
        signOnProviders = try Self.signOnProviders(options.openID ?? Variables.text("FOOTFALL_OPENID"))
        mailServer = try Self.mailServer(options.smtp ?? Variables.text("FOOTFALL_SMTP"))
        let proxies = Variables.text("FOOTFALL_TRUSTED_PROXY")?.split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let signUps = try Self.number(options.signupsPerMinute, "signups-per-minute", in: 0...1_000_000, default: 600)
        var web = WebSettings(
            isTestMode: isTestMode,
            trustedProxies: Set(options.trustedProxy.isEmpty ? proxies ?? [] : options.trustedProxy),
            signUpsPerMinute: isTestMode ? 0 : signUps)
        web.maps = try Self.maps(options)
        self.web = web
    }

    private static func maps(_ options: ServeOptions) throws -> MapSettings {
        var maps = MapSettings(
            tiles: options.mapTiles ?? Variables.text("FOOTFALL_MAP_TILES"),
            credit: options.mapCredit ?? Variables.text("FOOTFALL_MAP_CREDIT"))
        if let folder = options.leaflet ?? Variables.text("FOOTFALL_LEAFLET") { maps.leafletDirectory = folder }
        if let tiles = maps.tiles, MapSettings.host(ofTiles: tiles) == nil {
            throw Complaint(
                .configuration,
                "--map-tiles must be like https://tiles.example.com/{z}/{x}/{y}.png, not \"\(tiles)\".")
        }
        return maps
    }

    private static func number(
        _ option: Int?, _ name: String, in range: ClosedRange<Int>, default standard: Int
    ) throws -> Int {
        let variable = "FOOTFALL_" + name.uppercased().replacing("-", with: "_")
        let number = try option ?? Variables.number(variable) ?? standard
        guard range.contains(number) else {
            throw Complaint(
                .configuration, "--\(name) must be \(range.lowerBound) to \(range.upperBound), not \(number).")
        }
        return number
    }

    private static func mailServer(_ text: String?) throws -> MailServer? {
        guard let text else { return nil }
        do throws(MailServer.Flaw) {
            return try MailServer(text)
        } catch {
            // Never the text itself: it has a password.
            throw Complaint(.configuration, "The mail server \(error.reason).")
        }
    }

    private static let fileBytesMax = 1 << 20

    /// Names in the file are read from where the file is.
    private static func wallet(_ path: String?) throws -> WalletKeys? {
        guard let path else { return nil }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        return try reading(path) { json in
            try WalletKeys(reading: json) { name in
                try InputFile.text(URL(fileURLWithPath: name, relativeTo: folder).path, bytesMax: fileBytesMax)
            }
        }
    }

    private static func signOnProviders(_ path: String?) throws -> [SignOnProvider] {
        guard let path else { return [] }
        return try reading(path) { try SignOnProvider.list(reading: $0) }
    }

    private static func reading<Value>(_ path: String, _ read: (JSON) throws -> Value) throws -> Value {
        let text = try InputFile.text(path, bytesMax: fileBytesMax)
        do {
            return try read(try JSON(parsing: text))
        } catch let invalid as Invalid {
            throw Complaint(.configuration, "\(path): " + Complaint(invalid).sentence)
        } catch is JSONProblem {
            throw Complaint(.configuration, "\(path) is not JSON.")
        }
    }

    private static func clock(_ option: Moment?, isTestMode: Bool) throws -> Clock {
        var moment = option
        if moment == nil, let text = Variables.text("FOOTFALL_CLOCK") {
            moment = Moment(argument: text)
            if moment == nil {
                throw Complaint(.configuration, "FOOTFALL_CLOCK must be a time such as 2026-08-14T09:00:00-07:00.")
            }
        }
        guard let moment else { return .system }
        guard isTestMode else {
            throw Complaint(.configuration, "Another clock is for rehearsals only: --clock needs --test-mode.")
        }
        return .starting(at: moment.instant)
    }

    /// Scheme, host and port, no path: the QR code holds it in capitals, and in a path those are other letters.
    static func url(_ text: String) throws -> String {
        let bare = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let parts = URLComponents(string: bare), ["http", "https"].contains(parts.scheme?.lowercased()),
            parts.host?.isEmpty == false, parts.path.isEmpty, parts.query == nil, parts.fragment == nil,
            parts.user == nil, bare.utf8.count <= 100
        else {
            throw Complaint(
                .configuration,
                "The public URL must be like https://coupons.example.com, without a path, not \"\(text)\".")
        }
        // Whether cookies are for TLS alone is read from it; schemes and hosts know no capitals.
        return bare.lowercased()
    }
}

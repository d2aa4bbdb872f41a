import HTTPTypes
import Logging

/// One line for each request. It names the route by its template: paths, query strings, headers and bodies hold codes,
/// tokens and positions, and no log may.
struct AccessLog: Sendable {
    let logger: Logger
    let isOn: Bool

    func line(
        _ method: HTTPRequest.Method, _ match: RouteTable.Match, status: Int, since start: ContinuousClock.Instant,
        incident: String?
    ) {
        guard isOn, logger.logLevel <= .info else { return }
        let time = ContinuousClock.now - start
        let microseconds = time.components.seconds * 1_000_000 + time.components.attoseconds / 1_000_000_000_000
        var metadata: Logger.Metadata = [
            "method": "\(Self.known(method))", "route": "\(Self.name(match))", "status": "\(status)",
            "us": "\(microseconds)",
        ]
        if let incident { metadata["incident"] = "\(incident)" }
        logger.info("answered", metadata: metadata)
    }

    /// - Returns: the number under which the cause can be found here.
    func fault(_ error: any Error, at match: RouteTable.Match) -> String {
        let number = String(UInt64.random(in: .min ... .max), radix: 32)
        logger.error(
            "request failed",
            metadata: ["incident": "\(number)", "route": "\(Self.name(match))", "cause": "\(error)"])
        return number
    }

    private static func name(_ match: RouteTable.Match) -> String {
        switch match {
        case .found(let route, _): route.path
        case .otherMethods: "other method"
        case .unknown: "unknown"
        }
    }

    /// A method can be any word a client likes.
    private static func known(_ method: HTTPRequest.Method) -> String {
        [.get, .head, .post, .put, .patch, .delete, .options].contains(method) ? method.rawValue : "other"
    }
}

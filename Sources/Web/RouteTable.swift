import HTTPTypes

/// Finds routes by path. The most specific path wins: `/v1/coupons/{id}.pdf` before `/v1/coupons/{id}`.
struct RouteTable: Sendable {
    enum Match: Sendable {
        case found(Route, parameters: [Substring])
        /// The path exists, with these methods.
        case otherMethods([HTTPRequest.Method])
        case unknown
    }

    private enum Segment: Sendable {
        case literal(String)
        case parameter(suffix: String)

        init(_ text: Substring) {
            if text.hasPrefix("{"), let end = text.firstIndex(of: "}") {
                self = .parameter(suffix: String(text[text.index(after: end)...]))
            } else {
                self = .literal(String(text))
            }
        }

        /// Lower comes first.
        var rank: Int {
            switch self {
            case .literal: 0
            case .parameter(let suffix): suffix.isEmpty ? 2 : 1
            }
        }
    }

    private struct Place: Sendable {
        let segments: [Segment]
        var routes: [Route]

        func parameters(in parts: [Substring]) -> [Substring]? {
            var found: [Substring] = []
            for (segment, part) in zip(segments, parts) {
                switch segment {
                case .literal(let text): if text != part { return nil }
                case .parameter(let suffix):
                    guard part.utf8.count > suffix.utf8.count, part.hasSuffix(suffix) else { return nil }
                    found.append(part.dropLast(suffix.count))
                }
            }
            return found
        }
    }

    let routes: [Route]
    private let places: [Int: [Place]]

    init(_ routes: [Route]) {
        self.routes = routes
        var byPath: [String: Place] = [:]
        for route in routes {
            let segments = Self.parts(route.path).map(Segment.init)
            byPath[route.path, default: Place(segments: segments, routes: [])].routes.append(route)
        }
        places = Dictionary(grouping: byPath.values, by: \.segments.count).mapValues { places in
            places.sorted { $0.segments.map(\.rank).lexicographicallyPrecedes($1.segments.map(\.rank)) }
        }
    }

    func match(_ method: HTTPRequest.Method, _ path: String) -> Match {
        let parts = Self.parts(path)
        for place in places[parts.count] ?? [] {
            guard let parameters = place.parameters(in: parts) else { continue }
            let wanted = method == .head ? .get : method
            if let route = place.routes.first(where: { $0.method == wanted }) {
                return .found(route, parameters: parameters)
            }
            let methods = place.routes.map(\.method)
            return .otherMethods(methods.contains(.get) ? methods + [.head] : methods)
        }
        return .unknown
    }

    private static func parts(_ path: String) -> [Substring] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }
}

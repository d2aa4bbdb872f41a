import Actions
import HTTPTypes
import Promotions

/// `openapi.json` (OpenAPI 3.1), made from the route table: what is not served is not in it, and the reverse.
enum OpenAPI {
    /// Made once: the table does not change while a process runs.
    static let bytes = Array(document.text().utf8)

    static let document: JSON = [
        "openapi": "3.1.0",
        "info": [
            "title": "Footfall", "version": "1",
            "description":
                """
            Check-ins, coupons and redemptions. Times are RFC 3339 in UTC; money is in minor units; ids are opaque. \
            Sentences come in English, French, Spanish or Russian, as Accept-Language prefers; codes and titles never change.
            """,
        ],
        "paths": paths(Routes.table.routes),
        "components": [
            "schemas": Schemas.all,
            "securitySchemes": [
                "retailer": bearer("An API key of a retailer: sk_..."),
                "shopper": bearer("A shopper's token: fs_..."), "till": bearer("A till's token: ft_..."),
                "session": [
                    "type": "apiKey", "in": "cookie", "name": "footfall_session",
                    "description": "Of the console; what changes something also carries X-Page-Token",
                ],
                "publishable": [
                    "type": "apiKey", "in": "header", "name": "X-Publishable-Key",
                    "description": "Safe inside an app: pk_...",
                ],
                "link": [
                    "type": "apiKey", "in": "query", "name": "signature",
                    "description": "The signed links of a coupon are good for ten minutes",
                ],
            ],
        ],
    ]

    private static func bearer(_ about: String) -> JSON {
        ["type": "http", "scheme": "bearer", "description": .string(about)]
    }

    private static func paths(_ routes: [Route]) -> JSON {
        var paths = JSONObject()
        for route in routes {
            var methods = paths[route.path]?.members ?? JSONObject()
            methods[route.method.rawValue.lowercased()] = operation(route)
            paths[route.path] = .object(methods)
        }
        return .object(paths)
    }

    private static func operation(_ route: Route) -> JSON {
        var operation: JSONObject = [
            "operationId": .string(operationID(route)), "summary": .string(route.summary),
            "security": security(route.handler),
        ]
        let parameters = parameters(route)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        switch route.takes {
        case .none: break
        case .json(let schema):
            operation["requestBody"] = [
                "required": true, "content": ["application/json": ["schema": Schemas.ref(schema)]],
            ]
        case .image:
            let file: JSON = ["schema": ["type": "string", "format": "binary"]]
            operation["requestBody"] = [
                "required": true, "description": "At most 512 KiB, 16 to 4,000 pixels a side",
                "content": ["image/png": file, "image/jpeg": file],
            ]
        case .csv:
            operation["requestBody"] = [
                "required": true, "description": "UTF-8 with a header, at most 32 MiB; streamed",
                "content": ["text/csv": ["schema": ["type": "string"]]],
            ]
        }
        operation["responses"] = responses(route)
        return .object(operation)
    }

    /// The method and the path as words: `post_v1_campaigns_id_launch`.
    private static func operationID(_ route: Route) -> String {
        let words = route.path.split { !($0.isLetter || $0.isNumber) }
        return ([route.method.rawValue.lowercased()] + words.map(String.init)).joined(separator: "_")
    }

    private static func security(_ handler: Handler) -> JSON {
        switch handler {
        case .anyone: []
        case .joining: [[:], ["publishable": []], ["retailer": []]]
        case .reader, .changer: [["retailer": []], ["session": []]]
        case .user, .console: [["session": []]]
        case .shopper: [["shopper": []]]
        case .till: [["till": []]]
        case .shopperOrReader: [["shopper": []], ["retailer": []], ["session": []]]
        case .tillOrOwner: [["till": []], ["retailer": []], ["session": []]]
        case .shopperOrLink: [["shopper": []], ["link": []]]
        }
    }

    private static func parameters(_ route: Route) -> [JSON] {
        let names = route.path.split(separator: "{").dropFirst().compactMap { $0.split(separator: "}").first }
        var parameters: [JSON] = names.map {
            ["name": .string(String($0)), "in": "path", "required": true, "schema": ["type": "string"]]
        }
        for parameter in route.query {
            parameters.append([
                "name": .string(parameter.name), "in": "query", "required": .bool(parameter.isRequired),
                "description": .string(parameter.about), "schema": parameter.schema,
            ])
        }
        if route.keepsAnswers {
            parameters.append(header("Idempotency-Key", "The same key and body get the same answer for 24 hours"))
        }
        if route.refuses.contains(ProblemCode(.preconditionFailed)) {
            parameters.append(header("If-Match", "The ETag you saw: 412 if it has changed meanwhile"))
        }
        return parameters
    }

    private static func header(_ name: String, _ about: String) -> JSON {
        [
            "name": .string(name), "in": "header", "required": false, "description": .string(about),
            "schema": ["type": "string", "minLength": 1, "maxLength": 200],
        ]
    }

    private static func responses(_ route: Route) -> JSON {
        var responses = JSONObject()
        var success: JSONObject = ["description": "Done"]
        if let schema = route.gives.schema {
            success["content"] = ["application/json": ["schema": Schemas.ref(schema)]]
        } else if let mediaType = route.gives.mediaType {
            success["content"] = .object([mediaType: ["schema": ["type": "string"]]])
        }
        responses["\(route.gives.status)"] = .object(success)
        let problems = Dictionary(grouping: Set(route.refuses + route.implied), by: \.status)
        for (status, codes) in problems.sorted(by: { $0.key < $1.key }) {
            let names = codes.map(\.code).sorted()
            responses["\(status)"] = [
                "description": .string(names.joined(separator: ", ")), "content": problem(["enum": texts(names)]),
            ]
        }
        responses["default"] = ["description": "Any other problem", "content": problem([:])]
        return .object(responses)
    }

    private static func problem(_ code: JSON) -> JSON {
        let schema = Schemas.ref("Problem")
        guard code != [:] else { return ["application/problem+json": ["schema": schema]] }
        return [
            "application/problem+json": [
                "schema": ["allOf": [schema, ["type": "object", "properties": ["code": code]]]]
            ]
        ]
    }

    private static func texts(_ texts: [String]) -> JSON {
        .array(texts.map { .string($0) })
    }
}

extension Route {
    /// Whether an `Idempotency-Key` is honoured: wherever something changes for a caller who is known.
    var keepsAnswers: Bool {
        switch handler {
        case .changer: !path.hasSuffix("/preflight") && !path.hasSuffix("/draw")
        case .user: path == "/v1/users/me" && isChange
        case .shopper:
            isChange && method != .delete && !path.hasPrefix("/v1/shoppers") && path != "/v1/offers/search"
        case .till: isChange && path != "/v1/coupons/validate" && path != "/v1/redemptions/search"
        case .tillOrOwner: true
        case .anyone: path == "/v1/tills/enrol"
        case .joining, .reader, .console, .shopperOrReader, .shopperOrLink: false
        }
    }

    /// Problem codes that follow from the kind of route.
    var implied: [ProblemCode] {
        var codes: [ProblemCode] = [.invalid]
        switch handler {
        case .changer, .user: codes += [ProblemCode(.unauthorized), ProblemCode(.forbidden)]
        case .reader, .till, .tillOrOwner: codes += [ProblemCode(.unauthorized), ProblemCode(.forbidden)]
        case .shopper, .shopperOrReader, .shopperOrLink:
            codes += [ProblemCode(.unauthorized), ProblemCode(.tokenOutdated), ProblemCode(.forbidden)]
        case .joining: codes += [ProblemCode(.unauthorized), ProblemCode(.forbidden)]
        case .anyone, .console: break
        }
        if path.contains("{id}") { codes.append(ProblemCode(.notFound)) }
        if isChange { codes += [.tooLarge, .unsupportedMediaType] }
        if keepsAnswers { codes.append(ProblemCode(.idempotencyMismatch)) }
        return codes
    }
}

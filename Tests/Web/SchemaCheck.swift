import HTTPTypes
import Promotions
import Testing

@testable import Web

/// Holds what goes over the wire against `openapi.json`: the part of JSON Schema that the document uses.
enum SchemaCheck {
    /// Checks one exchange. A success must be as documented, and so must the request that led to it; everything else
    /// must be a problem with a status that the route names or implies.
    static func check(
        _ method: HTTPRequest.Method, _ path: String, _ request: [UInt8]?, _ heard: Heard
    ) {
        let bare = String(path.prefix { $0 != "?" })
        guard case .found(let route, _) = Routes.table.match(method, bare), method != .head else { return }
        let name = "\(route.method.rawValue) \(route.path)"
        if heard.status == route.gives.status {
            if let schema = route.gives.schema {
                let flaws = flaws(heard.json, Schemas.ref(schema), at: "")
                #expect(flaws.isEmpty, "\(name) answers against openapi.json: \(flaws)")
            }
            if case .json(let schema) = route.takes, let request, let json = try? JSON(parsing: request) {
                let flaws = flaws(json, Schemas.ref(schema), at: "")
                #expect(flaws.isEmpty, "\(name) took what openapi.json forbids: \(flaws)")
            }
        } else if heard.status >= 400, heard.headers[.contentType]?.hasPrefix("text/html") != true {
            let flaws = flaws(heard.json, Schemas.ref("Problem"), at: "")
            #expect(flaws.isEmpty, "\(name) answers no proper problem: \(flaws)")
            let codes = Set((route.refuses + route.implied).map(\.code))
            // These can come of anything.
            let always: Set<String> = ["unavailable", "fault", "busy"]
            #expect(codes.union(always).contains(heard.code ?? ""), "\(name) does not name \(heard.code ?? "?")")
        }
    }

    static func flaws(_ json: JSON, _ schema: JSON, at path: String) -> [String] {
        if let name = schema["$ref"]?.stringValue?.replacing("#/components/schemas/", with: "") {
            guard let target = Schemas.all[name] else { return ["\(path): no schema \(name)"] }
            return flaws(json, target, at: path)
        }
        var found = (schema["allOf"]?.elements ?? []).flatMap { flaws(json, $0, at: path) }
        if let options = schema["oneOf"]?.elements ?? schema["anyOf"]?.elements,
            !options.contains(where: { flaws(json, $0, at: path).isEmpty })
        {
            found.append("\(path): none of the alternatives fits \(json.text())")
        }
        if let constant = schema["const"], !isEqual(constant, json) {
            found.append("\(path): is not \(constant.text())")
        }
        if let choices = schema["enum"]?.elements, !choices.contains(json) { found.append("\(path): not in the enum") }
        if let types = schema["type"]?.stringValue.map({ [$0] }) ?? schema["type"]?.elements?.compactMap(\.stringValue),
            !types.contains(where: { isA(json, $0) })
        {
            found.append("\(path): is no \(types.joined(separator: " or ")): \(json.text())")
        }
        return found + bounds(json, schema, at: path) + members(json, schema, at: path)
    }

    private static func bounds(_ json: JSON, _ schema: JSON, at path: String) -> [String] {
        var found: [String] = []
        if let text = json.stringValue {
            let length = Int64(text.unicodeScalars.count)
            if let least = schema["minLength"]?.integerValue, length < least { found.append("\(path): is too short") }
            if let most = schema["maxLength"]?.integerValue, length > most { found.append("\(path): is too long") }
            if let pattern = schema["pattern"]?.stringValue, let regex = try? Regex(pattern),
                text.firstMatch(of: regex) == nil
            {
                found.append("\(path): \(text) does not match \(pattern)")
            }
            if schema["format"] == "date-time", Instant(rfc3339: text) == nil { found.append("\(path): no time") }
        }
        if let number = json.numberValue {
            if let least = schema["minimum"]?.numberValue, number < least { found.append("\(path): is too small") }
            if let most = schema["maximum"]?.numberValue, number > most { found.append("\(path): is too large") }
        }
        return found
    }

    private static func members(_ json: JSON, _ schema: JSON, at path: String) -> [String] {
        var found: [String] = []
        for (place, element) in (json.elements ?? []).enumerated() {
            if let items = schema["items"] { found += flaws(element, items, at: "\(path)[\(place)]") }
        }
        guard let object = json.members else { return found }
        for name in schema["required"]?.elements?.compactMap(\.stringValue) ?? [] where object[name] == nil {
            found.append("\(path).\(name): is missing")
        }
        for member in object {
            if let inner = schema["properties"]?[member.name] {
                found += flaws(member.value, inner, at: "\(path).\(member.name)")
            } else if schema["additionalProperties"] == false {
                found.append("\(path).\(member.name): is not in the schema")
            }
        }
        return found
    }

    private static func isA(_ json: JSON, _ type: String) -> Bool {
        switch (type, json) {
        case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("null", .null): true
        case ("integer", _): json.integerValue != nil
        case ("number", _): json.numberValue != nil
        default: false
        }
    }

    private static func isEqual(_ one: JSON, _ other: JSON) -> Bool {
        if let one = one.numberValue, let other = other.numberValue { return one == other }
        return one == other
    }
}

/// What cairo's SVG lacks: a stable identity, a language and words for a screen reader (its text is outlines).
enum SVGDocument {
    static func finished(_ svg: [UInt8], title: String, language: String) throws(PrintProblem) -> [UInt8] {
        guard let root = svg[...].firstIndex(of: "<svg ".utf8),
            let rootEnd = svg[root...].firstIndex(of: UInt8(ascii: ">"))
        else { throw .failed("cairo's SVG has no root element") }
        var body = svg[(rootEnd + 1)...]
        // cairo numbers surfaces through the life of the process, so a reprint would differ.
        let numbered = "id=\"surface"
        if let mark = body.firstIndex(of: numbered.utf8) {
            let digits = body[(mark + numbered.utf8.count)...].prefix {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            body.removeSubrange(digits.indices)
        }
        body = withoutNumbers(body, in: "image")
        let attributes = " role=\"img\" lang=\"\(escapedForXML(language))\""
        let label = "<title>\(escapedForXML(title))</title>"
        return Array(svg[..<rootEnd]) + Array("\(attributes)>\(label)".utf8) + Array(body)
    }
}

extension SVGDocument {
    /// Of pictures too, whose number stands again where they are used.
    private static func withoutNumbers(_ body: ArraySlice<UInt8>, in name: String) -> ArraySlice<UInt8> {
        let mark = Array("id=\"\(name)".utf8)
        guard let found = body.firstIndex(of: "id=\"\(name)".utf8) else { return body }
        let digits = body[(found + mark.count)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let numbered = Array(name.utf8) + digits
        var kept: [UInt8] = []
        kept.reserveCapacity(body.count)
        var rest = body
        while let next = rest.firstIndex(of: String(decoding: numbered, as: UTF8.self).utf8) {
            kept += rest[..<next]
            kept += name.utf8
            rest = rest[(next + numbered.count)...]
        }
        return (kept + rest)[...]
    }
}

extension ArraySlice<UInt8> {
    /// Where the bytes first stand. Bytes, because a search by characters takes longer than drawing the coupon.
    func firstIndex(of bytes: String.UTF8View) -> Int? {
        let wanted = Array(bytes)
        guard let first = wanted.first, count >= wanted.count else { return nil }
        return (startIndex...(endIndex - wanted.count)).first { index in
            self[index] == first && self[index..<(index + wanted.count)].elementsEqual(wanted)
        }
    }
}

/// Text made safe inside an XML element or attribute; characters that XML 1.0 cannot hold are left out.
func escapedForXML(_ text: String) -> String {
    var safe = ""
    for character in text.unicodeScalars {
        switch character {
        case "&": safe += "&amp;"
        case "<": safe += "&lt;"
        case ">": safe += "&gt;"
        case "\"": safe += "&quot;"
        case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": continue
        default: safe.unicodeScalars.append(character)
        }
    }
    return safe
}

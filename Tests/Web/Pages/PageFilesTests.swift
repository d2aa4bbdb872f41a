import Foundation
import HTTPTypes
import Promotions
import Support
import Testing

@testable import Web

@Suite("what pages are made of")
struct PageFilesTests {
    private static var folder: URL {
        URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Web/Pages/Files")
    }

    private static func onDisk() throws -> [String: URL] {
        let walk = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return Dictionary(
            uniqueKeysWithValues: walk.compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }
                .map { ($0.lastPathComponent, $0) })
    }

    @Test("the program holds every file of the folder as it is, and no other")
    func embedded() throws {
        let disk = try Self.onDisk()
        #expect(Set(disk.keys) == Set(PageFiles.shared.files.keys), "list them in Sources/CPageFiles/PageFiles.c")
        for (name, url) in disk {
            let bytes = try Data(contentsOf: url)
            #expect(PageFiles.shared.files[name].map { Data($0) } == bytes, "\(name)")
        }
    }

    @Test("no style sheet, module or template is longer than 400 lines")
    func sizes() {
        for (name, bytes) in PageFiles.shared.files where !name.hasSuffix(".png") {
            #expect(bytes.count { $0 == UInt8(ascii: "\n") } <= 400, "\(name)")
        }
    }

    @Test("every language has every key, with the forms that its counts need and the same values to fill in")
    func words() throws {
        for area in Words.Area.allCases {
            let english = try Self.entries(area, .en)
            for language in PageLanguage.allCases {
                let other = try Self.entries(area, language)
                #expect(Set(other.names) == Set(english.names), "\(area) \(language)")
                for (key, value) in other {
                    let texts =
                        value.stringValue.map { [$0] } ?? value.members?.map { $0.value.stringValue ?? "" } ?? []
                    #expect(!texts.isEmpty && texts.allSatisfy { !$0.isEmpty }, "\(area) \(language) \(key)")
                    if let forms = value.members {
                        #expect(Set(forms.names) == Set(language.forms.map(\.rawValue)), "\(area) \(language) \(key)")
                        // What is counted may go without saying: "one person".
                        #expect(Self.blanks(forms["other"]).contains("count"), "\(area) \(language) \(key)")
                    }
                    let expected = Self.blanks(english[key]?["other"] ?? english[key])
                    #expect(Self.blanks(value["other"] ?? value) == expected, "\(area) \(language) \(key)")
                }
            }
        }
    }

    @Test("every key is used, and every key that is used exists")
    func keys() throws {
        let sources = PageFiles.shared.files.keys.filter { $0.hasSuffix(".mustache") || $0.hasSuffix(".js") }
            .map { PageFiles.shared.text($0) }.joined(separator: "\n")
        let swift = try Self.swiftOfPages()
        var known: Set<String> = []
        for area in Words.Area.allCases { known.formUnion(try Self.entries(area, .en).names) }
        let used = Set(
            sources.matches(of: #/\bt\.([a-z_0-9]+)/#).map { String($0.output.1) }
                + sources.matches(of: #/\bt\("([a-z_0-9]+)"/#).map { String($0.output.1) }
                + swift.matches(of: #/text\("([a-z_0-9]+)"/#).map { String($0.output.1) })
        #expect(used.subtracting(known) == [])
        // What is put together: `t(`state_${state}`)`, `"code_\(key)_title"`.
        let built = (sources + swift).matches(of: #/[`"]([a-z_]+_)(?:\$\{|\\\()/#).map { String($0.output.1) }
        let kinds = swift.matches(of: #/"(error_[a-z]+)"/#).map { String($0.output.1) }
        let unused = known.subtracting(used).filter { key in
            !(built + kinds).contains { key.hasPrefix($0) } && !sources.contains("\"\(key)\"")
        }
        #expect(unused == [])
    }

    @Test("phones keep all that the shopper's app and the till are made of, and nothing of the console")
    func kept() {
        let kept = AssetPages.kept
        for name in ["page.css", "shopper.css", "till.css", "icons.svg", "shopper.js", "till.js", "qr.js", "dom.js"] {
            #expect(kept.contains(name), "\(name)")
        }
        for name in ["console.css", "map.js", "charts.css", "console-settings.js", "live.js"] {
            #expect(!kept.contains(name) && PageFiles.shared.files[name] != nil, "\(name)")
        }
    }

    @Test("templates and modules hold no words of their own")
    func strings() {
        for (name, _) in PageFiles.shared.files {
            let text = PageFiles.shared.text(name)
            if name.hasSuffix(".mustache"), !name.hasSuffix(".js.mustache") {
                let attributes = text.matches(of: #/(?:aria-label|placeholder|title|alt)="([^"{]*[A-Za-z][^"{]*)"/#)
                #expect(attributes.map { String($0.output.1) } == [], "\(name)")
                // The names of classes and areas stand in blocks.
                let named = text.replacing(
                    #/\{\{\$(kind|area|area_name|script)\}\}[a-z -]*\{\{\/(kind|area|area_name|script)\}\}/#, with: "")
                let bare = named.replacing(#/\{\{[^}]*\}\}/#, with: "").replacing(#/<[^>]*>/#, with: "")
                #expect(bare.filter(\.isLetter) == "", "\(name)")
            } else if name.hasSuffix(".js") {
                let code = text.replacing(#/(?m)^\s*\/\/.*$/#, with: "")
                let said = code.matches(of: #/["'`]([A-Z][a-z]+ [a-z][^"'`]*)["'`]/#).map { String($0.output.1) }
                #expect(said == [], "\(name)")
            }
        }
    }

    @Test("addresses of files hold their version and may be kept for good; others are asked for again")
    func caching() async throws {
        try await WebWorld.with { world in
            let file = try await world.get("\(PageFiles.shared.address)/page.css")
            #expect(file.status == 200 && file.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(file.headers[.contentType] == "text/css; charset=utf-8")
            let old = try await world.get("/assets/old/page.css")
            #expect(old.body == file.body && old.headers[.cacheControl] == "no-cache")
            let packed = try await world.get("/assets/old/page.css", headers: [.acceptEncoding: "br, gzip"])
            #expect(packed.headers[.contentEncoding] == "gzip" && packed.body.count < file.body.count / 2)
            #expect(packed.headers[.eTag] != old.headers[.eTag] && packed.headers[.vary] == "Accept-Encoding")
            let encoded = Data(packed.body).base64EncodedString()
            #expect(
                Shell.run("echo \(encoded) | base64 -d | gunzip").output
                    == String(file.text.dropLast(file.text.hasSuffix("\n") ? 1 : 0)))
            let tag = try #require(old.headers[.eTag])
            let known = try await world.get("/assets/old/page.css", headers: [.ifNoneMatch: tag])
            #expect(known.status == 304 && known.body.isEmpty && known.headers[.cacheControl] == "no-cache")
            for name in ["layout.mustache", "page.exe", "..", "common.xx.json"] {
                #expect(try await world.get("/assets/x/\(name)").status == 404, "\(name)")
            }
        }
    }

    @Test(
        "no text becomes markup, whatever stands beside its brackets and quotation marks",
        arguments: ["", "\u{600}", "\u{D4E}", "\u{110BD}", "\u{200D}"])
    func escaping(before: String) async throws {
        let evil = "\(before)\"\u{301} \(before)>\u{301}\(before)<\u{301}meta \(before)' x=\(before)\""
        try await WebWorld.with { world in
            let page = try await world.get("/console/sign-in?next=\(percentEncoded(evil))").text
            let start = try #require(page.unicodeScalars.firstRange(of: "data-next=\"".unicodeScalars)).upperBound
            let value = page.unicodeScalars[start...].prefix { $0 != "\"" }
            #expect(!value.contains("<") && !value.contains(">"))
            #expect(String(String.UnicodeScalarView(value)).hasSuffix("x=\(before)&quot;"))
            for template in ["layout", "console-campaign"] {
                let words = try Words.of(.campaigns, .en)
                let shown = try Pages.render(template, words, ["name": evil, "title": evil, "retailer": evil])
                #expect(!String(decoding: shown, as: UTF8.self).unicodeScalars.contains("<\u{301}meta".unicodeScalars))
            }
        }
    }

    @Test("a page names every module that its scripts import, and its words: none of them waits until another was read")
    func preloads() async throws {
        try await WebWorld.with { world in
            for path in ["/", "/till", "/console/sign-in"] {
                let page = try await world.get(path).text
                let named = Set(
                    page.matches(of: /(?:modulepreload" href|module" src)="[^"]*\/([a-z0-9-]+\.js)"/).map(\.output.1))
                #expect(named.count > 3, "\(path)")
                for name in named {
                    for line in PageFiles.shared.text(String(name)).split(separator: "\n") {
                        guard let used = line.firstMatch(of: /\bfrom "\.\/([a-z0-9-]+\.js)"/)?.output.1 else {
                            continue
                        }
                        #expect(named.contains(used), "\(path): \(name) imports \(used)")
                    }
                }
                let words = try #require(page.firstMatch(of: /data-words="([^"]+)"/)).output.1
                #expect(page.contains("<link rel=\"preload\" href=\"\(words)\" as=\"fetch\" crossorigin>"))
            }
        }
    }

    @Test("pages say what a browser may do: nothing from elsewhere, nothing written into them")
    func headers() async throws {
        try await WebWorld.with { world in
            let page = try await world.get("/K/A.B")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains("*"))
            #expect(page.headers[.referrerPolicy] == "no-referrer" && page.headers[.xContentTypeOptions] == "nosniff")
            #expect(page.headers[.permissionsPolicy]?.contains("geolocation=(self)") == true)
            #expect(page.headers[.vary] == "Accept-Language, Cookie")
        }
    }

    @Test(
        "counts take the form that their language asks for",
        arguments: [
            (PageLanguage.en, [(1, "one"), (0, "other"), (21, "other")]),
            (.fr, [(0, "one"), (1, "one"), (2, "other"), (1_000_000, "many")]),
            (.es, [(0, "other"), (1, "one"), (2_000_000, "many")]),
            (.ru, [(1, "one"), (11, "many"), (22, "few"), (112, "many"), (121, "one"), (0, "many")]),
        ])
    func plurals(_ language: PageLanguage, _ counts: [(Int64, String)]) {
        for (count, form) in counts { #expect(language.plural(count).rawValue == form, "\(language) \(count)") }
    }

    private static func entries(_ area: Words.Area, _ language: PageLanguage) throws -> JSONObject {
        let words = try JSON(parsing: PageFiles.shared.files[Words.fileName(area, language)] ?? [])
        return try #require(words.members, "\(area) \(language)")
    }

    private static func blanks(_ value: JSON?) -> Set<String> {
        Set((value?.stringValue ?? "").matches(of: #/\{([a-z_]+)\}/#).map { String($0.output.1) })
    }

    private static func swiftOfPages() throws -> String {
        let pages = folder.deletingLastPathComponent()
        return try FileManager.default.contentsOfDirectory(at: pages, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "swift" }.map { try String(contentsOf: $0, encoding: .utf8) }
            .joined(separator: "\n")
    }
}

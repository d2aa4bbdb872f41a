import Foundation
import Support

/// The programs that read what we print: decoders and checkers of other people's making.
enum Tools {
    struct Failure: Error {
        let program: String
        let status: Int32
        let words: String
    }

    /// Runs a program found on the path and returns what it printed.
    @discardableResult
    static func run(_ program: String, _ arguments: [String]) throws -> String {
        let command = ([program] + arguments).map(Shell.quoted).joined(separator: " ")
        let (printed, status) = Shell.run("\(command) 2>/dev/null </dev/null")
        guard status == 0 else {
            throw Failure(program: program, status: status, words: Shell.run("\(command) 2>&1 </dev/null").output)
        }
        return printed
    }

    static func isInstalled(_ program: String) -> Bool {
        (try? run("which", [program])) != nil
    }

    /// What a scanner reads from a picture, each symbol once.
    static func symbols(in picture: URL) throws -> Set<String> {
        let lines = try run(
            "zbarimg",
            ["--nodbus", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "-Scode128.enable", picture.path])
        return Set(lines.split(separator: "\n").map(String.init))
    }

    /// The same by a decoder of other hands.
    static func symbolsByZXing(in picture: URL) throws -> Set<String> {
        // Where it finds bars again in a smaller copy of the picture, this version stops over an assertion of its own.
        let lines = try run("ZXingReader", ["-noscale", "-format", "QRCode,Code128", picture.path])
        return Set(
            lines.split(separator: "\n").compactMap { line in
                line.firstMatch(of: #/^Text:\s+"(.*)"$/#).map { String($0.output.1) }
            })
    }

    /// One page, grey.
    static func rasterised(_ pdf: URL, dpi: Int = 300, page: Int = 1) throws -> URL {
        let stem = "\(pdf.deletingPathExtension().path)-\(dpi)-\(page)"
        try run(
            "pdftoppm", ["-r", "\(dpi)", "-gray", "-singlefile", "-f", "\(page)", "-l", "\(page)", pdf.path, stem])
        return URL(fileURLWithPath: stem + ".pgm")
    }
}

/// A folder that is gone after the test.
final class Desk {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("printing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func put(_ bytes: [UInt8], as name: String) throws -> URL {
        let file = folder.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return file
    }
}

/// Text as an extractor's layout cannot change it: compatible forms composed, without space or direction marks.
func bare(_ text: String) -> String {
    let marks: Set<Unicode.Scalar> = [
        "\u{200E}", "\u{200F}", "\u{202A}", "\u{202B}", "\u{202C}", "\u{2066}", "\u{2069}",
    ]
    var kept = String.UnicodeScalarView()
    for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars
    where !scalar.properties.isWhitespace && !marks.contains(scalar) {
        kept.append(scalar)
    }
    return String(kept)
}

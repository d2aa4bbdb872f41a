/// A QR alone, for a screen: black on white with its quiet zone, a unit a module.
public enum QRPicture {
    /// As SVG; the same bytes for the same content.
    public static func svg(of content: String) throws(PrintProblem) -> [UInt8] {
        let modules = try Symbologies.qr(content)
        let quiet = Symbologies.qrQuietModules
        let size = modules.width + 2 * quiet
        var path = ""
        for y in 0..<modules.height {
            for run in modules.runs(inRow: y) {
                path += "M\(run.first + quiet) \(y + quiet)h\(run.count)v1h-\(run.count)z"
            }
        }
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size) \(size)" width="\(size * 8)" \
            height="\(size * 8)" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h\(size)v\(size)H0z"/>\
            <path d="\(path)"/></svg>
            """
        return Array(svg.utf8)
    }
}

/// Draws marks of a chart as SVG in a width that nobody knows yet: places across are percentages and heights are pixels,
/// so that words keep their size on every screen. For scripts that run from right to left it is the mirror image.
struct ChartCanvas {
    enum Anchor: String { case start, middle, end }

    /// What a mark is; `charts.css` says how that looks, in light and dark.
    enum Mark: String {
        case bar = "chart-bar"
        case track = "chart-track"
        case axis = "chart-axis"
        case first = "chart-first"
        case second = "chart-second"
        case label = "chart-label"
        case value = "chart-value"
        case firstName = "chart-value chart-first-name"
        case secondName = "chart-value chart-second-name"
    }

    let isRightToLeft: Bool
    private(set) var marks = ""

    init(isRightToLeft: Bool) {
        self.isRightToLeft = isRightToLeft
    }

    mutating func rect(x: Double, y: Double, width: Double, height: Double, _ mark: Mark) {
        let start = isRightToLeft ? 100 - x - width : x
        marks += """
            <rect class="\(mark.rawValue)" x="\(across(start))" y="\(number(y))" width="\(across(width))" \
            height="\(number(max(0, height)))" rx="2"/>
            """
    }

    mutating func line(from: (x: Double, y: Double), to: (x: Double, y: Double), _ mark: Mark) {
        marks += """
            <line class="\(mark.rawValue)" x1="\(across(mirrored(from.x)))" y1="\(number(from.y))" \
            x2="\(across(mirrored(to.x)))" y2="\(number(to.y))"/>
            """
    }

    mutating func dot(x: Double, y: Double, _ mark: Mark) {
        marks += "<circle class=\"\(mark.rawValue)\" cx=\"\(across(mirrored(x)))\" cy=\"\(number(y))\" r=\"4\"/>"
    }

    /// `start` and `end` are those of the text's own direction.
    mutating func text(_ text: String, x: Double, y: Double, _ anchor: Anchor, _ mark: Mark) {
        marks += """
            <text class="\(mark.rawValue)" x="\(across(mirrored(x)))" y="\(number(y))" \
            text-anchor="\(anchor.rawValue)">\(text.escapedForHTML)</text>
            """
    }

    private func mirrored(_ x: Double) -> Double { isRightToLeft ? 100 - x : x }

    private func across(_ share: Double) -> String { "\(number(share))%" }

    private func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}

extension String {
    /// For text and for attributes. By scalars: no mark that combines with a bracket hides it.
    var escapedForHTML: String {
        var escaped = ""
        for character in unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

/// A chart that the server draws: it asks one question, its title is the answer, its marks carry their own labels, and
/// what was drawn can be read as a table.
struct Chart {
    /// One row of the table behind a chart; the first cell says what the others are about.
    typealias Row = [String]

    /// Words that stand round a chart, in the reader's language.
    struct Frame {
        /// Of this chart alone on its page.
        let id: String
        /// What the chart says, in a sentence.
        let title: String
        /// What it shows, for who cannot see it.
        let about: String
        /// What opens the table.
        let opensTable: String
        let headings: Row
        var isRightToLeft = false
    }

    let frame: Frame
    let height: Int
    let marks: String
    let rows: [Row]

    /// For a template, which must take it as it is: `{{{chart}}}`.
    var html: String {
        let id = frame.id.escapedForHTML
        return """
            <figure class="chart" id="\(id)"><figcaption><h3>\(frame.title.escapedForHTML)</h3></figcaption>\
            <svg width="100%" height="\(height)" role="img" aria-labelledby="\(id)-title \(id)-about">\
            <title id="\(id)-title">\(frame.title.escapedForHTML)</title>\
            <desc id="\(id)-about">\(frame.about.escapedForHTML)</desc>\(marks)</svg>\
            <details><summary>\(frame.opensTable.escapedForHTML)</summary><div class="chart-table" tabindex="0" \
            role="region" aria-labelledby="\(id)-title"><table><thead><tr>\(headings)</tr></thead><tbody>\(body)</tbody>\
            </table></div></details></figure>
            """
    }

    private var headings: String {
        frame.headings.map { "<th scope=\"col\">\($0.escapedForHTML)</th>" }.joined()
    }

    private var body: String {
        rows.map { row in
            let first = row.first.map { "<th scope=\"row\">\($0.escapedForHTML)</th>" } ?? ""
            let others = row.dropFirst().map { "<td class=\"number\">\($0.escapedForHTML)</td>" }.joined()
            return "<tr>\(first)\(others)</tr>"
        }.joined()
    }
}

extension Chart {
    /// A number with its name, and both as they are shown.
    struct Point {
        let name: String
        /// Short enough to stand below a bar.
        var short = ""
        let value: Int64
        let shown: String
    }

    private static let plotTop = 24.0
    private static let plotHeight = 132.0
    private static let labelledBarsMax = 10
    private static let barShare = 0.72

    /// How much on each day; bars begin at zero. Of many days the highest and the last carry their number.
    static func bars(_ points: [Point], _ frame: Frame) -> Chart {
        var canvas = ChartCanvas(isRightToLeft: frame.isRightToLeft)
        let most = Double(max(1, points.map(\.value).max() ?? 1))
        let highest = points.indices.max { points[$0].value < points[$1].value }
        let step = 100 / Double(max(points.count, 1))
        // One lonely bar over the whole width says nothing more than a slim one.
        let width = min(step * barShare, 12)
        let floor = plotTop + plotHeight
        for (place, point) in points.enumerated() {
            let tall = Double(point.value) / most * plotHeight
            let middle = (Double(place) + 0.5) * step
            canvas.rect(x: middle - width / 2, y: floor - tall, width: width, height: tall, .bar)
            let isLabelled =
                points.count <= labelledBarsMax || place == highest
                || (place == points.count - 1 && (highest ?? 0) < place - 2)
            if isLabelled {
                canvas.text(point.shown, x: middle, y: floor - tall - 6, anchor(middle), .value)
            }
        }
        canvas.line(from: (0, floor), to: (100, floor), .axis)
        names(points, step: step, below: floor, on: &canvas)
        return Chart(
            frame: frame, height: Int(floor) + 28, marks: canvas.marks, rows: points.map { [$0.name, $0.shown] })
    }

    /// Two counts over the same time, each named where it ends; lines need no legend then.
    /// - Parameters:
    ///   - names: of the two, with the numbers they end at.
    ///   - rows: of the table.
    static func lines(
        _ points: [Point], and others: [Point], names ends: (String, String), rows: [Row], _ frame: Frame
    ) -> Chart {
        var canvas = ChartCanvas(isRightToLeft: frame.isRightToLeft)
        let most = Double(max(1, (points + others).map(\.value).max() ?? 1))
        let floor = plotTop + plotHeight
        let step = 100 / Double(max(points.count - 1, 1))
        let y = { (point: Point) in floor - Double(point.value) / most * plotHeight }
        for (series, mark) in [(others, ChartCanvas.Mark.second), (points, .first)] {
            for (place, pair) in zip(series, series.dropFirst()).enumerated() {
                canvas.line(
                    from: (Double(place) * step, y(pair.0)), to: (Double(place + 1) * step, y(pair.1)), mark)
            }
            if let last = series.last { canvas.dot(x: 100, y: y(last), mark) }
        }
        canvas.line(from: (0, floor), to: (100, floor), .axis)
        if let first = points.last, let second = others.last {
            let isFirstAbove = first.value >= second.value
            let (upper, lower) = isFirstAbove ? (y(first), y(second)) : (y(second), y(first))
            let below = min(max(lower + 20, upper + 20), floor - 6)
            let above = min(max(upper - 10, 14), below - 18)
            canvas.text(ends.0, x: 98.5, y: isFirstAbove ? above : below, .end, .firstName)
            canvas.text(ends.1, x: 98.5, y: isFirstAbove ? below : above, .end, .secondName)
        }
        names(points, step: points.count > 1 ? 100 / Double(points.count - 1) : 100, below: floor, on: &canvas, at: 0)
        return Chart(frame: frame, height: Int(floor) + 28, marks: canvas.marks, rows: rows)
    }

    /// Which of several is how much, in the order given; names stand above their bars and may be long.
    static func ranking(_ points: [Point], _ frame: Frame) -> Chart {
        let rowHeight = 44.0
        var canvas = ChartCanvas(isRightToLeft: frame.isRightToLeft)
        let most = Double(max(1, points.map(\.value).max() ?? 1))
        for (place, point) in points.enumerated() {
            let top = Double(place) * rowHeight
            canvas.text(point.name, x: 0, y: top + 17, .start, .label)
            canvas.text(point.shown, x: 100, y: top + 17, .end, .value)
            canvas.rect(x: 0, y: top + 24, width: 100, height: 10, .track)
            canvas.rect(x: 0, y: top + 24, width: Double(point.value) / most * 100, height: 10, .bar)
        }
        return Chart(
            frame: frame, height: max(1, points.count) * Int(rowHeight), marks: canvas.marks,
            rows: points.map { [$0.name, $0.shown] })
    }

    /// How much of a limit is used.
    static func progress(_ used: Point, of limit: Point, _ frame: Frame) -> Chart {
        var canvas = ChartCanvas(isRightToLeft: frame.isRightToLeft)
        let share = min(1, Double(used.value) / Double(max(1, limit.value)))
        canvas.rect(x: 0, y: 4, width: 100, height: 16, .track)
        canvas.rect(x: 0, y: 4, width: share * 100, height: 16, .bar)
        canvas.text(used.shown, x: 0, y: 40, .start, .value)
        canvas.text(limit.shown, x: 100, y: 40, .end, .label)
        return Chart(
            frame: frame, height: 48, marks: canvas.marks,
            rows: [used, limit].map { [$0.name, $0.shown] })
    }

    /// Below the first and the last, and below all where there is room for it.
    private static func names(
        _ points: [Point], step: Double, below floor: Double, on canvas: inout ChartCanvas, at offset: Double = 0.5
    ) {
        let hasRoom = points.count <= 5
        for (place, point) in points.enumerated() where hasRoom || place == 0 || place == points.count - 1 {
            let middle = (Double(place) + offset) * step
            canvas.text(
                point.short, x: hasRoom ? middle : place == 0 ? 0 : 100, y: floor + 20,
                hasRoom ? anchor(middle) : place == 0 ? .start : .end, .label)
        }
    }

    /// What stands near an edge must not hang over it.
    private static func anchor(_ x: Double) -> ChartCanvas.Anchor {
        x < 6 ? .start : x > 94 ? .end : .middle
    }
}

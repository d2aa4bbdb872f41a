import Testing

@testable import Web

@Suite("Charts that the server draws")
struct ChartTests {
    private func frame(_ id: String = "a", isRightToLeft: Bool = false) -> Chart.Frame {
        Chart.Frame(
            id: id, title: "61 issued in three days", about: "Coupons issued by day", opensTable: "Show the numbers",
            headings: ["Day", "Issued"], isRightToLeft: isRightToLeft)
    }

    private func points(_ values: [Int64]) -> [Chart.Point] {
        values.enumerated().map { Chart.Point(name: "Day \($0 + 1)", short: "\($0 + 1)", value: $1, shown: "\($1)") }
    }

    /// The numbers of an attribute, mark by mark.
    private func numbers(_ name: String, of mark: String, in html: String) throws -> [Double] {
        let regex = try Regex("<\\w+ class=\"\(mark)\"[^>]* \(name)=\"([0-9.]+)%?\"")
        return html.matches(of: regex).compactMap { $0.output[1].substring.flatMap { Double($0) } }
    }

    @Test("bars stand on zero and are as tall as their numbers; every number is in the table behind")
    func bars() throws {
        let html = Chart.bars(points([10, 40, 0]), frame()).html
        let heights = try numbers("height", of: "chart-bar", in: html)
        let tops = try numbers("y", of: "chart-bar", in: html)
        #expect(heights.count == 3 && heights[1] == heights[0] * 4 && heights[2] == 0)
        #expect(zip(heights, tops).allSatisfy { $0 + $1 == heights[0] + tops[0] })
        for value in ["10", "40", "0"] {
            #expect(html.contains(">\(value)</text>") && html.contains("<td class=\"number\">\(value)</td>"))
        }
        #expect(html.contains("role=\"img\"") && html.contains("<desc id=\"a-about\">Coupons issued by day</desc>"))
        #expect(!html.contains("style="))
    }

    @Test("of ninety days the first, the last and the highest are named, and nothing lies outside")
    func manyBars() throws {
        let html = Chart.bars(points((0..<90).map { Int64(200 - abs($0 - 30)) }), frame()).html
        let starts = try numbers("x", of: "chart-bar", in: html)
        let widths = try numbers("width", of: "chart-bar", in: html)
        #expect(starts.count == 90 && zip(starts, widths).allSatisfy { $0 >= 0 && $0 + $1 <= 100.01 })
        #expect(html.components(of: "</text>") == 4 && html.contains(">200</text>"))
    }

    @Test("from right to left the picture is the mirror image")
    func mirrored() throws {
        let left = try numbers("x", of: "chart-bar", in: Chart.ranking(points([3, 1]), frame()).html)
        let right = try numbers(
            "x", of: "chart-bar", in: Chart.ranking(points([3, 1]), frame(isRightToLeft: true)).html)
        #expect(left == [0, 0] && right[0] == 0 && abs(right[1] - 66.67) < 0.01)
    }

    @Test(
        "both lines carry their names, apart from each other however close they end", arguments: [0, 39, 40] as [Int64])
    func lines(second: Int64) throws {
        let html = Chart.lines(
            points([0, 20, 40]), and: points([0, 0, second]), names: ("Issued 40", "Redeemed"), rows: [], frame()
        ).html
        let first = try numbers("y", of: "chart-value chart-first-name", in: html)
        let other = try numbers("y", of: "chart-value chart-second-name", in: html)
        #expect(first.count == 1 && other.count == 1 && other[0] - first[0] >= 18, "\(first) \(other)")
        #expect(html.contains(">Issued 40</text>") && html.contains(">Redeemed</text>"))
    }

    @Test("what people wrote is text and never markup")
    func escaped() {
        let html = Chart.ranking(
            [Chart.Point(name: "<b>\"Joe & Co\"</b>", value: 1, shown: "1")], frame("x")
        ).html
        #expect(!html.contains("<b>") && html.contains("&lt;b&gt;&quot;Joe &amp; Co&quot;&lt;/b&gt;"))
    }

    @Test("no more than the whole is ever filled")
    func overfull() throws {
        let html = Chart.progress(
            Chart.Point(name: "Used", value: 12, shown: "12"), of: Chart.Point(name: "Limit", value: 10, shown: "10"),
            frame()
        ).html
        #expect(try numbers("width", of: "chart-bar", in: html) == [100])
    }
}

extension String {
    fileprivate func components(of text: String) -> Int {
        ranges(of: text).count
    }
}

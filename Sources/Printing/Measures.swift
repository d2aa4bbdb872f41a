/// One paper's sizes and distances, in points.
struct Measures {
    let paper: Paper
    /// At the sides; wide enough on a card to hold the bars' quiet zone.
    let margin: Double
    let topMargin: Double
    let ruleHeight: Double
    /// Under the rule, and between the parts of the page.
    let gap: Double
    /// Between the paragraphs of a part.
    let smallGap: Double
    /// Between head line and headline, and around the shops.
    let middleGap: Double
    let gutter: Double
    let issuerSize: Double
    let codeSize: Double
    let barHeight: Double
    /// Printer dots to a module: the largest that fits wins, the smallest still scans on paper.
    let qrDots: ClosedRange<Int>
    let barDots: ClosedRange<Int>
    /// Multiplies every language's leading.
    let tightness: Double
    /// Side of the QR with its quiet zone, at most.
    let qrSideMax: Double
    /// Tried in order until everything fits.
    let rungs: [Rung]
    /// A card is too small for a column of text beside the QR: there it stands beside the bars, both at the foot, and
    /// shops, terms and legal lines may end in an ellipsis. A page prints every word or refuses.
    let isCard: Bool

    struct Rung {
        let headline: Double
        let body: Double
        let terms: Double
    }

    var smallestRung: Rung { rungs[rungs.count - 1] }
    var contentWidth: Double { paper.size.width - 2 * margin }
    var bottom: Double { paper.size.height - topMargin }

    init(_ paper: Paper) {
        self.paper = paper
        switch paper {
        case .a4, .letter:
            (margin, topMargin) = (Points.mm(18), Points.mm(18))
            (ruleHeight, gap, middleGap, smallGap, gutter) = (6, 28, 12, 4, 28)
            (issuerSize, codeSize, barHeight) = (12, 18, Points.mm(17))
            (qrDots, barDots) = (5...14, 4...5)
            (qrSideMax, tightness) = (Points.mm(44), 1)
            rungs = [(12, 9), (12, 8), (12, 7), (11, 7), (10, 7), (9, 7)].map { body, terms in
                Rung(headline: 24, body: body, terms: terms)
            }
            isCard = false
        case .card:
            (margin, topMargin) = (Points.mm(3.6), Points.mm(2.9))
            (ruleHeight, gap, middleGap, smallGap, gutter) = (2.4, 4, 1.4, 0.6, 7)
            (issuerSize, codeSize, barHeight) = (7, 12, Points.mm(7))
            (qrDots, barDots) = (5...5, 3...4)
            (qrSideMax, tightness) = (Points.mm(23), 0.92)
            rungs = [(16, 9), (15, 9), (14, 9), (13, 8.5), (12, 8), (11, 8), (10, 7.5), (9, 7)].map { headline, body in
                Rung(headline: headline, body: body, terms: 7)
            }
            isCard = true
        }
    }
}

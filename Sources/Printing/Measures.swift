/// One paper's sizes and distances, in points.
struct Measures {
    enum Form {
        /// Prints every word or refuses.
        case page
        /// Too small for a column of text beside the QR: there it stands beside the bars, both at the foot, and shops,
        /// terms and legal lines may end in an ellipsis.
        case card
        /// One column, one thing under the other, as long as it gets; black only.
        case roll
    }

    let form: Form
    let width: Double
    /// Of a roll, the longest that is printed.
    let height: Double
    let dots: Dots
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

    struct Rung {
        let headline: Double
        let body: Double
        let terms: Double
    }

    var isCard: Bool { form == .card }
    var smallestRung: Rung { rungs[rungs.count - 1] }
    var contentWidth: Double { width - 2 * margin }
    var bottom: Double { height - topMargin }

    init(_ paper: Paper) {
        switch paper {
        case .a4, .letter: self.init(page: paper.width, paper.height ?? 0, Dots(size: paper.dot))
        case .card: self.init(card: paper.width, paper.height ?? 0, Dots(size: paper.dot))
        case .roll58, .roll80: self.init(roll: paper.width, Dots(size: paper.dot))
        }
    }

    private init(page width: Double, _ height: Double, _ dots: Dots) {
        (form, self.width, self.height, self.dots) = (.page, width, height, dots)
        (margin, topMargin) = (Points.mm(18), Points.mm(18))
        (ruleHeight, gap, middleGap, smallGap, gutter) = (6, 28, 12, 4, 28)
        (issuerSize, codeSize, barHeight) = (12, 18, Points.mm(17))
        (qrDots, barDots) = (5...14, 4...5)
        (qrSideMax, tightness) = (Points.mm(44), 1)
        rungs = [(12, 9), (12, 8), (12, 7), (11, 7), (10, 7), (9, 7)].map { body, terms in
            Rung(headline: 24, body: body, terms: terms)
        }
    }

    /// Of about the size of a bank card.
    init(card width: Double, _ height: Double, _ dots: Dots) {
        (form, self.width, self.height, self.dots) = (.card, width, height, dots)
        // Two inches are 3 mm less than a bank card has.
        let isLow = height < Points.mm(52)
        (margin, topMargin) = (Points.mm(3.6), Points.mm(isLow ? 1.8 : 2.9))
        (ruleHeight, gap, middleGap, smallGap, gutter) = (2.4, isLow ? 3 : 4, 1.4, 0.6, 7)
        (issuerSize, codeSize, barHeight) = (7, 12, Points.mm(7))
        (qrDots, barDots) = (5...5, 3...4)
        (qrSideMax, tightness) = (Points.mm(23), 0.92)
        rungs = [(16, 9), (15, 9), (14, 9), (13, 8.5), (12, 8), (11, 8), (10, 7.5), (9, 7)].map { headline, body in
            Rung(headline: headline, body: body, terms: 7)
        }
    }

    private init(roll width: Double, _ dots: Dots) {
        (form, self.width, height, self.dots) = (.roll, width, Points.mm(1_000), dots)
        let isWide = width > Points.mm(60)
        // The bars of a code take nearly all the width of the narrow roll; their quiet zone ends with the paper.
        (margin, topMargin) = (Points.mm(1), Points.mm(2))
        (ruleHeight, gap, middleGap, smallGap, gutter) = (3, 14, 7, 3, 7)
        (issuerSize, codeSize, barHeight) = (10, isWide ? 18 : 14, Points.mm(12))
        (qrDots, barDots) = (4...8, 2...3)
        (qrSideMax, tightness) = (Points.mm(isWide ? 40 : 35), 1)
        rungs = [Rung(headline: isWide ? 20 : 17, body: 10, terms: 8)]
    }
}

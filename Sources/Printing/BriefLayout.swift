/// Lays out a cashier's brief: the page to read, then the page to write on.
struct BriefLayout {
    let brief: PrintedBrief
    let paper: OfficePaper
    let typesetter: Typesetter

    /// Words that are longer in one language than in another get smaller type rather than a second page.
    private static let scales = [1.2, 1.1, 1, 0.93, 0.86, 0.8]

    func sheets() throws(PrintProblem) -> [Sheet] {
        for scale in Self.scales.dropLast() {
            do throws(PrintProblem) {
                return [try page(scale), try slip()]
            } catch .overflow {
                continue
            }
        }
        return [try page(Self.scales[Self.scales.count - 1]), try slip()]
    }

    private func draft(_ scale: Double) -> PageDraft {
        PageDraft(
            width: paper.paper.width, height: paper.paper.height ?? 0, margin: Points.mm(18), scale: scale,
            brief.letterhead, with: typesetter)
    }

    private func page(_ scale: Double) throws(PrintProblem) -> Sheet {
        var page = draft(scale)
        page.head(brief.label)
        page.add(brief.headline, 22, isBold: true, gap: 8, role: .heading)
        for (place, line) in brief.details.enumerated() { page.add(line, 11, gap: place == 0 ? 4 : 1) }
        for (place, step) in brief.steps.enumerated() {
            page.top += (place == 0 ? 12 : 3) * scale
            let number = page.line("\(place + 1)", 15, isCode: false)
            let words = page.block(step, 12, isBold: true, width: page.contentWidth - 24 * scale)
            page.place(number, from: page.margin, top: page.top + (12 * 1.3 - 15 * 1.2) / 2 * scale)
            page.place(words, from: page.margin + 24 * scale, top: page.top)
            page.top += words.height
        }
        page.add(brief.practise, 11, gap: 14)
        page.top += 4 * scale
        for specimen in brief.specimens {
            try page.entry(specimen, sideMax: Points.mm(25) * scale, nameSize: 13, wordsSize: 11)
            page.top += 3 * scale
        }
        page.top += 6 * scale
        page.rule(from: page.margin, top: page.top, width: page.contentWidth, height: page.dots(2))
        page.top += 8 * scale
        let call = page.block(brief.call, 12, isBold: true, width: page.contentWidth * 0.45)
        let contact = page.block(brief.contact, 12, width: page.contentWidth * 0.5)
        let answer = page.margin + page.contentWidth * 0.5
        page.place(call, from: page.margin, top: page.top)
        if brief.contact.isEmpty {
            let line = page.top + call.height
            page.rule(from: answer, top: line, width: page.contentWidth * 0.5, height: page.dots(2))
        } else {
            page.place(contact, from: answer, top: page.top)
        }
        page.top += max(call.height, contact.height)
        return try page.finished(tallest: .details)
    }

    private func slip() throws(PrintProblem) -> Sheet {
        let slip = brief.slip
        var page = draft(1)
        page.head(brief.label)
        page.add(slip.title, 18, isBold: true, gap: 6, role: .heading)
        page.add("\(brief.headline). \(slip.hint)", 10, gap: 3)
        page.top += 12
        // Boxes in groups of four, as codes are written.
        let (box, group, number) = (Points.mm(5.4), Points.mm(2), Points.mm(7))
        let codeWidth = 12 * box + 2 * group
        let rest = page.contentWidth - number - codeWidth
        let starts = [0, number, number + codeWidth + rest * 0.06, number + codeWidth + rest * 0.32]
        let (thin, thick) = (page.dots(1), page.dots(2))
        let heads = [slip.code, slip.time, slip.receipt, slip.cashier]
        let columns = [starts[1], starts[2], starts[3], number + codeWidth + rest * 0.68]
        for (head, start) in zip(heads, columns) {
            let width = head == slip.code ? codeWidth : rest * 0.28
            page.place(page.block(head, 9, isBold: true, width: width), from: page.margin + start, top: page.top)
        }
        page.top += 14
        page.rule(from: page.margin, top: page.top, width: page.contentWidth, height: thick)
        let row = (page.bottom - page.top) / Double(PrintedSlip.lineCount)
        for line in 1...PrintedSlip.lineCount {
            let label = page.line("\(line)", 9, isCode: false)
            page.place(label, from: page.margin, top: page.top + (row - label.height) / 2)
            let boxTop = page.top + (row - box * 1.2) / 2
            for place in 0..<12 {
                let start = page.margin + number + Double(place) * box + Double(place / 4) * group
                page.rule(from: start, top: boxTop, width: box, height: thin)
                page.rule(from: start, top: boxTop + box * 1.2, width: box + thin, height: thin)
                page.rule(from: start, top: boxTop, width: thin, height: box * 1.2)
                page.rule(from: start + box, top: boxTop, width: thin, height: box * 1.2)
            }
            page.top += row
            page.rule(from: page.margin, top: page.top - thin, width: page.contentWidth, height: thin)
        }
        return try page.finished(tallest: .details)
    }
}

extension PageDraft {
    /// A QR with what belongs to it beside it.
    mutating func entry(
        _ entry: PrintedEntry, sideMax: Double, nameSize: Double, wordsSize: Double
    ) throws(PrintProblem) {
        let side = try qr(entry.link, from: margin, top: top, sideMax: sideMax)
        let start = margin + side + 10
        let name = block(entry.name, nameSize, isBold: true, width: contentWidth - side - 10)
        let words = block(entry.words, wordsSize, width: contentWidth - side - 10)
        let code = line(entry.code, 11, isCode: true)
        let wordsHeight = entry.words.isEmpty ? 0 : words.height
        let height = name.height + wordsHeight + code.height + 4 * scale
        var beside = top + max(0, side - height) / 2
        place(name, from: start, top: beside)
        beside += name.height
        if !entry.words.isEmpty { place(words, from: start, top: beside) }
        place(code, from: start, top: beside + wordsHeight + 4 * scale)
        top += max(side, height)
    }
}

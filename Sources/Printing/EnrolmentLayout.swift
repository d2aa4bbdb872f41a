/// Lays out the codes of a store's tills, five to a page.
struct EnrolmentLayout {
    let enrolment: PrintedEnrolment
    let paper: OfficePaper
    let typesetter: Typesetter

    static let tillsPerPage = 5

    func sheets() throws(PrintProblem) -> [Sheet] {
        var sheets: [Sheet] = []
        for start in stride(from: 0, to: enrolment.tills.count, by: Self.tillsPerPage) {
            sheets.append(try page(enrolment.tills.dropFirst(start).prefix(Self.tillsPerPage)))
        }
        return sheets
    }

    private func page(_ tills: ArraySlice<PrintedEntry>) throws(PrintProblem) -> Sheet {
        var page = PageDraft(
            width: paper.paper.width, height: paper.paper.height ?? 0, margin: Points.mm(18), enrolment.letterhead,
            with: typesetter)
        page.head(enrolment.store)
        page.add(enrolment.title, 22, isBold: true, gap: 8, role: .heading)
        page.add(enrolment.hint, 11, gap: 4)
        page.add(enrolment.deadline, 11, isBold: true, gap: 2)
        page.top += 10
        for till in tills {
            try page.entry(till, sideMax: Points.mm(36), nameSize: 16, wordsSize: 11)
            page.top += 6
        }
        return try page.finished(tallest: .stores)
    }
}

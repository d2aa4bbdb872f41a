extension CutSheet {
    /// What stands around the coupons: short marks at the ends of every cut, and a length to measure, which tells
    /// whether the printer has scaled the page.
    func furniture(with typesetter: Typesetter) -> Sheet {
        let (width, height) = (paper.width, paper.height ?? 0)
        var page = Sheet(width: width, height: height, dot: paper.dot)
        let (across, down) = cuts
        let (long, away, thin) = (Points.mm(4), Points.mm(1.5), paper.dot)
        func mark(_ left: Double, _ top: Double, _ width: Double, _ height: Double) {
            page.items.append(.rule(Box(left: left, top: top, width: width, height: height), .black))
        }
        for x in across {
            mark(x - thin / 2, down[0] - away - long, thin, long)
            mark(x - thin / 2, down[rows] + away, thin, long)
        }
        for y in down {
            mark(across[0] - away - long, y - thin / 2, long, thin)
            mark(across[columns] + away, y - thin / 2, long, thin)
        }
        let ruler = (left: across[0] + Points.mm(5), top: down[rows] + Points.mm(5))
        mark(ruler.left, ruler.top, Points.mm(50), thin)
        for end in [ruler.left, ruler.left + Points.mm(50)] {
            mark(end - thin / 2, ruler.top - Points.mm(1), thin, Points.mm(2))
        }
        let words = typesetter.line("50 mm", TypeStyle(size: 6, leading: 1.2), in: "en")
        let beside = ruler.left + Points.mm(51.5)
        page.items.append(.text(words, left: beside, top: ruler.top - words.height / 2, role: .paragraph))
        return page
    }
}

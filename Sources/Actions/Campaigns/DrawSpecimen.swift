public import Printing
public import Promotions

extension Desk {
    /// How a coupon of such terms would look, before there is a campaign: marked as a specimen, with a code that nobody gets.
    /// - Throws: `Invalid` for terms that are none; `PrintProblem` for words that do not fit that paper.
    public func drawSpecimen(
        _ json: JSON, of retailer: ID<Retailer>, as format: PrintFormat, on paper: Paper, locale: String
    ) async throws -> [UInt8] {
        let terms = try Terms(reading: json, retailer: retailer)
        let stores = shelf.current.book(retailer)?.stores ?? StoreTable()
        let specimen = specimen(terms, of: retailer, at: stores.values.first { terms.stores.includes($0) })
        var coupon = printed(
            specimen, locale: locale, link: codeLink(specimen.issued.code, of: retailer),
            brand: try await brand(of: retailer))
        coupon.isSpecimen = true
        return try await printer.render(coupon, as: format, on: paper)
    }
}

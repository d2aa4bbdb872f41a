import Actions
import HTTPTypes
import Printing
import Promotions

/// What is printed beside the coupon.
extension Routes {
    static let papers: [Route] =
        [
            Route(
                .get, "/v1/campaigns/{id}/brief.pdf",
                "Print what the cashier needs to know, five codes to practise with, and a slip to write codes on",
                query: [paper(OfficePaper.self, "a4"), language], gives: .file("application/pdf"),
                refuses: [.unprintable, ProblemCode(.wrongState)], mindsScope: true, .reader(PapersAPI.brief)),
            Route(
                .post, "/v1/stores/{id}/enrolment.pdf",
                "Set up tills by name and print a page with the one-time code of each; nobody can read it again",
                takes: .json("NewTills"), query: [paper(OfficePaper.self, "a4"), language],
                gives: Route.Success(status: 201, mediaType: "application/pdf"),
                refuses: [.unprintable, ProblemCode(.storeArchived)], mindsScope: true, .manager(PapersAPI.enrol)),
        ] + brand + drawn.flatMap { [shelfCard($0), poster($0)] }

    private static let brand: [Route] = [
        Route(
            .get, "/v1/brand", "Read colour and contact, and whether there is a logo", gives: .ok("Brand"),
            .reader(BrandAPI.read)),
        Route(
            .put, "/v1/brand", "Say in which colour papers are printed, and whom cashiers call",
            takes: .json("NewBrand"), gives: .ok("Brand"), .marketer(BrandAPI.write)),
        Route(
            .get, "/v1/brand/logo.png", "Read the logo as it is printed", gives: .file("image/png"),
            refuses: [ProblemCode(.notFound)], .reader(BrandAPI.logo)),
        Route(
            .put, "/v1/brand/logo", "Print this PNG or JPEG on pages and receipts", takes: .image, gives: .ok("Brand"),
            .marketer(BrandAPI.setLogo)),
        Route(.delete, "/v1/brand/logo", "Print no logo", gives: .empty, .marketer(BrandAPI.removeLogo)),
    ]

    private static let drawn: [PrintFormat] = [.pdf, .svg, .png]

    private static func shelfCard(_ format: PrintFormat) -> Route {
        let store = Parameter(
            name: "store_id", schema: Schemas.id(Store.idPrefix), about: "Whose QR it shows; none without it")
        return Route(
            .get, "/v1/campaigns/{id}/shelf-card.\(format.rawValue)", "Print the offer for the shelf",
            query: [paper(ShelfPaper.self, "a6"), store, language],
            gives: .file(CouponFilesAPI.mediaType(format)), refuses: [.unprintable], mindsScope: true,
            .reader(PapersAPI.shelfCard(format)))
    }

    private static func poster(_ format: PrintFormat) -> Route {
        Route(
            .get, "/v1/stores/{id}/poster.\(format.rawValue)",
            "Print the poster for the door, whose QR opens the store",
            query: [paper(PosterPaper.self, "a4"), language], gives: .file(CouponFilesAPI.mediaType(format)),
            refuses: [.unprintable], mindsScope: true, .reader(PapersAPI.poster(format)))
    }

    private static func paper<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type, _ standard: String
    ) -> Parameter where Choice.RawValue == String {
        var schema = Schemas.choice(type).members ?? JSONObject()
        schema["default"] = .string(standard)
        return Parameter(name: "paper", schema: .object(schema), about: "What it is drawn for")
    }

    private static let language = Parameter(
        name: "lang", schema: Schemas.string,
        about:
            "BCP 47; where there are no words in it, the campaign's own or English. Without it Accept-Language counts")
}

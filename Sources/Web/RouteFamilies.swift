import Actions
import HTTPTypes
import Printing
import Promotions

/// Routes that differ in one word, and parameters that several share.
extension Routes {
    static func ordering(_ order: CampaignOrder, _ summary: String) -> Route {
        Route(
            .post, "/v1/campaigns/{id}/\(order.rawValue)", summary, gives: .ok("Campaign"),
            refuses: [ProblemCode(.wrongState)]
                + (order == .launch || order == .resume ? [ProblemCode(.approvalRequired)] : [])
                + (order == .launch ? [ProblemCode(.notLaunchable)] : []),
            mindsScope: true, .marketer(CampaignsAPI.order(order)))
    }

    static func drawing(_ format: PrintFormat, _ summary: String) -> Route {
        Route(
            .get, "/v1/coupons/{id}.\(format.rawValue)", summary, query: printing(format),
            gives: .file(CouponFilesAPI.mediaType(format)), refuses: [.unprintable],
            .shopperOrLink(CouponFilesAPI.draw(format)))
    }

    static let page: [Parameter] = [
        Parameter(
            name: "limit", schema: ["type": "integer", "minimum": 1, "maximum": 200, "default": 50],
            about: "How many at most"),
        Parameter(name: "after", schema: ["type": "string"], about: "The `next` of the page before"),
    ]

    static let importing: [Parameter] = [
        Parameter(
            name: "map", schema: ["type": "string", "example": "external_id=ID,name=Name,location=Coordinates"],
            about: "Which header of the file stands for which column; our own names need no mapping"),
        Parameter(
            name: "time_zone", schema: ["type": "string", "example": "America/Los_Angeles"],
            about: "For stores whose line names none"),
        Parameter(
            name: "radius_meters", schema: ["type": "number", "minimum": 10, "maximum": 50_000, "default": 75],
            about: "For new stores whose line names none"),
        Parameter(
            name: "dry_run", schema: ["type": "boolean", "default": false],
            about: "Only say what would come of it; then `rows` tells it line by line, of the first 5,000"),
    ]

    private static func printing(_ format: PrintFormat) -> [Parameter] {
        let papers = Paper.allCases.filter(format.suits).map(\.rawValue)
        return [
            Parameter(
                name: "paper",
                schema: [
                    "type": "string", "enum": .array(papers.map { .string($0) }),
                    "default": .string(CouponFilesAPI.usualPaper(for: format).rawValue),
                ],
                about: "What it is drawn for; of the rolls, 48 and 72 mm are printed"),
            Parameter(
                name: "lang", schema: ["type": "string"],
                about: "BCP 47; where the campaign has no words in it, its own. Without it Accept-Language counts"),
        ] + signature
    }

    static let signature: [Parameter] = [
        Parameter(
            name: "expires", schema: ["type": "integer", "minimum": 0],
            about: "Of a signed link, instead of a token: seconds since 1970"),
        Parameter(name: "signature", schema: ["type": "string"], about: "Of a signed link, instead of a token"),
    ]
}

import Actions
import HTTPTypes
import Promotions

/// What is given without a coupon, and what points are good for.
extension Routes {
    static let gifts: [Route] = [
        Route(
            .get, "/v1/campaigns/{id}/donations",
            "What the check-ins of closed days gave, day by day, as the charity may be told",
            query: days, gives: .ok("DonationReceipt"), refuses: [ProblemCode(.dayOpen)],
            .reader(DonationsAPI.read)),
        Route(
            .get, "/v1/campaigns/{id}/donations.csv", "The same by store and day, with who pays for it", query: days,
            gives: .file("text/csv"), refuses: [ProblemCode(.dayOpen)], .reader(DonationsAPI.exportFile)),
        Route(
            .get, "/v1/points", "See what one has in points, with each retailer", query: page,
            gives: .ok("PointBalances"), refuses: [ProblemCode(.identityUnverified)], .shopper(PointsAPI.list)),
        Route(
            .get, "/v1/points/{id}", "See how the points with one retailer came about, latest first", query: page,
            gives: .ok("PointHistory"), refuses: [ProblemCode(.identityUnverified)], .shopper(PointsAPI.history)),
    ]

    private static let days: [Parameter] = [
        Parameter(
            name: "from", schema: ["type": "string", "format": "date"], about: "The first day", isRequired: true),
        Parameter(
            name: "to", schema: ["type": "string", "format": "date"], about: "The first day that is left out",
            isRequired: true),
    ]
}

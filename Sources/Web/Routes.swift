import Actions
import HTTPTypes
import Printing
import Promotions

/// Everything that the server answers. Dispatch, `Allow` headers, who may call and `openapi.json` all come from here.
enum Routes {
    static let table = RouteTable(
        retail + staff + stock + campaigns + planning + shoppers + offers + people + receipts + coupons + codes + gifts
            + papers + delivery + tills + counter + practice + offline + team + console + pages + service)

    private static let retail: [Route] = [
        Route(
            .post, "/v1/stores", "Add a store", takes: .json("NewStore"), gives: .created("Store"),
            refuses: [ProblemCode(.externalIDTaken)], .manager(StoresAPI.create)),
        Route(
            .get, "/v1/stores", "List stores in order of creation", query: page, gives: .ok("StoreList"),
            mindsScope: true, .reader(StoresAPI.list)),
        Route(
            .post, "/v1/stores/import", "Add and change stores from a CSV file, by external_id", takes: .csv,
            query: importing, gives: .ok("ImportReport"), .manager(StoresAPI.importFile)),
        Route(
            .get, "/v1/stores/map", "Get all stores at once, with what a map draws of them",
            query: [
                Parameter(
                    name: "q", schema: ["type": "string", "maxLength": 100],
                    about:
                        "Only those with these words in name, number, brand, address, town or region; accents do not matter"
                )
            ], gives: .ok("StoreMap"), mindsScope: true, .reader(StoreMapAPI.read)),
        Route(.get, "/v1/stores/{id}", "Read a store", gives: .ok("Store"), mindsScope: true, .reader(StoresAPI.read)),
        Route(
            .patch, "/v1/stores/{id}", "Change the members that are given; null clears one", takes: .json("StorePatch"),
            gives: .ok("Store"),
            refuses: [ProblemCode(.preconditionFailed), ProblemCode(.storeArchived), ProblemCode(.externalIDTaken)],
            mindsScope: true, .manager(StoresAPI.change)),
        Route(
            .delete, "/v1/stores/{id}", "Archive a store: no more check-ins or coupons there", gives: .ok("Store"),
            mindsScope: true, .manager(StoresAPI.archive)),
        Route(
            .post, "/v1/tills", "Set up a till; its device enrols with the code", takes: .json("NewTill"),
            gives: .created("TillWithCode"), refuses: [ProblemCode(.notFound), ProblemCode(.storeArchived)],
            mindsScope: true, .manager(TillsAPI.create)),
        Route(
            .post, "/v1/tills/import", "Set up tills from a CSV file of store and name; the codes are shown this once",
            takes: .csv, gives: .ok("TillImportReport"), .manager(TillsAPI.importFile)),
        Route(
            .get, "/v1/tills", "List tills in order of creation", query: page, gives: .ok("TillList"),
            mindsScope: true, .reader(TillsAPI.list)),
        Route(
            .delete, "/v1/tills/{id}", "Revoke a till's token", gives: .empty, mindsScope: true,
            .manager(TillsAPI.revoke)),
        Route(
            .get, "/v1/identity-key", "Read the key that signs shoppers' identities", gives: .ok("IdentityKey"),
            refuses: [ProblemCode(.notFound)], .reader(IdentityKeyAPI.read)),
        Route(
            .put, "/v1/identity-key", "Register the key that signs shoppers' identities",
            takes: .json("NewIdentityKey"), gives: .ok("IdentityKey"), .owner(IdentityKeyAPI.write)),
        Route(
            .delete, "/v1/identity-key", "Accept no more signed identities", gives: .empty,
            .owner(IdentityKeyAPI.remove)),
    ]

    private static let staff: [Route] = [
        Route(
            .get, "/v1/staff", "List staff in order of joining as shoppers", query: page, gives: .ok("StaffMembers"),
            .reader(StaffAPI.list)),
        Route(
            .delete, "/v1/staff/{id}", "Take a shopper off the staff: earns again", gives: .empty,
            .owner(StaffAPI.remove)),
        Route(
            .post, "/v1/staff/identities", "Say by hashed identities who is staff, now or once they join",
            takes: .json("StaffIdentities"), gives: .ok("StaffListing"), .owner(StaffAPI.addIdentities)),
        Route(
            .delete, "/v1/staff/identities", "Take hashed identities off the list, and who is staff through them",
            takes: .json("StaffIdentities"), gives: .ok("StaffUnlisting"), .owner(StaffAPI.removeIdentities)),
    ]

    private static let campaigns: [Route] = [
        Route(
            .post, "/v1/campaigns", "Draft a campaign", takes: .json("NewCampaign"), gives: .created("Campaign"),
            mindsScope: true, .marketer(CampaignsAPI.create)),
        Route(
            .get, "/v1/campaigns", "List campaigns in order of creation", query: page, gives: .ok("CampaignList"),
            mindsScope: true, .reader(CampaignsAPI.list)),
        Route(
            .get, "/v1/campaigns/{id}", "Read a campaign", gives: .ok("Campaign"), mindsScope: true,
            .reader(CampaignsAPI.read)),
        Route(
            .patch, "/v1/campaigns/{id}", "Replace the members that are given: a new revision",
            takes: .json("CampaignPatch"), gives: .ok("Campaign"),
            refuses: [
                ProblemCode(.preconditionFailed), ProblemCode(.wrongState), ProblemCode(.approvalRequired),
                ProblemCode(.notLaunchable),
            ],
            mindsScope: true, .marketer(CampaignsAPI.change)),
        ordering(.launch, "Launch it: check-ins can earn it from now on"),
        ordering(.pause, "Issue nothing more until it is resumed"),
        ordering(.resume, "Issue again"),
        ordering(.end, "Issue nothing more for good; issued coupons stay good until they expire"),
        Route(
            .post, "/v1/campaigns/{id}/coupons", "Get a coupon to print at home, for use in one store",
            takes: .json("CouponOrder"), gives: .created("Coupon"),
            refuses: [
                ProblemCode(.notOffered), ProblemCode(.pointsShort), ProblemCode(.identityUnverified),
                ProblemCode(.tooManyAttempts),
            ]
                + CheckInReason.allCases.compactMap { ProblemCode(notIssued: $0) },
            .shopper(CampaignsAPI.issue)),
    ]

    private static let shoppers: [Route] = [
        Route(
            .post, "/v1/shoppers", "Join, or come back with the same identity", takes: .json("SignUp"),
            gives: .created("SignedUp"), refuses: [ProblemCode(.identityInvalid), ProblemCode(.tooManyAttempts)],
            .joining(ShoppersAPI.join)),
        Route(
            .get, "/v1/shoppers/me", "Read what is known of oneself", gives: .ok("Shopper"), .shopper(ShoppersAPI.read)),
        Route(
            .patch, "/v1/shoppers/me", "Change language or consents; older tokens stop being good",
            takes: .json("ShopperPatch"), gives: .ok("SignedUp"), refuses: [ProblemCode(.identityUnverified)],
            .shopper(ShoppersAPI.change)),
        Route(
            .post, "/v1/shoppers/me/token", "Get a token for another 30 days", gives: .ok("SignedUp"),
            .shopper(ShoppersAPI.renew)),
        Route(
            .get, "/v1/shoppers/me/export", "Get everything that is kept of oneself, with the tables it came from",
            gives: .ok("ShopperExport"), refuses: [ProblemCode(.identityUnverified)], .shopper(PrivacyAPI.export)),
        Route(
            .delete, "/v1/shoppers/me",
            "Be forgotten: locked out at once, and everything that leads to a person deleted; points are lost",
            gives: .ok("ErasureReceipt"), refuses: [ProblemCode(.identityUnverified)], .shopper(PrivacyAPI.erase)),
        Route(
            .post, "/v1/shoppers/me/recover", "Come back on another phone with the recovery code",
            takes: .json("Recovery"), gives: .ok("SignedUp"),
            refuses: [ProblemCode(.recoveryCodeWrong), ProblemCode(.tooManyAttempts)], .anyone(ShoppersAPI.recover)),
        Route(
            .post, "/v1/shoppers/me/staff",
            "Say that one works there, by the staff code on a till; earns nothing there",
            takes: .json("StaffCode"), gives: .ok("StaffOf"),
            refuses: [
                ProblemCode(.identityUnverified), ProblemCode(.staffCodeWrong), ProblemCode(.tooManyAttempts),
            ], .shopper(StaffAPI.join)),
        Route(
            .post, "/v1/check-ins", "Check in: recorded whatever comes of it", takes: .json("NewCheckIn"),
            gives: .created("CheckIn"),
            refuses: [ProblemCode(.noStoreNear), ProblemCode(.notFound), ProblemCode(.tooManyAttempts)],
            .shopper(CheckInsAPI.create)),
        Route(
            .post, "/v1/check-ins/{id}/fixes", "Continue a held check-in with another fix or the chosen store",
            takes: .json("Presence"), gives: .created("CheckIn"),
            refuses: [ProblemCode(.notHeld), ProblemCode(.tooManyAttempts)],
            .shopper(CheckInsAPI.resume)),
    ]

    private static let coupons: [Route] = [
        Route(
            .get, "/v1/coupons", "List one's coupons in order of issue", query: page, gives: .ok("CouponList"),
            .shopper(CouponsAPI.list)),
        Route(.get, "/v1/coupons/{id}", "Read one coupon", gives: .ok("Coupon"), .shopper(CouponsAPI.read)),
        Route(
            .get, "/v1/coupons/{id}.pkpass", "Get a coupon as an Apple Wallet pass", query: signature,
            gives: .file(CouponFilesAPI.passType), refuses: [ProblemCode(.walletOff)],
            .shopperOrLink(CouponFilesAPI.applePass)),
        Route(
            .get, "/v1/coupons/{id}/google-wallet", "Get the link that saves a coupon in a Google wallet",
            gives: .ok("WalletLink"), refuses: [ProblemCode(.walletOff)], .shopper(CouponFilesAPI.googleLink)),
        drawing(.pdf, "Print a coupon as PDF"),
        drawing(.svg, "Show a coupon as SVG"),
        drawing(.png, "Show a coupon as PNG"),
        Route(
            .get, "/v1/coupons/{id}/qr.svg", "Show a coupon's QR alone, for a screen", query: signature,
            gives: .file(CouponFilesAPI.mediaType(.svg)), refuses: [.unprintable],
            .shopperOrLink(CouponFilesAPI.symbol)),
        drawing(.escpos, "Print a coupon on a receipt printer, as ESC/POS"),
    ]

    private static let tills: [Route] = [
        Route(
            .post, "/v1/tills/enrol", "Make this device a till with the code from its retailer",
            takes: .json("Enrolment"), gives: .ok("EnrolledTill"),
            refuses: [ProblemCode(.enrolmentCodeUnknown), ProblemCode(.tooManyAttempts)], .anyone(TillsAPI.enrol)),
        Route(
            .get, "/v1/tills/me/presence-code", "Get the code for the screen in the shop: now and in 30 seconds",
            gives: .ok("PresenceScreen"), refuses: [ProblemCode(.storeArchived)], .till(TillScreenAPI.presence)),
        Route(
            .get, "/v1/tills/me/staff-code", "Get the code that staff scan, once", gives: .ok("StaffScreen"),
            refuses: [ProblemCode(.storeArchived)], .till(TillScreenAPI.staff)),
        Route(
            .get, "/v1/tills/me/staff-code.svg", "Show the code that staff scan as a QR",
            gives: .file(CouponFilesAPI.mediaType(.svg)), refuses: [ProblemCode(.storeArchived)],
            .till(TillScreenAPI.staffSymbol)),
    ]

    private static let service: [Route] = [
        Route(.get, "/healthz", "Whether the process runs", gives: .ok("Status"), .anyone(HealthAPI.alive)),
        Route(
            .get, "/readyz", "Whether it can serve", gives: .ok("Status"), refuses: [.unavailable],
            .anyone(HealthAPI.ready)),
        Route(.get, "/openapi.json", "This document", gives: .ok("AnyObject"), .anyone(HealthAPI.contract)),
    ]
}

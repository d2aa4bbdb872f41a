import Actions
import HTTPTypes
import Printing
import Promotions

/// A coupon's ways from the phone: to a printer in a store, or to a mailbox.
extension Routes {
    static let delivery: [Route] = [
        Route(
            .post, "/v1/coupons/{id}/print", "Have a coupon printed by a till or kiosk of a store that takes it",
            takes: .json("PrintOrder"), gives: .accepted("PrintJob"),
            refuses: [
                ProblemCode(.wrongState), ProblemCode(Refusal.wrongStore), ProblemCode(.noTill),
                ProblemCode(.tooManyAttempts),
            ], .shopper(PrintJobsAPI.queue)),
        Route(
            .post, "/v1/coupons/{id}/send", "Have a coupon mailed as PDF, with its link, in fixed words",
            takes: .json("MailOrder"), gives: .accepted("QueuedMail"),
            refuses: [ProblemCode(.mailOff), ProblemCode(.wrongState), ProblemCode(.tooManyAttempts)],
            .shopper(SendAPI.send)),
        Route(
            .get, "/v1/print-jobs/{id}", "See whether a coupon was printed", gives: .ok("PrintJob"),
            .shopper(PrintJobsAPI.read)),
        Route(
            .get, "/v1/tills/me/print-jobs",
            "Fetch what this till is to print now; each is its own for a minute, then the next till that asks gets it",
            query: [
                Parameter(name: "limit", schema: Schemas.count(PrintJobsAPI.takeRange), about: "How many at most; 1")
            ], gives: .ok("PrintJobsToDo"), .till(PrintJobsAPI.take)),
        Route(
            .post, "/v1/tills/me/print-jobs/{id}/done", "Say that a job is printed; again changes nothing",
            gives: .ok("FinishedPrintJob"), refuses: [ProblemCode(.wrongState)], .till(PrintJobsAPI.done)),
        Route(
            .post, "/v1/tills/me/print-jobs/{id}/failed", "Say that a job cannot be printed, and why",
            takes: .json("PrintFailure"), gives: .ok("FinishedPrintJob"), refuses: [ProblemCode(.wrongState)],
            .till(PrintJobsAPI.failed)),
    ]
}

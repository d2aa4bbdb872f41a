import Actions
import HTTPTypes
import Printing
import Promotions

/// Codes in bulk: jobs that make them, and what they have made.
extension Routes {
    static let codes: [Route] = [
        Route(
            .post, "/v1/campaigns/{id}/batches",
            "Make up to 5,000,000 codes for nobody yet, to print or to send; each counts against limits and budget",
            takes: .json("NewCodeBatch"), gives: .accepted("CodeBatch"), refuses: [ProblemCode(.wrongState)],
            .marketer(CodeBatchesAPI.order)),
        Route(
            .post, "/v1/campaigns/{id}/batches/import",
            "Take up to 100,000 codes of the retailer's own, one a line in the column code; each counts like one of ours",
            takes: .csv,
            query: [
                Parameter(
                    name: "name", schema: Schemas.text(CodeBatch.nameLength), about: "What the batch is called"),
                Parameter(
                    name: "channel", schema: Schemas.text(1...50), about: "Where the codes will be seen"),
            ], gives: .ok("OwnCodesReport"), refuses: [ProblemCode(.wrongState)], .marketer(CodeBatchesAPI.bring)),
        Route(
            .get, "/v1/campaigns/{id}/batches", "List a campaign's batches in order of creation", query: page,
            gives: .ok("CodeBatchList"), .reader(CodeBatchesAPI.list)),
        Route(
            .get, "/v1/batches/{id}", "See how far a batch is", gives: .ok("CodeBatch"),
            .reader(CodeBatchesAPI.read)),
        Route(
            .post, "/v1/batches/{id}/cancel", "Make no more codes; with withdraw, revoke those that are not used",
            takes: .json("CodeBatchCancelling"), gives: .ok("CodeBatch"), refuses: [ProblemCode(.wrongState)],
            .marketer(CodeBatchesAPI.cancel)),
        Route(
            .get, "/v1/batches/{id}/codes", "Download the codes made so far, with their links, as CSV",
            gives: .file("text/csv"), .marketer(CodeBatchesAPI.codes)),
        Route(
            .get, "/v1/batches/{id}/sheets", "Download a thousand codes as a PDF of sheets to cut apart",
            query: [
                Parameter(
                    name: "sheet", schema: Schemas.choice(CutSheet.self),
                    about: "8 of 95 x 60 mm (as is usual) or 10 of 85.6 x 54 mm on A4, or 10 of 3.5 x 2 in on Letter"),
                Parameter(
                    name: "part", schema: Schemas.count(CodeBatchesAPI.partRange), about: "Which thousand; from 1"),
                Parameter(name: "lang", schema: Schemas.string, about: "BCP 47; the words' own without it"),
            ],
            gives: .file("application/pdf"), refuses: [.unprintable], .marketer(CodeBatchesAPI.sheets)),
    ]
}

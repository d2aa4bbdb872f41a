import Promotions

extension Schemas {
    static let codes: JSONObject = [
        "NewCodeBatch": input(
            ["count": count(CodeBatch.counts), "name?": text(CodeBatch.nameLength), "channel?": text(1...50)],
            isOpen: false),
        "CodeBatchCancelling": input(["withdraw?": flag], isOpen: false),
        "CodeBatch": object([
            "id": id(CodeBatch.idPrefix), "campaign_id": id(Campaign.idPrefix), "name": nullable("string"),
            "channel": nullable("string"), "source": choice(CodeBatch.Source.self),
            "state": choice(CodeBatch.State.self), "asked": integer, "made": integer,
            "withdrawn": integer, "stopped_by": nullable("string"), "created_at": time, "finished_at": timeOrNull,
        ]),
        "CodeBatchList": page("CodeBatch"),
        "OwnCodesReport": object([
            "taken": integer, "batch": orNull(ref("CodeBatch")),
            "rejected": list(object(["line": integer, "field": string, "reason": string])),
        ]),
    ]
}

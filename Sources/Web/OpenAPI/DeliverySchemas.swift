import Printing
import Promotions

extension Schemas {
    static let delivery: JSONObject = [
        "PrintOrder": input([
            "till_id?": id(Till.idPrefix), "store_id?": id(Store.idPrefix), "paper?": choice(Paper.self),
        ]),
        "MailOrder": input(["email": text(3...254)]), "QueuedMail": object(["state": ["const": "queued"]]),
        "PrintJob": object([
            "id": id(PrintJob.idPrefix), "state": choice(PrintJob.State.self), "coupon_id": id(Coupon.idPrefix),
            "store_id": id(Store.idPrefix), "store_name": nullable("string"), "till_id": nullable("string"),
            "paper": choice(Paper.self), "queued_at": time, "ends_at": time,
            "failure": orNull(choice(PrintJob.Failure.self)),
        ]),
        "PrintJobsToDo": object([
            "items": list(
                object([
                    "id": id(PrintJob.idPrefix), "coupon_id": id(Coupon.idPrefix), "paper": choice(Paper.self),
                    "queued_at": time, "ends_at": time, "taken_until": timeOrNull,
                    "links": object(["escpos?": string, "pdf": string, "png": string]),
                ]))
        ]),
        "FinishedPrintJob": object(["id": id(PrintJob.idPrefix), "state": choice(PrintJob.State.self)]),
        "PrintFailure": input(["reason?": choice(PrintJob.Failure.self)]),
    ]
}

import Promotions

extension Schemas {
    private static let basketLine: JSON = input(
        [
            "id": text(BasketLine.labelLength), "sku?": text(BasketLine.labelLength),
            "categories?": list(text(BasketLine.labelLength)), "quantity": count(BasketLine.quantities),
            "unit_price": count(0...Money.amountMax), "discounted?": flag,
        ], isOpen: false)

    static let basket: JSON = input(
        [
            "currency": ["type": "string", "pattern": "^[A-Z]{3}$"], "total": count(0...Money.amountMax),
            "eligible_total?": count(0...Money.amountMax), "lines?": list(basketLine),
        ], isOpen: false)

    private static let soldBasket: JSON = object([
        "currency": string, "total": integer,
        "lines": orNull(
            list(
                object([
                    "id": string, "sku": nullable("string"), "quantity": integer, "unit_price": integer,
                    "returned": integer,
                ]))),
    ])

    private static let lines: JSON = list(object(["id": string, "discount": ref("Money")]))

    static let readiness: JSON = object(["ready": integer, "tills": integer, "say": string])
    private static let specimens: JSON = list(choice(SpecimenCase.self))

    static let practice: JSONObject = [
        "Specimens": object(["items": list(object(["specimen": choice(SpecimenCase.self), "code": string]))]),
        "ScannedSpecimen": input(["code": text(1...300), "cashier": text(1...100)]),
        "PractisedSpecimen": object([
            "specimen": choice(SpecimenCase.self), "usable": flag, "say": string, "next": string, "cashier": string,
            "done": specimens, "left": specimens, "trained_at": timeOrNull,
        ]),
        "Cashiers": object([
            "items": list(
                object(["cashier": string, "done": specimens, "left": specimens, "trained_at": timeOrNull]))
        ]),
        "AssistedCheckIn": input(["campaign_id": id(Campaign.idPrefix), "loyalty_number": text(1...100)]),
        "AssistedOffers": object([
            "items": list(
                object([
                    "campaign_id": id(Campaign.idPrefix), "headline": string, "max_per_till_per_day": integer,
                    "left": integer,
                ]))
        ]),
        "RehearsalCode": input(["code": text(1...300)]),
        "Rehearsed": object([
            "campaign_id": id(Campaign.idPrefix), "name": string, "say": string, "readiness": readiness,
        ]),
        "Rehearsal": object([
            "code": string, "ready": integer, "tills": integer, "say": string,
            "waiting": list(object(["till_id": id(Till.idPrefix), "store_id": id(Store.idPrefix), "name": string])),
        ]),
    ]

    private static let undone: JSON = object([
        "count": integer, "discount": orNull(ref("Money")), "refund": orNull(ref("Money")),
    ])

    static let counter: JSONObject = [
        "Enrolment": object(["code": text(1...100)]),
        "EnrolledTill": object(["id": id(Till.idPrefix), "store_id": id(Store.idPrefix), "token": string]),
        "Sale": input([
            "code": text(1...300), "basket?": basket, "receipt_number?": text(1...100), "cashier?": text(1...100),
            "sale_id?": text(1...100),
        ]),
        "SaleToValidate": input([
            "code?": text(1...300), "codes?": list(text(1...300)), "basket?": basket, "receipt_number?": text(1...100),
            "cashier?": text(1...100), "sale_id?": text(1...100),
        ]),
        "FinalSale": input([
            "basket?": basket, "receipt_number?": text(1...100), "cashier?": text(1...100), "sale_id?": text(1...100),
        ]),
        "SaleToVoid": object(["sale_id": text(1...100)]),
        "Reservation": object([
            "id": id(Reservation.idPrefix), "state": choice(Coupon.State.self), "expires_at": time,
            "coupon": object(["id": id(Coupon.idPrefix)]), "discount": orNull(ref("Money")), "lines": lines,
            "say": string,
        ]),
        "VoidedRedemption": object([
            "id": id(Redemption.idPrefix), "state": choice(Redemption.State.self), "redeemed_at": time,
            "voided_at": time, "store_id": id(Store.idPrefix),
            "coupon": object(["id": id(Coupon.idPrefix), "state": choice(Coupon.State.self)]),
            "discount": orNull(ref("Money")), "lines": lines, "say": string,
        ]),
        "VoidedSale": object(["items": list(ref("VoidedRedemption")), "say": string]),
        "Validation": object([
            "usable": flag, "say": string, "reason?": choice(TillRefusal.self), "discount?": orNull(ref("Money")),
            "discount_max?": orNull(ref("Money")), "lines?": lines,
            "coupon?": object(["id": id(Coupon.idPrefix), "headline": string, "reward": string]), "used_at?": time,
            "used_store?": nullable("string"), "used_store_name?": nullable("string"), "reserved_until?": time,
            "reserved_store?": string, "reserved_store_name?": nullable("string"), "throttled_until?": time,
            "items?": list(ref("Validation")),
        ]),
        "GoodsToReturn": input([
            "lines?": list(input(["id": text(BasketLine.labelLength), "quantity": count(BasketLine.quantities)])),
            "amount?": count(1...Money.amountMax),
        ]),
        "GoodsReturn": object([
            "id": id(GoodsReturn.idPrefix), "redemption_id": id(Redemption.idPrefix), "returned_at": time,
            "goods": ref("Money"), "discount": ref("Money"), "refund": ref("Money"), "discount_left": ref("Money"),
            "below_min_spend": flag,
            "lines": list(
                object(["id": string, "quantity": integer, "discount": ref("Money"), "refund": ref("Money")])),
            "say": string,
        ]),
        "LookUpKey": input([
            "code?": text(1...300), "receipt_number?": text(1...100), "sale_id?": text(1...100),
        ]),
        "LookUp": object([
            "coupon": orNull(
                object(["id": id(Coupon.idPrefix), "state": choice(Coupon.State.self), "expires_at": time])),
            "items": list(
                object([
                    "id": id(Redemption.idPrefix), "state": choice(Redemption.State.self), "redeemed_at": time,
                    "voided_at": timeOrNull, "store_id": id(Store.idPrefix), "till_id": id(Till.idPrefix),
                    "cashier": nullable("string"), "receipt_number": nullable("string"), "sale_id": nullable("string"),
                    "coupon": object(["id": id(Coupon.idPrefix)]), "discount": orNull(ref("Money")), "lines": lines,
                    "basket": orNull(soldBasket),
                    "returned": orNull(
                        object(["goods": ref("Money"), "discount": ref("Money"), "refund": ref("Money")])),
                ])), "say": string,
        ]),
        "Shift": object([
            "till_id": id(Till.idPrefix), "from": time, "to": time,
            "taken": list(
                object([
                    "cashier": nullable("string"), "count": integer, "discount": orNull(ref("Money")),
                    "basket": orNull(ref("Money")),
                ])), "voided": list(undone), "returned": list(undone),
            "failed_scans": list(object(["reason": choice(TillRefusal.self), "count": integer])),
        ]),
        "TillPIN": input(["pin": pin]),
        "FailedScan": object([
            "id": id(FailedScan.idPrefix), "till_id": id(Till.idPrefix), "store_id": id(Store.idPrefix),
            "wish": choice(FailedScan.Wish.self), "reason": choice(TillRefusal.self),
            "coupon_id": nullable("string"), "code_hash": nullable("string"), "cashier": nullable("string"),
            "scanned_at": time,
        ]),
        "FailedScanList": page("FailedScan"),
        "Redemption": object([
            "id": id(Redemption.idPrefix), "state": choice(Redemption.State.self), "redeemed_at": time,
            "store_id": id(Store.idPrefix), "coupon": object(["id": id(Coupon.idPrefix)]),
            "discount": orNull(ref("Money")), "lines": lines, "say": string,
        ]),
    ]
}

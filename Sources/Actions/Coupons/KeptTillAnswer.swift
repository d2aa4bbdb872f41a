import Promotions
import Records

/// A till that retries hears the same again. Of redemptions the rows tell; refusals and reservations are kept with the
/// retry key, sealed.
extension Desk {
    /// Nil for what is told from its rows.
    func seal(_ answer: TillAnswer, under key: RetryKey, of retailer: ID<Retailer>) throws -> [UInt8]? {
        let document: JSON
        switch answer {
        // It is over before anybody who honours it comes again.
        case .refused(let no) where no.refusal == .throttled: return nil
        case .refused(let no): document = no.kept
        case .reserved(let reservation, let say): document = reservation.kept(say)
        case .usable, .redeemed: return nil
        }
        var bytes: [UInt8] = []
        document.write(into: &bytes)
        return try secrets.seal(.answerSeal, bytes, bound: retailer.rawValue.bytes + key.hash)
    }

    /// What is kept behind a key, if anything is.
    func keptAnswer(_ key: RetryKey, of retailer: ID<Retailer>) -> TillAnswer? {
        guard let sealed = key.answer,
            let bytes = secrets.open(.answerSeal, sealed, bound: retailer.rawValue.bytes + key.hash),
            let document = try? JSON(parsing: bytes), let say = Sentence(kept: document["say"])
        else { return nil }
        if let reservation = KeptReservation(kept: document) { return .reserved(reservation, say: say) }
        return TillNo(kept: document, say: say, of: retailer).map { .refused($0) }
    }
}

extension TillNo {
    fileprivate var kept: JSON {
        [
            "refusal": .string(refusal.rawValue), "say": say.json,
            "used_at": usedAt.map { .int($0.microseconds) } ?? .null,
            "used_store": usedStore.map { .int($0.id.rawValue) } ?? .null,
            "used_store_name": JSON(usedStoreName),
            "reserved_until": held.map { .int($0.until.microseconds) } ?? .null,
            "reserved_store": held.map { .int($0.store.id.rawValue) } ?? .null,
            "reserved_store_name": JSON(held?.storeName),
        ]
    }

    fileprivate init?(kept document: JSON, say: Sentence, of retailer: ID<Retailer>) {
        guard let refusal = document["refusal"]?.stringValue.flatMap(TillRefusal.init(rawValue:)) else { return nil }
        var held: Held?
        if let until = document["reserved_until"]?.integerValue, let store = document["reserved_store"]?.integerValue {
            held = Held(
                until: Instant(microseconds: until), store: Ref(retailer, ID(store)),
                storeName: document["reserved_store_name"]?.stringValue)
        }
        self.init(
            refusal: refusal, say: say,
            usedAt: document["used_at"]?.integerValue.map { Instant(microseconds: $0) },
            usedStore: document["used_store"]?.integerValue.map { Ref(retailer, ID($0)) },
            usedStoreName: document["used_store_name"]?.stringValue, held: held)
    }
}

extension KeptReservation {
    fileprivate func kept(_ say: Sentence) -> JSON {
        [
            "reservation": .int(id.rawValue), "coupon": .int(coupon.rawValue), "until": .int(until.microseconds),
            "say": say.json, "currency": JSON(discount?.currency.code),
            "discount": discount.map { .int($0.amount) } ?? .null,
            "lines": .array(lines.map { ["id": .string($0.id), "amount": .int($0.amount.amount)] }),
        ]
    }

    fileprivate init?(kept document: JSON) {
        guard let id = document["reservation"]?.integerValue, let coupon = document["coupon"]?.integerValue,
            let until = document["until"]?.integerValue
        else { return nil }
        var discount: Money?
        var lines: [LineDiscount] = []
        if let amount = document["discount"]?.integerValue,
            let currency = document["currency"]?.stringValue.flatMap(Currency.init)
        {
            discount = Money(amount, currency)
            lines = (document["lines"]?.elements ?? []).compactMap { line in
                guard let id = line["id"]?.stringValue, let amount = line["amount"]?.integerValue else { return nil }
                return LineDiscount(id: id, amount: Money(amount, currency))
            }
        }
        self.init(
            id: ID(id), coupon: ID(coupon), until: Instant(microseconds: until), discount: discount, lines: lines)
    }
}

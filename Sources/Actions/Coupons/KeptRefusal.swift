import Promotions
import Records

/// A till that retries hears the same refusal again, so it is kept with the retry key, sealed.
extension Desk {
    func seal(_ no: TillNo, under key: RetryKey, of retailer: ID<Retailer>) throws -> [UInt8] {
        let document: JSON = [
            "refusal": .string(no.refusal.rawValue), "say": .string(no.say),
            "used_at": no.usedAt.map { .int($0.microseconds) } ?? .null,
            "used_store": no.usedStore.map { .int($0.id.rawValue) } ?? .null,
            "used_store_name": JSON(no.usedStoreName),
        ]
        var bytes: [UInt8] = []
        document.write(into: &bytes)
        return try secrets.seal(.answerSeal, bytes, bound: retailer.rawValue.bytes + key.hash)
    }

    /// The refusal behind a key, if that is what its call came to.
    func refusal(_ key: RetryKey, of retailer: ID<Retailer>) -> TillNo? {
        guard let sealed = key.answer,
            let bytes = secrets.open(.answerSeal, sealed, bound: retailer.rawValue.bytes + key.hash),
            let document = try? JSON(parsing: bytes),
            let refusal = document["refusal"]?.stringValue.flatMap(TillRefusal.init(rawValue:)),
            let say = document["say"]?.stringValue
        else { return nil }
        return TillNo(
            refusal: refusal, say: say,
            usedAt: document["used_at"]?.integerValue.map { Instant(microseconds: $0) },
            usedStore: document["used_store"]?.integerValue.map { Ref(retailer, ID($0)) },
            usedStoreName: document["used_store_name"]?.stringValue)
    }
}

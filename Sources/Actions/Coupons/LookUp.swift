public import Promotions
import Records

/// By what a till looks a sale up.
public enum LookUpKey: Sendable {
    case code(String)
    /// Of the till's own store.
    case receipt(String)
    case sale(String)
}

/// What a till finds.
public struct LookUp: Sendable {
    /// Nil where it did not look by a code.
    public let coupon: Coupon?
    /// The newest first.
    public let redemptions: [FoundRedemption]
    public let say: Sentence
}

public enum LookUpAnswer: Sendable {
    case found(LookUp)
    case refused(TillNo)
}

/// Looking up what was done with a coupon, for a receipt or for a sale; and what one till did in a shift.
extension Desk {
    static let lookUpMax = 50
    /// A report of a shift may span so many days.
    public static let shiftDaysMax = 31

    /// A code that does not exist counts as a guess, as anywhere at the till.
    public func lookUp(_ key: LookUpKey, at till: TillToken) async throws -> LookUpAnswer {
        let retailer = till.till.retailer
        var coupon: Coupon?
        let ids: [ID<Redemption>]
        switch key {
        case .receipt(let number):
            ids = try await database.redemptions(
                receipt: number, at: till.store, of: retailer, limit: Self.lookUpMax)
        case .sale(let number):
            ids = try await database.redemptions(of: Sale(store: till.store, id: number), at: retailer).map(\.id)
                .sorted(by: >)
        case .code(let typed):
            let sale = TillSale(code: typed, basket: nil)
            let code: ReadCode
            switch readCode(typed, of: retailer) {
            case .failure(let no):
                try await write(no, .validate, sale, at: till)
                return .refused(no)
            case .success(let read): code = read
            }
            let looked = try await look(code, sale, at: till)
            if let no = looked.no { return .refused(no) }
            coupon = looked.coupon
            ids =
                if let id = coupon?.id {
                    try await database.redemptions(of: id, at: retailer, limit: Self.lookUpMax)
                } else {
                    []
                }
        }
        let found = try await database.found(ids, of: retailer)
        let zone = shelf.current.book(retailer)?.store(till.store)?.zone ?? .utc
        return .found(
            LookUp(
                coupon: coupon, redemptions: found, say: TillWords.sayFound(found, coupon: coupon, zone: zone, at: now))
        )
    }

    /// What a till did between two moments; without them since the day began in its store.
    /// - Throws: `Invalid` for a span that ends before it begins, or is too long.
    public func shift(
        of till: Ref<Till>, from: Instant?, to: Instant?
    ) async throws -> Answer<(report: ShiftReport, from: Instant, to: Instant)> {
        guard let book = shelf.current.book(till.retailer), let known = book.tills[till.id] else {
            return .refused(.notFound)
        }
        let zone = book.stores[known.store]?.zone ?? .utc
        let end = to ?? now
        let start = from ?? zone.instant(of: zone.localDate(at: end), time: .midnight)
        guard start < end, end <= start.adding(seconds: Self.shiftDaysMax * 86_400) else {
            throw Invalid(field: "to", reason: "must be later than from, by at most \(Self.shiftDaysMax) days")
        }
        return .done((try await database.shift(of: till, from: start, to: end), start, end))
    }
}

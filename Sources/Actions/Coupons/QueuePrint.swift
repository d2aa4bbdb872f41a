public import Printing
public import Promotions
import Records

/// Where a shopper wants a coupon to come out.
public enum PrintPlace: Sendable {
    /// Any till of the shop that the coupon belongs to.
    case ownStore
    case store(Ref<Store>)
    case till(Ref<Till>)
}

/// A print job as of one moment.
public struct ShownPrintJob: Sendable {
    public let job: PrintJob
    public let state: PrintJob.State
    public let storeName: String?
}

extension Desk {
    /// Sends one of the shopper's coupons to a till or kiosk of a store that takes it. Belongs inside `once`.
    public func queuePrint(
        _ ref: Ref<Coupon>, at place: PrintPlace, on paper: Paper, language: String, by token: ShopperToken
    ) async throws -> Answer<ShownPrintJob> {
        let now = now
        let held: HeldCoupon
        switch try await coupon(ref, for: token) {
        case .refused(let refused): return .refused(refused)
        case .done(let found): held = found
        }
        guard let book = shelf.current.book(ref.retailer) else { return .refused(.notFound) }
        let coupon = held.issued.coupon
        let standing = book.campaigns[coupon.campaign]?.standing ?? Campaign.Standing()
        guard coupon.isWorthPrinting(standing, at: now) else {
            return .refused(.wrongState, "This coupon cannot be used any more, so it is not printed.")
        }
        let printer: (store: Store, till: ID<Till>?)
        switch Self.printer(at: place, for: coupon, in: book, of: ref.retailer) {
        case .refused(let refused): return .refused(refused)
        case .done(let found): printer = found
        }
        guard
            RedemptionRules.isValid(
                coupon, at: printer.store, terms: held.issued.terms,
                isStoreStopped: book.isStopped(for: coupon, at: now),
                accepted: standing.accepted)
        else { return .refused(.wrongStore) }
        let job = PrintJob(
            id: ids.next(), shopper: token.shopper, session: token.session, coupon: coupon.id, store: printer.store.id,
            till: printer.till, paper: paper.rawValue, language: language, queuedAt: now,
            endsAt: min(now.adding(seconds: PrintJob.lifeSeconds), max(coupon.expiresAt, now.adding(seconds: 1))))
        guard try await database.queue(job, of: ref.retailer) else {
            return .refused(
                .tooManyAttempts,
                "\(PrintJob.waitingMax) of your coupons are waiting at printers. Fetch those first, or try again later."
            )
        }
        return .done(ShownPrintJob(job: job, state: .waiting, storeName: printer.store.name))
    }

    private static func printer(
        at place: PrintPlace, for coupon: Coupon, in book: RetailerBook, of retailer: ID<Retailer>
    ) -> Answer<(store: Store, till: ID<Till>?)> {
        let store: Store?
        var till: ID<Till>?
        switch place {
        case .ownStore:
            guard let own = coupon.store else {
                return .refused(.wrongStore, "This coupon belongs to no shop. Name the store that prints it.")
            }
            store = book.store(own)
        case .store(let ref): store = ref.retailer == retailer ? book.store(ref.id) : nil
        case .till(let ref):
            let named = ref.retailer == retailer ? book.tills[ref.id] : nil
            till = named?.id
            store = named.flatMap { $0.isPrinting ? book.store($0.store) : nil }
        }
        guard let store else { return .refused(.notFound) }
        guard book.tills.values.contains(where: { $0.store == store.id && $0.isPrinting }) else {
            return .refused(.noTill)
        }
        return .done((store, till))
    }

    /// How a job of the caller's stands.
    public func printJob(_ ref: Ref<PrintJob>, for token: ShopperToken) async throws -> Answer<ShownPrintJob> {
        guard let job = try await database.printJob(ref.id, of: ref.retailer), job.shopper == token.shopper,
            !token.isGuest || job.session == token.session
        else { return .refused(.notFound) }
        let coupon = try await database.coupons([job.coupon], of: ref.retailer).first?.coupon
        let book = shelf.current.book(ref.retailer)
        let standing = coupon.flatMap { book?.campaigns[$0.campaign]?.standing } ?? Campaign.Standing()
        let state = job.state(isCouponGood: coupon?.isWorthPrinting(standing, at: now) ?? false, at: now)
        return .done(ShownPrintJob(job: job, state: state, storeName: book?.stores[job.store]?.name))
    }

    /// What a till is to print now. Each is its own for a minute; if it says nothing until then, the next till that asks
    /// gets it, so a page may come out twice where a till prints and then falls silent.
    public func takePrintJobs(for till: TillToken, limit: Int) async throws -> [PrintJob] {
        let (now, retailer) = (now, till.till.retailer)
        let jobs = try await database.takePrintJobs(
            for: till.till.id, in: till.store, of: retailer, limit: limit,
            until: now.adding(seconds: PrintJob.leaseSeconds), at: now)
        let coupons = try await database.coupons(jobs.map(\.coupon), of: retailer).map(\.coupon)
        let book = shelf.current.book(retailer)
        let good = Set(
            coupons.filter { coupon in
                coupon.isWorthPrinting(book?.campaigns[coupon.campaign]?.standing ?? Campaign.Standing(), at: now)
            }.map(\.id))
        return jobs.filter { good.contains($0.coupon) }
    }

    /// A till says what became of a job; saying it again changes nothing.
    /// - Parameter failure: nil if it is printed.
    public func finish(
        _ ref: Ref<PrintJob>, _ failure: PrintJob.Failure?, by till: TillToken
    ) async throws -> Answer<PrintJob> {
        guard ref.retailer == till.till.retailer else { return .refused(.notFound) }
        if let job = try await database.finish(ref.id, by: till.till.id, failure, of: ref.retailer, at: now) {
            return .done(job)
        }
        guard let job = try await database.printJob(ref.id, of: ref.retailer), job.store == till.store else {
            return .refused(.notFound)
        }
        let wanted: PrintJob.State = failure == nil ? .printed : .failed
        guard job.takenBy == till.till.id, job.storedState == wanted else {
            return .refused(.wrongState, "This till does not have this job, or not any more.")
        }
        return .done(job)
    }
}

extension Till {
    /// Enrolled, so that it can ask for jobs.
    fileprivate var isPrinting: Bool { enrolledAt != nil && revokedAt == nil }
}

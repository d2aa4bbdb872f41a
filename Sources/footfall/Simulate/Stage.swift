import Actions
import Postgres
import Promotions
import Synchronization

/// What everybody who plays in one morning shares.
final class Stage: Sendable {
    let shop: SimulatedShop
    let plan: MorningPlan
    let pool: Pool
    private let secrets: Secrets
    private let shoppers: [ID<Shopper>]
    private let sessions: [ID<Session>]
    private let state = Mutex(State())

    private struct State {
        /// Coupons that are taken to a till in a later phase.
        var pockets: [Int: [HeldCoupon]] = [:]
        var crossing: CrowdCrossing?
        var clock = Instant(microseconds: 0)
        var setAt = ContinuousClock.now
    }

    init(_ desk: Desk, _ shop: SimulatedShop, _ plan: MorningPlan, shoppers: [ID<Shopper>], pool: Pool) {
        self.shop = shop
        self.plan = plan
        self.pool = pool
        self.shoppers = shoppers
        secrets = desk.secrets
        sessions = shoppers.map { _ in desk.ids.next() }
    }

    /// What the servers' clocks show now, to a second or so.
    var now: Instant {
        state.withLock { state in
            state.clock.adding(seconds: Moments.seconds(ContinuousClock.now - state.setAt))
        }
    }

    func setClock(_ clock: Instant) {
        state.withLock { ($0.clock, $0.setAt) = (clock, .now) }
    }

    func shopper(_ number: Int) -> ID<Shopper> { shoppers[number] }

    /// What the server itself would have handed out at the sign-up.
    func token(of number: Int) -> String {
        let token = ShopperToken(
            shopper: shoppers[number], session: sessions[number], generation: 1,
            expiresAt: now.adding(seconds: ShopperToken.lifeSeconds), assurance: .claimed,
            consents: Shopper.Consents(location: true, marketing: false), isGuest: false)
        return secrets.text(token)
    }

    func pocket(_ coupon: HeldCoupon, until phase: Int) {
        state.withLock { $0.pockets[phase, default: []].append(coupon) }
    }

    func takePockets(of phase: Int) -> [HeldCoupon] {
        state.withLock { $0.pockets.removeValue(forKey: phase) ?? [] }
    }

    func note(_ crossing: CrowdCrossing) {
        state.withLock { $0.crossing = crossing }
    }

    var crossing: CrowdCrossing? { state.withLock { $0.crossing } }
}

/// A coupon on its way to a till.
struct HeldCoupon: Sendable {
    let coupon: Diary.ToldCoupon
    let place: Int
    let basketCents: Int
    let server: Int
    let key: String
}

/// How long after the call that made the crowd large enough was answered its coupon was there.
struct CrowdCrossing: Sendable {
    /// In the database.
    let issuedAfter: Duration?
    /// In the shopper's list, over HTTP.
    let shownAfter: Duration?
}

/// What is done in one phase, taken from the front by whoever is free.
final class PhaseQueue: Sendable {
    enum Job: Sendable {
        case visit(Arrival)
        case sale(HeldCoupon)
    }

    private let jobs: [Job]
    private let next = Atomic<Int>(0)

    init(_ jobs: [Job]) {
        self.jobs = jobs
    }

    func take() -> Job? {
        let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
        return place < jobs.count ? jobs[place] : nil
    }

    /// Waits until so much of it, 0 to 1, is under way or done.
    func wait(until part: Double) async throws {
        let goal = Int(Double(jobs.count) * part)
        while next.load(ordering: .relaxed) < goal { try await Task.sleep(for: .milliseconds(2)) }
    }
}

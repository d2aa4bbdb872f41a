import Promotions
import Support
import Synchronization

@testable import Actions

/// What tills do in a history.
extension History {
    private func sale(_ random: inout SeededRandom, code: String = "") throws -> TillSale {
        var basket: Basket?
        if Int.random(in: 0..<4, using: &random) > 0 {
            let total = Int64.random(in: 100...2_000, using: &random)
            basket = try Basket(reading: Fields(["currency": "USD", "total": .int(total)]))
        }
        let id = Bool.random(using: &random) ? "s\(Int.random(in: 0..<40, using: &random))" : nil
        return TillSale(code: code, basket: basket, saleID: id)
    }

    private func till(_ random: inout SeededRandom) -> TillToken {
        tills[Int.random(in: 0..<tills.count, using: &random)]
    }

    private func noteTaken(_ answer: TillAnswer, _ sale: TillSale, at till: TillToken) {
        guard case .redeemed(let kept, _) = answer else { return }
        held.withLock { held in
            held.tally.redeemed += 1
            held.redemptions.append((Ref(world.retailer, kept.id), till))
            if let id = sale.saleID { held.sales.append((id, till)) }
        }
    }

    func redeem(_ desk: Desk, _ random: inout SeededRandom) async throws {
        guard let code = held.withLock({ $0.codes.suffix(8) }).randomElement(using: &random) else { return }
        let till = till(&random)
        let sale = try sale(&random, code: code)
        noteTaken(try await desk.redeem(sale, at: till, retry: nil).value, sale, at: till)
    }

    func reserve(_ desk: Desk, _ random: inout SeededRandom) async throws {
        guard let code = held.withLock({ $0.codes.suffix(8) }).randomElement(using: &random) else { return }
        let till = till(&random)
        let sale = try sale(&random, code: code)
        guard case .reserved(let kept, _) = try await desk.reserve(sale, at: till, retry: nil).value else { return }
        held.withLock { held in
            held.tally.reserved += 1
            held.reservations.append((Ref(world.retailer, kept.id), till))
        }
    }

    func commit(_ desk: Desk, _ random: inout SeededRandom) async throws {
        guard let (ref, till) = held.withLock({ $0.reservations.suffix(3) }).randomElement(using: &random) else {
            return
        }
        let sale = try sale(&random)
        let answer = try await desk.commit(ref, sale, at: till, retry: nil).value
        if case .redeemed = answer { held.withLock { $0.tally.committed += 1 } }
        noteTaken(answer, sale, at: till)
    }

    func release(_ desk: Desk, _ random: inout SeededRandom) async throws {
        guard let (ref, till) = held.withLock({ $0.reservations.suffix(3) }).randomElement(using: &random) else {
            return
        }
        try await change(desk) { desk in _ = try await desk.release(ref, at: till) }
    }

    func void(_ desk: Desk, _ random: inout SeededRandom) async throws {
        let (redemptions, sales) = held.withLock { ($0.redemptions.suffix(5), $0.sales.suffix(5)) }
        let isSale = Int.random(in: 0..<3, using: &random) == 0
        let redemption = redemptions.randomElement(using: &random)
        let sale = sales.randomElement(using: &random)
        try await change(desk) { desk in
            let answer: VoidAnswer
            if isSale, let sale {
                answer = try await desk.voidSale(sale.id, at: sale.till).value
            } else if let redemption {
                answer = try await desk.void(redemption.ref, at: redemption.till).value
            } else {
                return
            }
            if case .voided(let voided) = answer { self.held.withLock { $0.tally.voided += voided.count } }
        }
    }
}

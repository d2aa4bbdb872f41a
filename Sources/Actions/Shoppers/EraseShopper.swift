public import Promotions
import Records

/// What was forgotten, and what stays without leading to anybody.
public struct ErasureReceipt: Sendable {
    public let erasedAt: Instant
    public let tables: [ErasedRows]
}

extension Desk {
    /// Forgets a shopper: every phone is locked out at once here and within a second elsewhere, then table by table.
    /// What a crash leaves is done by any server.
    public func eraseShopper(_ token: ShopperToken) async throws -> Answer<ErasureReceipt> {
        if token.isGuest { return .refused(.identityUnverified) }
        let now = now
        guard let generation = try await database.beginErasure(of: token.shopper, at: now) else {
            return .refused(.tokenOutdated)
        }
        generations.raise([token.shopper: generation])
        return .done(ErasureReceipt(erasedAt: now, tables: try await erase(token.shopper)))
    }

    /// Goes on with erasures that some server did not finish.
    func finishErasures() async throws {
        for shopper in try await database.openErasures(before: now.adding(seconds: -Self.erasureSeconds)) {
            _ = try await erase(shopper)
        }
    }

    /// Whoever asked is at it that long.
    private static let erasureSeconds = 60

    private func erase(_ shopper: ID<Shopper>) async throws -> [ErasedRows] {
        var tables: [ErasedRows] = []
        for retailer in shelf.current.books.keys.sorted() {
            for erased in try await database.erase(shopper, at: retailer) {
                if let place = tables.firstIndex(where: { $0.table == erased.table }) {
                    tables[place].rows += erased.rows
                } else {
                    tables.append(erased)
                }
            }
        }
        return tables + (try await database.finishErasure(of: shopper, at: now))
    }

    /// Makes old positions coarse, and deletes older ones.
    func agePositions(of retailer: ID<Retailer>) async throws {
        let coarse = ids.span(ofLastSeconds: Retention.exactPositionDays * 86_400).lowerBound
        let gone = ids.span(ofLastSeconds: Retention.positionDays * 86_400).lowerBound
        while try await database.agePositions(
            of: retailer, coarseBefore: coarse, goneBefore: gone, limit: Housekeeper.pageMax)
        {}
    }
}

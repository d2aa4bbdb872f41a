public import Promotions
import Records

extension Desk {
    /// What a shopper was told, over all retailers, oldest first, with the cursor of the next page. Somebody who merely
    /// typed another's identity sees what their own session was told.
    public func messages(
        to token: ShopperToken, after: ID<Message>?, limit: Int
    ) async throws -> (items: [Message], next: ID<Message>?) {
        let found = try await database.messages(
            to: token.shopper, guest: token.isGuest ? token.session : nil, after: after, limit: limit + 1)
        let items = Array(found.prefix(limit))
        return (items, found.count > limit ? items.last?.id : nil)
    }
}

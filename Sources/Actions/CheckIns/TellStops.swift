import Promotions

extension Desk {
    /// What a store has said that is behind a reason, so that the shopper hears until when.
    func stop(of record: CheckInRecord, behind reason: CheckInReason, of retailer: ID<Retailer>) -> CampaignStock.Stop?
    {
        guard reason == .soldOutHere || reason == .storeClosed, let book = shelf.current.book(retailer) else {
            return nil
        }
        return record.offers.lazy.filter { $0.reason == reason }
            .compactMap { book.campaigns[$0.campaign]?.stock.stop(at: record.store, at: record.checkedAt) }.first
    }
}

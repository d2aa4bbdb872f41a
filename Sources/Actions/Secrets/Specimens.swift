public import Promotions

/// The five codes of a campaign's brief. They follow from its id, so that paper stays true and no row is needed; under
/// the first generation, which is never dropped.
///
/// After the mark come three symbols that say which campaign and four that say which case; whoever lacks the key can
/// neither make one nor tell a case from another.
extension Secrets {
    private static let campaignSymbols = 3

    public func specimen(_ which: SpecimenCase, of campaign: Ref<Campaign>) -> CouponCode {
        // A draw fails if a code would read as a rude word or two cases were the same: about one in ten thousand.
        var draw = 0
        while true {
            let start = specimenSymbols(
                campaign.bytes + draw.bytes, count: Self.campaignSymbols)
            let codes = SpecimenCase.allCases.map { specimen($0, of: campaign.retailer, startingWith: start) }
            if !codes.contains(nil), Set(codes).count == codes.count,
                let code = specimen(which, of: campaign.retailer, startingWith: start)
            {
                return code
            }
            draw += 1
        }
    }

    /// Which case a typed or scanned code is, of whichever of the retailer's campaigns; nil if it is no specimen of this
    /// retailer. Reads nothing but the code.
    public func specimenCase(of code: CouponCode, at retailer: ID<Retailer>) -> SpecimenCase? {
        guard code.hasSpecimenMark, code.isStandard else { return nil }
        let start = Array(code.specimenTail.prefix(Self.campaignSymbols))
        return SpecimenCase.allCases.first { specimen($0, of: retailer, startingWith: start) == code }
    }

    private func specimen(
        _ which: SpecimenCase, of retailer: ID<Retailer>, startingWith start: [UInt8]
    ) -> CouponCode? {
        let message = retailer.rawValue.bytes + start + Array(which.rawValue.utf8)
        let rest = specimenSymbols(message, count: CouponCode.specimenTailCount - start.count)
        return CouponCode(specimenTail: start + rest)
    }

    /// Five bits of each byte.
    private func specimenSymbols(_ message: [UInt8], count: Int) -> [UInt8] {
        mac(.specimen, message, generation: founding, length: count).map { $0 & 31 }
    }
}

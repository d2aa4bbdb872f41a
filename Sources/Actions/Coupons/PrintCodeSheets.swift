public import Printing
public import Promotions
import Records
import Synchronization

extension Desk {
    /// How many codes go into one file of sheets.
    public static let codesPerPart = 1_000

    /// A part of a batch as sheets to cut apart. What has been used or revoked since is left out.
    /// - Parameter part: from 1; each has the next thousand codes in the order of making.
    /// - Throws: `PrintProblem`, `.busy` when too many wait for the printer's threads.
    public func sheets(
        of ref: Ref<CodeBatch>, on sheet: CutSheet, part: Int, locale: String
    ) async throws -> Answer<[UInt8]> {
        guard let batch = try await database.codeBatch(ref.id, of: ref.retailer) else { return .refused(.notFound) }
        let kept = try await database.codes(
            of: ref.id, of: ref.retailer, skipping: (part - 1) * Self.codesPerPart, limit: Self.codesPerPart)
        guard !kept.isEmpty else { return .refused(.notFound, "This batch has no such part, or not yet.") }
        let held = try await held(kept.filter { $0.state == .issued }.map { Ref(ref.retailer, $0.coupon) })
        let brand = try await brand(of: ref.retailer)
        var coupons: [PrintedCoupon] = []
        for coupon in held {
            coupons.append(printed(coupon, locale: locale, link: try await qrContent(coupon), brand: brand))
        }
        let file = PieceByPiece()
        try await printer.printSheets(
            of: coupons, sheet, title: batch.name ?? ref.text, createdAtSeconds: batch.createdAt.seconds
        ) { file.add($0) }
        return .done(file.bytes)
    }
}

/// A file while the printing thread hands it over.
private final class PieceByPiece: Sendable {
    private let kept = Mutex<[UInt8]>([])

    var bytes: [UInt8] { kept.withLock { $0 } }

    func add(_ piece: [UInt8]) {
        kept.withLock { $0 += piece }
    }
}

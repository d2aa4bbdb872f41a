import Actions
import Hummingbird
import Printing
import Promotions

/// Coupons as files, for a shopper with a token or for a signed link.
enum CouponFilesAPI {
    static func draw(_ format: PrintFormat) -> @Sendable (Call, ShopperToken?) async throws -> Reply {
        { call, token in
            let paper = try call.query.choice("paper", usualPaper(for: format))
            guard format.suits(paper) else {
                throw Invalid(field: "paper", reason: "must be 58mm or 80mm for a receipt printer")
            }
            let language = call.query["lang"] ?? call.language ?? "en"
            let held = try await held(call, by: token)
            let bytes = try await call.desk.print(held, as: format, on: paper, locale: language)
            // The id names the file; the code would be in every list of downloads.
            return call.drawn(bytes, as: format, named: "coupon-\(held.ref.text.suffix(6))")
        }
    }

    /// The QR alone, for a screen.
    static func symbol(_ call: Call, _ token: ShopperToken?) async throws -> Reply {
        let held = try await held(call, by: token)
        let bytes = try QRPicture.svg(of: try await call.desk.qrContent(held))
        return Reply(
            status: 200,
            headers: [
                .contentType: mediaType(.svg), .cacheControl: "private, no-store",
                .contentSecurityPolicy: "default-src 'none'",
            ], body: bytes)
    }

    static let passType = "application/vnd.apple.pkpass"

    static func applePass(_ call: Call, _ token: ShopperToken?) async throws -> Reply {
        let held = try await held(call, by: token)
        let bytes = try await call.desk.applePass(held).done()
        return Reply(
            status: 200,
            headers: [
                .contentType: passType, .cacheControl: "private, no-cache",
                .contentDisposition: "attachment; filename=\"coupon-\(held.ref.text.suffix(6)).pkpass\"",
            ], body: bytes)
    }

    static func googleLink(_ call: Call, _ token: ShopperToken) async throws -> Reply {
        let held = try await held(call, by: token)
        return .json(["link": .string(try await call.desk.googleLink(held).done())])
    }

    static func usualPaper(for format: PrintFormat) -> Paper {
        format == .escpos ? .roll80 : .a4
    }

    static func mediaType(_ format: PrintFormat) -> String {
        switch format {
        case .pdf: "application/pdf"
        case .svg: "image/svg+xml"
        case .png: "image/png"
        case .escpos: "application/octet-stream"
        }
    }

    private static func held(_ call: Call, by token: ShopperToken?) async throws -> HeldCoupon {
        let ref: Ref<Coupon> = try call.ref()
        if let token { return try await call.desk.coupon(ref, for: token).done() }
        guard let expires = try call.query.integer("expires", in: 0...Int64.max / 1_000_000) else {
            throw Invalid(field: "expires", reason: "is required with signature")
        }
        return try await call.desk.coupon(ref, expires: expires, signature: call.query["signature"] ?? "").done()
    }
}

extension Call {
    /// A drawing that its reader may keep and ask about by its tag.
    func drawn(_ bytes: [UInt8], as format: PrintFormat, named name: String) -> Reply {
        let tag = Fingerprint.of(bytes)
        let reply = Reply(
            status: 200,
            headers: [
                .contentType: CouponFilesAPI.mediaType(format), .eTag: "\"\(tag)\"",
                .cacheControl: "private, no-cache", .vary: "Accept-Language",
                .contentDisposition: "inline; filename=\"\(name).\(format.rawValue)\"",
                .contentSecurityPolicy: "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
            ], body: bytes)
        return request.unlessKnown(tag, reply)
    }
}

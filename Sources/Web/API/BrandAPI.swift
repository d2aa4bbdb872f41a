import Actions
import HTTPTypes
import Printing
import Promotions

/// How a retailer's papers look.
enum BrandAPI {
    static func read(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        .json(json(try await call.desk.brand(of: caller.retailer)))
    }

    /// Members that are left out are cleared; the logo has an address of its own.
    static func write(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        let fields = try call.fields()
        let accent = fields.read("accent") { (json, path) throws(Invalid) in
            guard let text = json.stringValue, text.hasPrefix("#"), let colour = Colour(hex: text) else {
                throw Invalid(field: path, reason: "must be a colour such as #0B6E4F")
            }
            guard colour.isSeenOnWhite else {
                throw Invalid(
                    field: path, reason: "is too pale to be seen on white paper; it needs a contrast of 3 to 1")
            }
            return text.lowercased()
        }
        let contact = fields.optionalText("contact", length: Brand.contactLength)
        try fields.finish()
        return try await call.once(by: caller) { desk in
            try await desk.setBrand(Brand(accent: accent, contact: contact), of: caller.retailer)
            return .json(json(try await desk.brand(of: caller.retailer)))
        }
    }

    static func logo(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        guard let logo = try await call.desk.brand(of: caller.retailer).logo else {
            throw Problem(.notFound, "There is no logo.")
        }
        return call.drawn(logo, as: .png, named: "logo")
    }

    static func setLogo(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        try await call.once(by: caller) { desk in
            switch try await desk.setLogo(call.body, of: caller.retailer) {
            case .success: .json(json(try await desk.brand(of: caller.retailer)))
            case .failure(let flaw): throw Invalid(field: "logo", reason: reason(flaw))
            }
        }
    }

    static func removeLogo(_ call: Call, _ caller: RetailerCaller) async throws -> Reply {
        try await call.once(by: caller) { desk in
            try await desk.removeLogo(of: caller.retailer)
            return .noContent
        }
    }

    private static func reason(_ flaw: LogoFlaw) -> Sentence {
        switch flaw {
        case .tooManyBytes: "must have at most \(PrintedLogo.bytesMax >> 10) KiB"
        case .notAPicture: "is no PNG or JPEG that can be read"
        case .tooLarge: "must have at most \(PrintedLogo.sideMax) pixels a side"
        case .tooSmall: "must have at least \(PrintedLogo.sideMin) pixels a side"
        }
    }

    private static func json(_ brand: Brand) -> JSON {
        ["accent": JSON(brand.accent), "contact": JSON(brand.contact), "has_logo": .bool(brand.logo != nil)]
    }
}

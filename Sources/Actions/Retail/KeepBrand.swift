public import Printing
public import Promotions
import Records

extension Desk {
    public func brand(of retailer: ID<Retailer>) async throws -> Brand {
        try await database.brand(of: retailer)
    }

    /// Colour and contact; the logo stays as it is.
    public func setBrand(_ brand: Brand, of retailer: ID<Retailer>) async throws {
        try await database.setBrand(brand, of: retailer, at: now)
    }

    /// - Parameter file: a PNG or JPEG, as it was sent. What is kept is our own drawing of it.
    /// - Throws: `PrintProblem.busy` when too many wait for the printer's threads.
    public func setLogo(_ file: [UInt8], of retailer: ID<Retailer>) async throws -> Result<PrintedLogo, LogoFlaw> {
        let read = try await printer.readLogo(file)
        if case .success(let logo) = read { try await database.setLogo(logo.png, of: retailer, at: now) }
        return read
    }

    public func removeLogo(of retailer: ID<Retailer>) async throws {
        try await database.setLogo(nil, of: retailer, at: now)
    }
}

extension Brand {
    var printedAccent: Colour { accent.flatMap { Colour(hex: $0) } ?? Desk.accent }
    var printedLogo: PrintedLogo? { logo.flatMap { PrintedLogo(png: $0) } }
}

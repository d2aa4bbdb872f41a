import Postgres
public import Promotions

enum BrandStatements {
    static let read = Statement(
        "read brand", takes: [.int8], gives: [.text, .text, .bytea],
        """
        select accent, contact, logo
        from brands
        where retailer_id = $1
        """)

    static let set = Statement(
        "set brand", takes: [.int8, .text, .text, .timestamptz],
        """
        insert into brands (retailer_id, accent, contact, changed_at)
        values ($1, $2, $3, $4)
        on conflict (retailer_id) do update
        set accent = excluded.accent, contact = excluded.contact, changed_at = excluded.changed_at
        """)

    static let setLogo = Statement(
        "set logo", takes: [.int8, .bytea, .timestamptz],
        """
        insert into brands (retailer_id, logo, changed_at)
        values ($1, $2, $3)
        on conflict (retailer_id) do update
        set logo = excluded.logo, changed_at = excluded.changed_at
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, read), (.tenant, set), (.tenant, setLogo),
    ]
}

extension Database {
    /// An empty brand for who has never said anything.
    public func brand(of retailer: ID<Retailer>) async throws -> Brand {
        try await run(BrandStatements.read(retailer.rawValue)).first.map { row in
            var row = row
            let (accent, contact): (String?, String?) = (try row.read(), try row.read())
            let logo: Bytea? = try row.read()
            return Brand(accent: accent, contact: contact, logo: logo?.bytes)
        } ?? Brand()
    }

    /// The logo stays as it is.
    public func setBrand(_ brand: Brand, of retailer: ID<Retailer>, at now: Instant) async throws {
        _ = try await run(BrandStatements.set(retailer.rawValue, brand.accent, brand.contact, now.timestamp))
    }

    public func setLogo(_ logo: [UInt8]?, of retailer: ID<Retailer>, at now: Instant) async throws {
        _ = try await run(BrandStatements.setLogo(retailer.rawValue, logo.map { Bytea($0) }, now.timestamp))
    }
}

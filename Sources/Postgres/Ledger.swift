/// The table that remembers which migrations a database has.
enum Ledger {
    static let create = [
        """
        create table if not exists schema_migrations (
            name text not null,
            checksum text not null,
            applied_at timestamptz not null,
            constraint schema_migrations_pkey primary key (name),
            constraint schema_migrations_checksum_is_sha256 check (checksum ~ '^[0-9a-f]{64}$')
        )
        """,
        "comment on table schema_migrations is 'citus:local'",
    ]

    static let exists = Statement(
        "ledger exists", gives: [.bool], "select to_regclass('schema_migrations') is not null")

    static let applied = Statement(
        "applied migrations", gives: [.text, .text],
        """
        select name, checksum
        from schema_migrations
        order by name
        """)

    /// The server has SHA-256, and we need no other library for it.
    static let checksums = Statement(
        "migration checksums", takes: [.byteaArray], gives: [.text],
        """
        select encode(sha256(file), 'hex')
        from unnest($1) with ordinality as files (file, place)
        order by place
        """)

    /// Waits for another migrator that is at the same file; no row when that one has applied it.
    static let record = Statement(
        "record migration", takes: [.text, .text, .timestamptz], gives: [.text],
        """
        insert into schema_migrations (name, checksum, applied_at)
        values ($1, $2, $3)
        on conflict (name) do nothing
        returning name
        """)
}

import Postgres

enum StaffStatements {
    /// Whoever is staff already stays as is; whoever was removed comes back.
    static let add = Statement(
        "add staff", takes: [.int8, .int8Array, .text, .int8, .timestamptz, .int8], gives: [.int8],
        """
        insert into staff (retailer_id, shopper_id, source, store_id, added_at, version)
        select r.retailer_id, u.shopper_id, $3, $4, $5, $6
        from retailers r, unnest($2::bigint[]) as u (shopper_id)
        where r.retailer_id = $1
        on conflict (retailer_id, shopper_id) do update
        set source = excluded.source, store_id = excluded.store_id, added_at = excluded.added_at,
            removed_at = null, version = excluded.version
        where staff.removed_at is not null
        returning shopper_id
        """)

    static let remove = Statement(
        "remove staff", takes: [.int8, .int8, .timestamptz, .int8], gives: [.int8],
        """
        update staff
        set removed_at = coalesce(removed_at, $3), version = $4
        where retailer_id = $1
        and shopper_id = $2
        returning shopper_id
        """)

    /// Of those shoppers whoever is staff only through identities, none of which is listed any more.
    static let removeUnlisted = Statement(
        "remove staff without identity", takes: [.int8, .int8Array, .timestamptz, .int8], gives: [.int8],
        """
        update staff s
        set removed_at = $3, version = $4
        where s.retailer_id = $1
        and s.shopper_id = any($2)
        and s.source = 'identity'
        and s.removed_at is null
        and not exists (
            select
            from staff_identities i
            where i.retailer_id = $1
            and i.shopper_id = s.shopper_id
        )
        returning shopper_id
        """)

    static let columns = "shopper_id, source, store_id, added_at"
    static let columnTypes: [PostgresType] = [.int8, .text, .int8, .timestamptz]

    static let read = Statement(
        "read staff member", takes: [.int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from staff
        where retailer_id = $1
        and shopper_id = $2
        and removed_at is null
        """)

    static let list = Statement(
        "list staff", takes: [.int8, .int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from staff
        where retailer_id = $1
        and shopper_id > $2
        and removed_at is null
        order by shopper_id
        limit $3
        """)

    static let changedSince = Statement(
        "read staff changed since", takes: [.int8, .int8], gives: [.int8, .bool],
        """
        select shopper_id, removed_at is null
        from staff
        where retailer_id = $1
        and version > $2
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, remove), (.tenant, removeUnlisted), (.tenant, read), (.tenant, list),
        (.tenant, changedSince),
    ]
}

enum StaffIdentityStatements {
    static let add = Statement(
        "list staff identities", takes: [.int8, .byteaArray, .timestamptz], gives: [.bytea],
        """
        insert into staff_identities (retailer_id, subject_hash, added_at)
        select r.retailer_id, u.subject_hash, $3
        from retailers r, unnest($2::bytea[]) as u (subject_hash)
        where r.retailer_id = $1
        on conflict (retailer_id, subject_hash) do nothing
        returning subject_hash
        """)

    static let open = Statement(
        "read staff identities of nobody", takes: [.int8, .byteaArray], gives: [.bytea],
        """
        select subject_hash
        from staff_identities
        where retailer_id = $1
        and subject_hash = any($2)
        and shopper_id is null
        """)

    static let link = Statement(
        "link staff identities", takes: [.int8, .byteaArray, .int8Array], gives: [.int8],
        """
        update staff_identities i
        set shopper_id = u.shopper_id
        from unnest($2::bytea[], $3::bigint[]) as u (subject_hash, shopper_id)
        where i.retailer_id = $1
        and i.subject_hash = u.subject_hash
        and i.shopper_id is null
        returning i.shopper_id
        """)

    static let remove = Statement(
        "take staff identities off the list", takes: [.int8, .byteaArray], gives: [.int8],
        """
        delete from staff_identities
        where retailer_id = $1
        and subject_hash = any($2)
        returning shopper_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, open), (.tenant, link), (.tenant, remove),
    ]
}

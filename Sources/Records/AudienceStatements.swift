import Postgres

enum AudienceStatements {
    static let add = Statement(
        "add audience", takes: [.int8, .int8, .text, .bool, .timestamptz], gives: [.int8],
        """
        insert into audiences (retailer_id, audience_id, name, code_number, joins_by_code, created_at)
        values ($1, $2, $3, 1, $4, $5)
        returning audience_id
        """)

    static let change = Statement(
        "change audience", takes: [.int8, .int8, .text, .bool, .int4], gives: [.int8],
        """
        update audiences
        set name = $3, joins_by_code = $4, code_number = $5
        where retailer_id = $1
        and audience_id = $2
        returning audience_id
        """)

    private static let columns = """
        a.audience_id, a.name, a.joins_by_code, a.code_number,
            (select count(*) from audience_members m where m.retailer_id = $1 and m.audience_id = a.audience_id),
            a.created_at
        """
    private static let columnTypes: [PostgresType] = [.int8, .text, .bool, .int4, .int8, .timestamptz]

    static let read = Statement(
        "read audience", takes: [.int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from audiences a
        where a.retailer_id = $1
        and a.audience_id = $2
        """)

    static let list = Statement(
        "list audiences", takes: [.int8, .int8, .int8], gives: columnTypes,
        """
        select \(columns)
        from audiences a
        where a.retailer_id = $1
        and a.audience_id > $2
        order by a.audience_id
        limit $3
        """)

    /// Waits for those who are joining, who hold the row.
    static let lock = Statement(
        "lock audience", takes: [.int8, .int8], gives: [.int8],
        """
        select audience_id
        from audiences
        where retailer_id = $1
        and audience_id = $2
        for update
        """)

    static let removeIdentities = Statement(
        "remove identities of audience", takes: [.int8, .int8],
        """
        delete from audience_identities
        where retailer_id = $1
        and audience_id = $2
        """)

    static let removeMembers = Statement(
        "remove members of audience", takes: [.int8, .int8],
        """
        delete from audience_members
        where retailer_id = $1
        and audience_id = $2
        """)

    static let remove = Statement(
        "remove audience", takes: [.int8, .int8], gives: [.int8],
        """
        delete from audiences
        where retailer_id = $1
        and audience_id = $2
        returning audience_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, change), (.tenant, read), (.tenant, list), (.tenant, lock),
        (.tenant, removeIdentities), (.tenant, removeMembers), (.tenant, remove),
    ]
}

enum AudienceMemberStatements {
    static let add = Statement(
        "add audience members", takes: [.int8, .int8, .int8Array, .text, .timestamptz], gives: [.int8],
        """
        insert into audience_members (retailer_id, audience_id, shopper_id, source, joined_at)
        select a.retailer_id, a.audience_id, u.shopper_id, $4, $5
        from audiences a, unnest($3::bigint[]) as u (shopper_id)
        where a.retailer_id = $1
        and a.audience_id = $2
        order by u.shopper_id
        on conflict (retailer_id, audience_id, shopper_id) do nothing
        returning shopper_id
        """)

    static let read = Statement(
        "read audience member", takes: [.int8, .int8, .int8], gives: [.int8, .text, .timestamptz],
        """
        select shopper_id, source, joined_at
        from audience_members
        where retailer_id = $1
        and audience_id = $2
        and shopper_id = $3
        """)

    static let list = Statement(
        "list audience members", takes: [.int8, .int8, .int8, .int8], gives: [.int8, .text, .timestamptz],
        """
        select shopper_id, source, joined_at
        from audience_members
        where retailer_id = $1
        and audience_id = $2
        and shopper_id > $3
        order by shopper_id
        limit $4
        """)

    static let remove = Statement(
        "remove audience member", takes: [.int8, .int8, .int8], gives: [.int8],
        """
        delete from audience_members
        where retailer_id = $1
        and audience_id = $2
        and shopper_id = $3
        returning shopper_id
        """)

    /// One look-up for each pair.
    static let belonging = Statement(
        "read who belongs to audiences", takes: [.int8, .int8Array, .int8Array], gives: [.int8, .int8],
        """
        select t.audience_id, t.shopper_id
        from unnest($2::bigint[], $3::bigint[]) as u (audience_id, shopper_id),
        lateral (
            select m.audience_id, m.shopper_id
            from audience_members m
            where m.retailer_id = $1
            and m.audience_id = u.audience_id
            and m.shopper_id = u.shopper_id
            limit 1
        ) t
        """)

    static let addIdentities = Statement(
        "add identities to audience", takes: [.int8, .int8, .byteaArray, .timestamptz], gives: [.bytea],
        """
        insert into audience_identities (retailer_id, subject_hash, audience_id, is_matched, added_at)
        select a.retailer_id, u.subject_hash, a.audience_id, false, $4
        from audiences a, unnest($3::bytea[]) as u (subject_hash)
        where a.retailer_id = $1
        and a.audience_id = $2
        order by u.subject_hash
        on conflict (retailer_id, subject_hash, audience_id) do nothing
        returning subject_hash
        """)

    static let open = Statement(
        "read identities that wait for audiences", takes: [.int8, .byteaArray], gives: [.bytea, .int8],
        """
        select i.subject_hash, i.audience_id
        from unnest($2::bytea[]) as u (subject_hash),
        lateral (
            select x.subject_hash, x.audience_id
            from audience_identities x
            where x.retailer_id = $1
            and x.subject_hash = u.subject_hash
            and not x.is_matched
            limit 1000
        ) i
        """)

    static let match = Statement(
        "match identities of audience", takes: [.int8, .int8, .byteaArray], gives: [.bytea],
        """
        update audience_identities
        set is_matched = true
        where retailer_id = $1
        and audience_id = $2
        and subject_hash = any($3)
        and not is_matched
        returning subject_hash
        """)

    static let takeOff = Statement(
        "take identities off audience", takes: [.int8, .int8, .byteaArray], gives: [.bytea],
        """
        delete from audience_identities
        where retailer_id = $1
        and audience_id = $2
        and subject_hash = any($3)
        returning subject_hash
        """)

    static let removeListed = Statement(
        "remove listed audience members", takes: [.int8, .int8, .int8Array], gives: [.int8],
        """
        delete from audience_members
        where retailer_id = $1
        and audience_id = $2
        and shopper_id = any($3)
        and source = 'identity'
        returning shopper_id
        """)

    static let all: [(class: StatementClass, statement: Statement)] = [
        (.tenant, add), (.tenant, read), (.tenant, list), (.tenant, remove), (.tenant, belonging),
        (.tenant, addIdentities), (.tenant, open), (.tenant, match), (.tenant, takeOff), (.tenant, removeListed),
    ]
}

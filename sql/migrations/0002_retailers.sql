create table retailers (
    retailer_id bigint not null,
    name text not null,
    version bigint not null default 0,
    identity_key_kind text,
    identity_key bytea,
    created_at timestamptz not null,
    constraint retailers_pkey primary key (retailer_id),
    constraint retailers_name_length check (length(name) between 1 and 200),
    constraint retailers_identity_key_kind check (identity_key_kind in ('EdDSA', 'ES256')),
    constraint retailers_identity_key_whole check ((identity_key_kind is null) = (identity_key is null))
);

comment on table retailers is 'citus:tenant A tenant. Every change to what servers hold in memory raises its version first.';

create table api_keys (
    retailer_id bigint not null,
    api_key_id bigint not null,
    name text not null,
    role text not null,
    secret_hash bytea not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    version bigint not null,
    created_at timestamptz not null,
    constraint api_keys_pkey primary key (retailer_id, api_key_id),
    constraint api_keys_retailer_fkey foreign key (retailer_id) references retailers (retailer_id),
    constraint api_keys_role check (role in ('owner', 'auditor', 'publishable'))
);

comment on table api_keys is 'citus:tenant Keys of a retailer; only a hash of the secret is kept.';

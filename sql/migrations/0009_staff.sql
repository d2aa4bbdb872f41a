create table identity_digests (
    subject_hash bytea not null,
    shopper_id bigint not null,
    created_at timestamptz not null,
    constraint identity_digests_pkey primary key (subject_hash)
);

comment on table identity_digests is 'citus:key=subject_hash The identities of shopper_identities again, each as a keyed hash of its SHA-256, so that a list of hashed identities finds its shoppers. Written at every sign-up; an identity that was never used since this table exists is not in it.';

create index identity_digests_shopper_idx on identity_digests (shopper_id);

create table staff (
    retailer_id bigint not null,
    shopper_id bigint not null,
    source text not null,
    store_id bigint,
    added_at timestamptz not null,
    removed_at timestamptz,
    version bigint not null,
    constraint staff_pkey primary key (retailer_id, shopper_id),
    constraint staff_retailer_fkey foreign key (retailer_id) references retailers (retailer_id),
    constraint staff_store_fkey foreign key (retailer_id, store_id) references stores (retailer_id, store_id),
    constraint staff_source check (source in ('till', 'identity')),
    constraint staff_till check ((source = 'till') = (store_id is not null))
);

comment on table staff is 'citus:tenant Shoppers who work for the retailer and earn nothing there. Source till: scanned a code on a till of that store; identity: listed in staff_identities.';

create index staff_version_idx on staff (retailer_id, version);

create table staff_identities (
    retailer_id bigint not null,
    subject_hash bytea not null,
    shopper_id bigint,
    added_at timestamptz not null,
    constraint staff_identities_pkey primary key (retailer_id, subject_hash),
    constraint staff_identities_retailer_fkey foreign key (retailer_id) references retailers (retailer_id)
);

comment on table staff_identities is 'citus:tenant Identities that the retailer says are its staff: the keyed hashes of identity_digests. Shopper_id: whose it turned out to be, null until somebody comes with it.';

create index staff_identities_shopper_idx on staff_identities (retailer_id, shopper_id);

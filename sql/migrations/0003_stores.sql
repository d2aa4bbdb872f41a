create table stores (
    retailer_id bigint not null,
    store_id bigint not null,
    external_id text,
    name text not null,
    brand text,
    owner text not null,
    region text,
    address text,
    time_zone text not null,
    latitude double precision not null,
    longitude double precision not null,
    fence jsonb not null,
    hours jsonb,
    tags text[] not null,
    archived_at timestamptz,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint stores_pkey primary key (retailer_id, store_id),
    constraint stores_external_id_key unique (retailer_id, external_id),
    constraint stores_retailer_fkey foreign key (retailer_id) references retailers (retailer_id),
    constraint stores_owner check (owner in ('company', 'franchise')),
    constraint stores_latitude check (latitude between -90 and 90),
    constraint stores_longitude check (longitude between -180 and 180)
);

comment on table stores is 'citus:tenant Shops. Hours null: not known, then never closed.';

create index stores_version_idx on stores (retailer_id, version);

create table tills (
    retailer_id bigint not null,
    till_id bigint not null,
    store_id bigint not null,
    name text not null,
    enrolment_hash bytea,
    enrolment_expires_at timestamptz,
    enrolled_at timestamptz,
    revoked_at timestamptz,
    version bigint not null,
    created_at timestamptz not null,
    constraint tills_pkey primary key (retailer_id, till_id),
    constraint tills_enrolment_hash_key unique (retailer_id, enrolment_hash),
    constraint tills_store_fkey foreign key (retailer_id, store_id) references stores (retailer_id, store_id),
    constraint tills_enrolment check ((enrolment_hash is null) = (enrolment_expires_at is null)),
    constraint tills_enrolled_once check (enrolled_at is null or enrolment_hash is null)
);

comment on table tills is 'citus:tenant Devices bound to one store. The enrolment code is used up by enrolling.';

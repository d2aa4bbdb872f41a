-- Partitioned by id, whose leading bits are the real time in milliseconds: a look-up by id touches one partition.

create table check_ins (
    retailer_id bigint not null,
    check_in_id bigint not null,
    shopper_id bigint not null,
    session_id bigint not null,
    store_id bigint not null,
    verdict text not null,
    reasons text[] not null,
    source text not null,
    checked_at timestamptz not null,
    captured_at timestamptz,
    latitude double precision,
    longitude double precision,
    accuracy_meters real,
    fixes smallint not null,
    distance_meters real,
    containment real,
    held_until timestamptz,
    candidates jsonb,
    offers jsonb not null,
    channel text,
    constraint check_ins_pkey primary key (retailer_id, check_in_id),
    constraint check_ins_verdict check (verdict in ('accepted', 'accepted_no_reward', 'held', 'refused')),
    constraint check_ins_source check (source in ('position', 'till')),
    constraint check_ins_held check ((held_until is not null) = (verdict = 'held')),
    constraint check_ins_position check ((latitude is null) = (longitude is null) and (latitude is null) = (accuracy_meters is null)),
    constraint check_ins_reason check (verdict <> 'refused' or cardinality(reasons) > 0)
) partition by range (check_in_id);

comment on table check_ins is 'citus:tenant Every attempt, rewarded or not. Partitioned by month of the id; servers make partitions ahead.';

create table check_ins_default partition of check_ins default;

comment on table check_ins_default is 'citus:tenant Partition for ids that no month covers.';

create table retry_keys (
    retailer_id bigint not null,
    key_hash bytea not null,
    body_hash bytea not null,
    reference_id bigint not null,
    answer bytea,
    created_at timestamptz not null,
    constraint retry_keys_pkey primary key (retailer_id, key_hash)
);

comment on table retry_keys is 'citus:tenant Keyed hashes of Idempotency-Key and body, kept 24 hours. Answer: sealed, where it cannot be rebuilt from the reference.';

create index retry_keys_created_at_idx on retry_keys using brin (created_at);

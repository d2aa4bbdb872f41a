-- The counter: what tills scan in vain, and how often a till may guess.

create table failed_scans (
    retailer_id bigint not null,
    scan_id bigint not null,
    till_id bigint not null,
    store_id bigint not null,
    wish text not null,
    reason text not null,
    coupon_id bigint,
    code_hash bytea,
    cashier text,
    scanned_at timestamptz not null,
    constraint failed_scans_pkey primary key (retailer_id, scan_id),
    constraint failed_scans_till_fkey foreign key (retailer_id, till_id) references tills (retailer_id, till_id),
    constraint failed_scans_wish check (wish in ('validate', 'reserve', 'redeem'))
);

comment on table failed_scans is 'citus:tenant What tills scanned in vain, for 90 days. Of the code only a keyed hash, and none of what is no code.';

create index failed_scans_till_idx on failed_scans (retailer_id, till_id, scanned_at);

create index failed_scans_scanned_at_idx on failed_scans (retailer_id, scanned_at);

create table till_misses (
    retailer_id bigint not null,
    till_id bigint not null,
    misses integer not null,
    counted_since timestamptz not null,
    constraint till_misses_pkey primary key (retailer_id, till_id),
    constraint till_misses_till_fkey foreign key (retailer_id, till_id) references tills (retailer_id, till_id),
    constraint till_misses_count check (misses > 0)
);

comment on table till_misses is 'citus:tenant How many codes that do not exist a till has sent since then. Gone once somebody with the PIN of the store lifts it.';

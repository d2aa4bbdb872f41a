-- The counter: what tills scan in vain, how often a till may guess, and goods that come back.

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

alter table redemptions add column basket jsonb;
alter table redemptions add column returned_goods bigint;
alter table redemptions add column returned_discount bigint;
alter table redemptions add column refunded bigint;

comment on column redemptions.basket is 'The lines that the till named, so that some of them can come back. Null where it named none.';

alter table redemptions
    add constraint redemptions_returned check (
        num_nonnulls(returned_goods, returned_discount, refunded) in (0, 3)
        and (
            returned_goods is null or state = 'redeemed' and returned_goods >= 0
            and returned_discount between 0 and discount and refunded between 0 and basket_total - discount
        )
    );

alter table coupon_ledger add column detail jsonb;

comment on column coupon_ledger.detail is 'Of a return: what the goods cost, what was given back, and the share of the discount by line.';

alter table retailers add column returns_below_min_spend text not null default 'keep_discount';
alter table retailers
    add constraint retailers_returns_below_min_spend check (
        returns_below_min_spend in ('keep_discount', 'take_back_discount')
    );

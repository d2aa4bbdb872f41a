-- The counter: what tills scan in vain, how often a till may guess, goods that come back, and sales with
-- several coupons.

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

create table sales (
    retailer_id bigint not null,
    store_id bigint not null,
    sale_id text not null,
    opened_at timestamptz not null,
    voided_at timestamptz,
    constraint sales_pkey primary key (retailer_id, store_id, sale_id),
    constraint sales_store_fkey foreign key (retailer_id, store_id) references stores (retailer_id, store_id)
);

comment on table sales is 'citus:tenant Sales by their tills'' own numbers. Whoever takes a coupon for one, or takes one back by it, locks its row first. Voided_at: taken back before anything was known of it, so that what arrives late is not taken.';

drop index redemptions_sale_key;

create index redemptions_sale_idx on redemptions (retailer_id, store_id, sale_id)
where sale_id is not null;

-- For looking up by receipt, and for a till's report of its shift.
create index redemptions_receipt_idx on redemptions (retailer_id, store_id, receipt_number)
where receipt_number is not null;

create index redemptions_till_idx on redemptions (retailer_id, till_id, redeemed_at);

create index redemptions_voided_till_idx on redemptions (retailer_id, voided_till_id, voided_at)
where state = 'voided';

create index coupon_ledger_returns_idx on coupon_ledger (retailer_id, till_id, happened_at)
where kind = 'return';

-- A retailer's own middleware: one key for all of its registers, each a till of its own.
alter table api_keys drop constraint api_keys_role;
alter table api_keys
    add constraint api_keys_role check (role in ('owner', 'auditor', 'publishable', 'pos'));

alter table tills add column register text;

comment on column tills.register is 'What the retailer''s own middleware calls it; null for a device that enrolled.';

create unique index tills_register_key on tills (retailer_id, store_id, register)
where register is not null;

create table cashier_practice (
    retailer_id bigint not null,
    store_id bigint not null,
    cashier text not null,
    specimen text not null,
    practised_at timestamptz not null,
    constraint cashier_practice_pkey primary key (retailer_id, store_id, cashier, specimen),
    constraint cashier_practice_store_fkey foreign key (retailer_id, store_id)
        references stores (retailer_id, store_id),
    constraint cashier_practice_specimen check (specimen in ('good', 'used', 'expired', 'wrong_store', 'sold_out'))
);

comment on table cashier_practice is 'citus:tenant Which specimens each cashier of a store has scanned; whoever has scanned all of them is trained.';

create table rehearsals (
    retailer_id bigint not null,
    campaign_id bigint not null,
    till_id bigint not null,
    rehearsed_at timestamptz not null,
    constraint rehearsals_pkey primary key (retailer_id, campaign_id, till_id),
    constraint rehearsals_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint rehearsals_till_fkey foreign key (retailer_id, till_id) references tills (retailer_id, till_id)
);

comment on table rehearsals is 'citus:tenant Tills that have taken the coupon of nothing with which a campaign is rehearsed.';

-- Sales with several coupons, looking up, registers of a point of sale, practice, rehearsal, and customers without a phone.

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

create table assisted_counts (
    retailer_id bigint not null,
    campaign_id bigint not null,
    till_id bigint not null,
    assisted_on date not null,
    used integer not null,
    constraint assisted_counts_pkey primary key (retailer_id, campaign_id, till_id, assisted_on),
    constraint assisted_counts_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint assisted_counts_till_fkey foreign key (retailer_id, till_id) references tills (retailer_id, till_id),
    constraint assisted_counts_used check (used >= 0)
);

comment on table assisted_counts is 'citus:tenant How many customers without a phone a till has checked in for a campaign, by local day of its store.';

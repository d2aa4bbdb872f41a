-- Coupon codes made in bulk: for nobody yet, to be printed or sent by the retailer.
create table code_batches (
    retailer_id bigint not null,
    batch_id bigint not null,
    campaign_id bigint not null,
    name text,
    channel text,
    asked bigint not null,
    made bigint not null default 0,
    withdrawn bigint not null default 0,
    state text not null,
    stopped_by text,
    created_at timestamptz not null,
    created_by bigint,
    finished_at timestamptz,
    constraint code_batches_pkey primary key (retailer_id, batch_id),
    constraint code_batches_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint code_batches_asked check (asked between 1 and 5000000),
    constraint code_batches_made check (made between 0 and asked),
    constraint code_batches_withdrawn check (withdrawn between 0 and made),
    constraint code_batches_state check (
        state in ('making', 'made', 'stopped', 'cancelled', 'withdrawing', 'withdrawn')),
    constraint code_batches_stopped check ((stopped_by is not null) = (state = 'stopped') or state like 'withdr%')
);

comment on table code_batches is 'citus:tenant Jobs that make coupon codes. A page of coupons and the job''s count are written in one transaction, so that a crash loses nothing and makes nothing twice.';

-- For those that are under way; nearly none is.
create index code_batches_open_idx on code_batches (retailer_id, batch_id)
    where state in ('making', 'withdrawing');

alter table coupons add column batch_id bigint;

-- For the download, in the order of making. Most coupons are in no batch.
create index coupons_batch_idx on coupons (retailer_id, batch_id, coupon_id) where batch_id is not null;

-- What was counted for a coupon, so that its expiry can give exactly that back: the store's local date and the channel.
alter table coupons add column counted_on date;
alter table coupons add column channel text;

update coupons c
set counted_on = (c.issued_at at time zone s.time_zone)::date
from stores s
where s.retailer_id = c.retailer_id
and s.store_id = c.store_id;

-- For the sweeper. Without the state: redeeming a coupon must not touch an index.
create index coupons_expires_at_idx on coupons (retailer_id, expires_at);

alter table period_counters drop constraint period_counters_scope;
alter table period_counters
    add constraint period_counters_scope check (scope in (1, 2, 3, 4));

comment on table period_counters is 'citus:tenant One row a limit, subject and period. Scope 1 shopper, 2 store, 3 campaign, 4 channel (a number made of its name; 0 for all that the limit does not list); period 1 campaign, 2 day, 3 week, 4 month; period_start is the local date of the store.';

-- Changes whenever stores say how much they may give: a batch that was decided on another edition is decided again.
alter table campaigns add column edition integer not null default 0;
alter table campaign_counters add column edition integer not null default 0;

create table store_stops (
    retailer_id bigint not null,
    store_id bigint not null,
    campaign_id bigint not null,
    kind text not null,
    stopped_until timestamptz not null,
    version bigint not null,
    changed_at timestamptz not null,
    constraint store_stops_pkey primary key (retailer_id, store_id, campaign_id, kind),
    constraint store_stops_store_fkey foreign key (retailer_id, store_id) references stores (retailer_id, store_id),
    constraint store_stops_kind check (kind in ('sold_out', 'closed'))
);

comment on table store_stops is 'citus:tenant Stores that give nothing for a while: of one campaign, or (campaign 0) of all. One that is over stays, so that servers hear of it.';

create index store_stops_version_idx on store_stops (retailer_id, version);

create table store_allotments (
    retailer_id bigint not null,
    campaign_id bigint not null,
    store_id bigint not null,
    period smallint not null,
    period_start date not null,
    used_max integer,
    version bigint not null,
    changed_at timestamptz not null,
    constraint store_allotments_pkey primary key (retailer_id, campaign_id, store_id, period, period_start),
    constraint store_allotments_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint store_allotments_store_fkey foreign key (retailer_id, store_id)
        references stores (retailer_id, store_id),
    constraint store_allotments_period check (period in (1, 2, 3, 4)),
    constraint store_allotments_used_max check (used_max >= 0)
);

comment on table store_allotments is 'citus:tenant How many a store may give in place of the campaign''s limit per store. Periods as in period_counters; 1970-01-01 stands for every one of the kind; null takes it back.';

create index store_allotments_version_idx on store_allotments (retailer_id, version);

create table store_pins (
    retailer_id bigint not null,
    store_id bigint not null,
    pin_hash bytea not null,
    tries integer not null,
    tries_since timestamptz not null,
    changed_at timestamptz not null,
    constraint store_pins_pkey primary key (retailer_id, store_id),
    constraint store_pins_store_fkey foreign key (retailer_id, store_id) references stores (retailer_id, store_id)
);

comment on table store_pins is 'citus:tenant With which a till may say what its store has left: a keyed hash, and how often somebody tried.';

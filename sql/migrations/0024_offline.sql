-- Tills with the line down: small numbers for what a signed coupon names, leases, and what was accepted without asking.

-- Four bytes of a signed coupon name a store, four more a revision. Numbers are given when first needed and never change.
create table store_numbers (
    retailer_id bigint not null,
    number integer not null,
    store_id bigint not null,
    constraint store_numbers_pkey primary key (retailer_id, number),
    constraint store_numbers_store_key unique (retailer_id, store_id),
    constraint store_numbers_store_fkey foreign key (retailer_id, store_id) references stores (retailer_id, store_id),
    constraint store_numbers_number check (number > 0)
);

comment on table store_numbers is 'citus:tenant What signed coupons call a store.';

create table revision_numbers (
    retailer_id bigint not null,
    number integer not null,
    campaign_id bigint not null,
    revision integer not null,
    constraint revision_numbers_pkey primary key (retailer_id, number),
    constraint revision_numbers_revision_key unique (retailer_id, campaign_id, revision),
    constraint revision_numbers_revision_fkey foreign key (retailer_id, campaign_id, revision)
        references campaign_revisions (retailer_id, campaign_id, revision),
    constraint revision_numbers_number check (number > 0)
);

comment on table revision_numbers is 'citus:tenant What signed coupons call a revision of a campaign.';

create table offline_leases (
    retailer_id bigint not null,
    lease_id bigint not null,
    till_id bigint not null,
    store_id bigint not null,
    campaign_id bigint not null,
    coupons integer not null,
    used integer not null default 0,
    exposure bigint not null,
    exposure_used bigint not null default 0,
    counted_on date not null,
    opened_at timestamptz not null,
    ends_at timestamptz not null,
    closed_at timestamptz,
    constraint offline_leases_pkey primary key (retailer_id, lease_id),
    constraint offline_leases_till_fkey foreign key (retailer_id, till_id) references tills (retailer_id, till_id),
    constraint offline_leases_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint offline_leases_coupons check (coupons > 0 and used between 0 and coupons),
    constraint offline_leases_exposure check (exposure_used between 0 and exposure)
);

comment on table offline_leases is 'citus:tenant Coupons of a campaign that a till may take while its line is down. An open one counts whole against every limit, a closed one what was used of it.';

create unique index offline_leases_open_key on offline_leases (retailer_id, till_id, campaign_id)
    where closed_at is null;
create index offline_leases_ends_at_idx on offline_leases (retailer_id, ends_at) where closed_at is null;
create index offline_leases_campaign_idx on offline_leases (retailer_id, campaign_id);

create table offline_acceptances (
    retailer_id bigint not null,
    till_id bigint not null,
    acceptance text not null,
    acceptance_id bigint not null,
    store_id bigint not null,
    outcome text not null,
    reason text,
    loss text,
    campaign_id bigint,
    revision integer,
    coupon_id bigint,
    lease_id bigint,
    redemption_id bigint,
    is_on_paper boolean not null,
    exposure bigint not null,
    currency text,
    basket_total bigint,
    discount bigint,
    cashier text,
    receipt_number text,
    sale_id text,
    accepted_at timestamptz not null,
    uploaded_at timestamptz not null,
    constraint offline_acceptances_pkey primary key (retailer_id, till_id, acceptance),
    constraint offline_acceptances_till_fkey foreign key (retailer_id, till_id) references tills (retailer_id, till_id),
    constraint offline_acceptances_outcome check (outcome in ('redeemed', 'charged', 'lost', 'unknown')),
    constraint offline_acceptances_reason check ((reason is null) = (outcome = 'redeemed')),
    constraint offline_acceptances_loss check ((loss is not null) = (outcome = 'lost')),
    constraint offline_acceptances_coupon check (
        num_nonnulls(campaign_id, revision, coupon_id) = case when outcome = 'unknown' then 0 else 3 end
    ),
    constraint offline_acceptances_lease check ((lease_id is not null) = (outcome = 'charged')),
    constraint offline_acceptances_redemption check ((redemption_id is not null) = (outcome = 'redeemed'))
);

comment on table offline_acceptances is 'citus:tenant What tills took without asking, as they said it, and what became of it. Acceptance: the name that the till gave it; the second upload of one changes nothing.';

create index offline_acceptances_campaign_idx on offline_acceptances (retailer_id, campaign_id)
    where campaign_id is not null;
create index offline_acceptances_uploaded_at_idx on offline_acceptances (retailer_id, uploaded_at)
    where outcome in ('charged', 'lost');

alter table statement_lines drop constraint statement_lines_kind;
alter table statement_lines
    add constraint statement_lines_kind check (
        kind in ('issue', 'redeem', 'void', 'return', 'expire', 'revoke', 'charge', 'loss')
    );

create table campaigns (
    retailer_id bigint not null,
    campaign_id bigint not null,
    state text not null,
    revision integer not null,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    launched_at timestamptz,
    ended_at timestamptz,
    constraint campaigns_pkey primary key (retailer_id, campaign_id),
    constraint campaigns_retailer_fkey foreign key (retailer_id) references retailers (retailer_id),
    constraint campaigns_state check (state in ('draft', 'approved', 'enabled', 'paused', 'archived')),
    constraint campaigns_launched check (launched_at is not null or state in ('draft', 'approved', 'archived')),
    constraint campaigns_ended check ((ended_at is not null) = (state = 'archived'))
);

comment on table campaigns is 'citus:tenant What is offered; the words and rules are in campaign_revisions.';

create index campaigns_version_idx on campaigns (retailer_id, version);

create table campaign_revisions (
    retailer_id bigint not null,
    campaign_id bigint not null,
    revision integer not null,
    terms jsonb not null,
    created_at timestamptz not null,
    created_by bigint,
    constraint campaign_revisions_pkey primary key (retailer_id, campaign_id, revision),
    constraint campaign_revisions_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id)
);

comment on table campaign_revisions is 'citus:tenant Every text a campaign ever had; coupons and check-ins name theirs.';

create table campaign_counters (
    retailer_id bigint not null,
    campaign_id bigint not null,
    state text not null,
    revision integer not null,
    coupons bigint not null,
    coupons_max bigint not null,
    exposure bigint not null,
    exposure_max bigint not null,
    constraint campaign_counters_pkey primary key (retailer_id, campaign_id),
    constraint campaign_counters_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint campaign_counters_coupons check (coupons between 0 and coupons_max),
    constraint campaign_counters_exposure check (exposure between 0 and exposure_max)
) with (fillfactor = 50);

comment on table campaign_counters is 'citus:tenant The hot row of a campaign: what issued coupons count and can cost at most. State and revision stand here too, so that one locked row decides whether issuing may go on.';

create table period_counters (
    retailer_id bigint not null,
    campaign_id bigint not null,
    scope smallint not null,
    subject_id bigint not null,
    period smallint not null,
    period_start date not null,
    used integer not null,
    used_max integer not null,
    constraint period_counters_pkey primary key (retailer_id, campaign_id, scope, subject_id, period, period_start),
    constraint period_counters_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint period_counters_scope check (scope in (1, 2, 3)),
    constraint period_counters_period check (period in (1, 2, 3, 4)),
    constraint period_counters_used check (used between 0 and used_max)
) with (fillfactor = 70);

comment on table period_counters is 'citus:tenant One row a limit, subject and period. Scope 1 shopper, 2 store, 3 campaign; period 1 campaign, 2 day, 3 week, 4 month; period_start is the local date of the store.';

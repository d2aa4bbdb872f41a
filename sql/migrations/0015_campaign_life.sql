-- A campaign from its draft to its books: a second key's approval, the owners who take part, recall, what people looked at,
-- and the lines that a closed business day consists of.

alter table retailers add column needs_approval boolean not null default false;

alter table campaigns add column recalled_at timestamptz;
alter table campaigns add column recalled_by bigint;
alter table campaigns add column recall_reason text;
alter table campaigns add column is_recalling boolean not null default false;
alter table campaigns
    add constraint campaigns_recalled check (
        (recalled_at is null) = (recall_reason is null) and (recalled_at is null) = (recalled_by is null)
    );
alter table campaigns
    add constraint campaigns_recalling check (recalled_at is not null or not is_recalling);

create table campaign_approvals (
    retailer_id bigint not null,
    campaign_id bigint not null,
    revision integer not null,
    approved_by bigint not null,
    approved_at timestamptz not null,
    constraint campaign_approvals_pkey primary key (retailer_id, campaign_id, revision),
    constraint campaign_approvals_revision_fkey foreign key (retailer_id, campaign_id, revision)
        references campaign_revisions (retailer_id, campaign_id, revision)
);

comment on table campaign_approvals is 'citus:tenant Who, other than its author, agreed to a revision.';

create table campaign_acceptances (
    retailer_id bigint not null,
    campaign_id bigint not null,
    store_id bigint not null,
    accepted_by text not null,
    accepted_at timestamptz not null,
    recorded_by bigint not null,
    constraint campaign_acceptances_pkey primary key (retailer_id, campaign_id, store_id),
    constraint campaign_acceptances_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint campaign_acceptances_store_fkey foreign key (retailer_id, store_id)
        references stores (retailer_id, store_id),
    constraint campaign_acceptances_name check (length(accepted_by) between 1 and 200)
);

comment on table campaign_acceptances is 'citus:tenant Owners of franchised stores who take part in a campaign, each by name.';

create table offer_looks (
    retailer_id bigint not null,
    campaign_id bigint not null,
    store_id bigint not null,
    looked_on date not null,
    hour smallint not null,
    channel text not null,
    looks bigint not null,
    constraint offer_looks_pkey primary key (retailer_id, campaign_id, store_id, looked_on, hour, channel),
    constraint offer_looks_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint offer_looks_hour check (hour between 0 and 23),
    constraint offer_looks_looks check (looks > 0)
);

comment on table offer_looks is 'citus:tenant How often an offer was shown to somebody, by store, local hour and channel (empty: none named).';

create table business_days (
    retailer_id bigint not null,
    business_day date not null,
    closed_at timestamptz not null,
    constraint business_days_pkey primary key (retailer_id, business_day),
    constraint business_days_retailer_fkey foreign key (retailer_id) references retailers (retailer_id)
);

comment on table business_days is 'citus:tenant Days whose lines stand for good.';

create table statement_lines (
    retailer_id bigint not null,
    business_day date not null,
    line_id bigint not null,
    kind text not null,
    coupon_id bigint not null,
    campaign_id bigint not null,
    revision integer not null,
    store_id bigint,
    owner text not null,
    issuing_store_id bigint,
    issuing_owner text not null,
    redemption_id bigint,
    currency text,
    basket_total bigint,
    discount bigint,
    liability bigint not null,
    happened_at timestamptz not null,
    constraint statement_lines_pkey primary key (retailer_id, business_day, line_id),
    constraint statement_lines_once unique (retailer_id, line_id),
    constraint statement_lines_day_fkey foreign key (retailer_id, business_day)
        references business_days (retailer_id, business_day),
    constraint statement_lines_kind check (kind in ('issue', 'redeem', 'void', 'return', 'expire', 'revoke')),
    constraint statement_lines_owner check (owner in ('company', 'franchise')),
    constraint statement_lines_issuing_owner check (issuing_owner in ('company', 'franchise')),
    constraint statement_lines_sale check (kind <> 'redeem' or redemption_id is not null)
);

comment on table statement_lines is 'citus:tenant What happened on each closed day, append-only. A correction is a line of a later day. Line ids are those of coupons and ledger entries.';

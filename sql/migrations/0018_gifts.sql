-- Rewards without a coupon: what check-ins give to charities, and points with what is bought for them.

create table donations (
    retailer_id bigint not null,
    donation_id bigint not null,
    campaign_id bigint not null,
    revision integer not null,
    shopper_id bigint not null,
    session_id bigint not null,
    store_id bigint not null,
    check_in_id bigint not null,
    channel text,
    charity text not null,
    amount bigint not null,
    currency text not null,
    counted_on date not null,
    given_at timestamptz not null,
    constraint donations_pkey primary key (retailer_id, donation_id),
    constraint donations_once unique (retailer_id, campaign_id, check_in_id),
    constraint donations_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint donations_amount check (amount > 0)
);

comment on table donations is 'citus:tenant What check-ins gave to charities, append-only and final. Counted_on is the local date of the store.';

create index donations_counted_on_idx on donations (retailer_id, counted_on, donation_id);

create table donation_lines (
    retailer_id bigint not null,
    campaign_id bigint not null,
    business_day date not null,
    donation_id bigint not null,
    revision integer not null,
    store_id bigint not null,
    owner text not null,
    charity text not null,
    amount bigint not null,
    currency text not null,
    constraint donation_lines_pkey primary key (retailer_id, campaign_id, business_day, donation_id),
    constraint donation_lines_once unique (retailer_id, donation_id),
    constraint donation_lines_day_fkey foreign key (retailer_id, business_day)
        references business_days (retailer_id, business_day),
    constraint donation_lines_owner check (owner in ('company', 'franchise'))
);

comment on table donation_lines is 'citus:tenant Donations of each closed day, append-only: on which day the charity is told of each, and who owned the store then.';

create table point_balances (
    retailer_id bigint not null,
    shopper_id bigint not null,
    balance bigint not null,
    earned bigint not null,
    spent bigint not null,
    constraint point_balances_pkey primary key (retailer_id, shopper_id),
    constraint point_balances_retailer_fkey foreign key (retailer_id) references retailers (retailer_id),
    constraint point_balances_balance check (balance >= 0)
)
with (fillfactor = 50);

comment on table point_balances is 'citus:tenant What each shopper has to spend: earned less spent. What a recall gives back was not spent.';

create table point_entries (
    retailer_id bigint not null,
    shopper_id bigint not null,
    entry_id bigint not null,
    session_id bigint not null,
    kind text not null,
    points bigint not null,
    campaign_id bigint not null,
    coupon_id bigint,
    check_in_id bigint,
    store_id bigint,
    channel text,
    counted_on date,
    happened_at timestamptz not null,
    constraint point_entries_pkey primary key (retailer_id, shopper_id, entry_id),
    constraint point_entries_once unique (retailer_id, campaign_id, check_in_id),
    constraint point_entries_coupon_once unique (retailer_id, coupon_id, kind),
    constraint point_entries_campaign_fkey foreign key (retailer_id, campaign_id)
        references campaigns (retailer_id, campaign_id),
    constraint point_entries_kind check (kind in ('earn', 'spend', 'return')),
    constraint point_entries_points check (points > 0),
    constraint point_entries_evidence check (
        case kind
            when 'earn' then coupon_id is null and num_nulls(check_in_id, store_id, counted_on) = 0
            else coupon_id is not null and check_in_id is null
        end
    )
);

comment on table point_entries is 'citus:tenant Points by the entry, append-only: earned by a check-in, spent on a coupon, given back when that is recalled.';

create table point_accounts (
    shopper_id bigint not null,
    retailer_id bigint not null,
    constraint point_accounts_pkey primary key (shopper_id, retailer_id)
);

comment on table point_accounts is 'citus:key=shopper_id With which retailers a shopper has points; filled through the outbox.';

alter table outbox drop constraint outbox_kind;

alter table outbox
    add constraint outbox_kind check (kind in ('coupons_issued', 'messages', 'points_earned'));

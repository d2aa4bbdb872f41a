create table coupons (
    retailer_id bigint not null,
    coupon_id bigint not null,
    campaign_id bigint not null,
    revision integer not null,
    shopper_id bigint,
    session_id bigint,
    store_id bigint,
    also_valid_at bigint[],
    check_in_id bigint,
    code_hash bytea not null,
    code_sealed bytea not null,
    state text not null,
    exposure bigint not null,
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    redeemed_at timestamptz,
    redeemed_store_id bigint,
    revoked_at timestamptz,
    constraint coupons_pkey primary key (retailer_id, coupon_id),
    constraint coupons_code_hash_key unique (retailer_id, code_hash),
    constraint coupons_state check (state in ('issued', 'reserved', 'redeemed', 'expired', 'revoked')),
    constraint coupons_redeemed check ((redeemed_at is not null) = (state = 'redeemed')),
    constraint coupons_redeemed_store check ((redeemed_store_id is not null) = (state = 'redeemed')),
    constraint coupons_revoked check ((revoked_at is not null) = (state = 'revoked')),
    constraint coupons_exposure check (exposure >= 0)
) with (fillfactor = 85);

comment on table coupons is 'citus:tenant Issued coupons. The code is kept as a keyed hash for the till and sealed for reprints, never in clear. No foreign keys: the issuing statement selects from campaigns, and a key check a row would cost more than the row.';

create index coupons_campaign_idx on coupons (retailer_id, campaign_id, coupon_id);

create table redemptions (
    retailer_id bigint not null,
    redemption_id bigint not null,
    coupon_id bigint not null,
    campaign_id bigint not null,
    till_id bigint not null,
    store_id bigint not null,
    state text not null,
    cashier text,
    receipt_number text,
    sale_id text,
    currency text,
    basket_total bigint,
    discount bigint,
    lines jsonb,
    redeemed_at timestamptz not null,
    constraint redemptions_pkey primary key (retailer_id, redemption_id),
    constraint redemptions_till_fkey foreign key (retailer_id, till_id) references tills (retailer_id, till_id),
    constraint redemptions_state check (state in ('redeemed', 'voided')),
    constraint redemptions_money check (discount is null or (currency is not null and discount >= 0)),
    constraint redemptions_within_basket check (discount is null or basket_total is null or discount <= basket_total)
);

comment on table redemptions is 'citus:tenant Coupons taken at a till.';

create unique index redemptions_coupon_key on redemptions (retailer_id, coupon_id)
where state = 'redeemed';

create unique index redemptions_sale_key on redemptions (retailer_id, store_id, sale_id)
where state = 'redeemed';

create index redemptions_campaign_idx on redemptions (retailer_id, campaign_id, redemption_id);

create table coupon_ledger (
    retailer_id bigint not null,
    coupon_id bigint not null,
    entry_id bigint not null,
    kind text not null,
    redemption_id bigint,
    till_id bigint,
    amount bigint,
    happened_at timestamptz not null,
    constraint coupon_ledger_pkey primary key (retailer_id, coupon_id, entry_id),
    constraint coupon_ledger_kind check (kind in ('reserve', 'release', 'redeem', 'void', 'expire', 'revoke', 'return')),
    constraint coupon_ledger_redemption check (kind <> 'redeem' or (redemption_id is not null and till_id is not null))
);

comment on table coupon_ledger is 'citus:tenant Every transition of a coupon after its issue, append-only.';

create table outbox (
    retailer_id bigint not null,
    entry_id bigint not null,
    kind text not null,
    payload jsonb not null,
    created_at timestamptz not null,
    constraint outbox_pkey primary key (retailer_id, entry_id),
    constraint outbox_kind check (kind in ('coupons_issued'))
);

comment on table outbox is 'citus:tenant What must happen after a commit, written with it and taken by a worker.';

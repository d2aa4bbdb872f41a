-- A coupon at the till beyond taking it: held for some minutes, taken back, and what it did not cost after all.

alter table coupons add column reservation_id bigint;
alter table coupons add column reserved_till_id bigint;
alter table coupons add column reserved_store_id bigint;
alter table coupons add column reserved_until timestamptz;
alter table coupons
    add constraint coupons_reserved check (
        num_nonnulls(reservation_id, reserved_till_id, reserved_store_id, reserved_until)
            = case when state = 'reserved' then 4 else 0 end
    );

-- The exposure itself stays what was reserved at issue: lines of closed days name it.
alter table coupons add column exposure_returned bigint;
alter table coupons
    add constraint coupons_exposure_returned check (
        exposure_returned is null or state = 'redeemed' and exposure_returned between 1 and exposure
    );

create table reservations (
    retailer_id bigint not null,
    reservation_id bigint not null,
    coupon_id bigint not null,
    till_id bigint not null,
    cashier text,
    receipt_number text,
    sale_id text,
    reserved_until timestamptz not null,
    constraint reservations_pkey primary key (retailer_id, reservation_id),
    constraint reservations_till_fkey foreign key (retailer_id, till_id) references tills (retailer_id, till_id)
);

comment on table reservations is 'citus:tenant Coupons that tills hold for some minutes; gone once they have ended. The coupon says whether a reservation holds it.';

create index reservations_reserved_until_idx on reservations (retailer_id, reserved_until);

alter table redemptions add column voidable_until timestamptz;
alter table redemptions add column voided_at timestamptz;
alter table redemptions add column voided_till_id bigint;
alter table redemptions add column gap bigint;

comment on column redemptions.gap is 'What the coupon reserved and did not cost: goes back to the budget when the redemption can no longer be voided. Null once it has, or where there is nothing.';

update redemptions r
set voidable_until = r.redeemed_at + interval '1 day',
    gap = case when r.discount < c.exposure then c.exposure - r.discount end
from coupons c
where c.retailer_id = r.retailer_id
and c.coupon_id = r.coupon_id;

alter table redemptions
    add constraint redemptions_voided check (
        num_nonnulls(voided_at, voided_till_id) = case when state = 'voided' then 2 else 0 end
    );
alter table redemptions
    add constraint redemptions_gap check (gap is null or state = 'redeemed' and gap > 0);

create index redemptions_gap_idx on redemptions (retailer_id, voidable_until)
where gap is not null;

alter table coupon_ledger add column reservation_id bigint;
alter table coupon_ledger drop constraint coupon_ledger_kind;
alter table coupon_ledger
    add constraint coupon_ledger_kind check (
        kind in ('reserve', 'release', 'redeem', 'void', 'expire', 'revoke', 'return', 'settle')
    );
alter table coupon_ledger
    add constraint coupon_ledger_reservation check (
        kind not in ('reserve', 'release') or num_nonnulls(reservation_id, till_id) = 2
    );

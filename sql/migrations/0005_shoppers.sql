create table shoppers (
    shopper_id bigint not null,
    joined_retailer_id bigint,
    locale text not null,
    location_consent boolean not null,
    marketing_consent boolean not null,
    generation integer not null,
    generation_changed_at timestamptz not null,
    recovery_hash bytea,
    erased_at timestamptz,
    created_at timestamptz not null,
    constraint shoppers_pkey primary key (shopper_id),
    constraint shoppers_generation check (generation >= 1),
    constraint shoppers_erased check (erased_at is null or (recovery_hash is null and not location_consent))
);

comment on table shoppers is 'citus:key=shopper_id People who check in. Never read on the check-in path: the token carries what it needs.';

create index shoppers_generation_changed_at_idx on shoppers (generation_changed_at);

create table shopper_consents (
    shopper_id bigint not null,
    consent_id bigint not null,
    purpose text not null,
    granted boolean not null,
    text_version text not null,
    language text not null,
    given_at timestamptz not null,
    constraint shopper_consents_pkey primary key (shopper_id, consent_id),
    constraint shopper_consents_purpose check (purpose in ('location', 'marketing'))
);

comment on table shopper_consents is 'citus:key=shopper_id Each consent given or withdrawn, append-only.';

create table shopper_identities (
    subject_hash bytea not null,
    kind text not null,
    retailer_id bigint not null,
    shopper_id bigint not null,
    is_verified boolean not null,
    created_at timestamptz not null,
    constraint shopper_identities_pkey primary key (subject_hash),
    constraint shopper_identities_kind check (kind in ('jwt', 'loyalty_number'))
);

comment on table shopper_identities is 'citus:key=subject_hash One row an identity: a keyed hash of retailer, kind and subject, so that the same identity is always the same shopper.';

create index shopper_identities_shopper_idx on shopper_identities (shopper_id);

create table wallets (
    shopper_id bigint not null,
    retailer_id bigint not null,
    coupon_id bigint not null,
    constraint wallets_pkey primary key (shopper_id, coupon_id, retailer_id)
);

comment on table wallets is 'citus:key=shopper_id Which coupons a shopper holds, over all retailers; filled through the outbox.';

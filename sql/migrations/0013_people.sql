-- Campaigns that need other people: closed groups, those who were named or have joined, and what they are told.

create table audiences (
    retailer_id bigint not null,
    audience_id bigint not null,
    name text not null,
    code_number integer not null,
    joins_by_code boolean not null,
    created_at timestamptz not null,
    constraint audiences_pkey primary key (retailer_id, audience_id),
    constraint audiences_retailer_fkey foreign key (retailer_id) references retailers (retailer_id),
    constraint audiences_name check (length(name) between 1 and 100)
);

comment on table audiences is 'citus:tenant Closed groups of shoppers. Their join code is derived from id and code_number and is kept nowhere.';

create table audience_members (
    retailer_id bigint not null,
    audience_id bigint not null,
    shopper_id bigint not null,
    source text not null,
    joined_at timestamptz not null,
    constraint audience_members_pkey primary key (retailer_id, audience_id, shopper_id),
    constraint audience_members_audience_fkey foreign key (retailer_id, audience_id) references audiences (retailer_id, audience_id),
    constraint audience_members_source check (source in ('named', 'identity', 'code'))
);

comment on table audience_members is 'citus:tenant Who belongs to a group, and how they came into it. Nothing else is said of them.';

create table audience_identities (
    retailer_id bigint not null,
    subject_hash bytea not null,
    audience_id bigint not null,
    is_matched boolean not null,
    added_at timestamptz not null,
    constraint audience_identities_pkey primary key (retailer_id, subject_hash, audience_id),
    constraint audience_identities_audience_fkey foreign key (retailer_id, audience_id) references audiences (retailer_id, audience_id)
);

comment on table audience_identities is 'citus:tenant Identities that the retailer put into a group: the keyed hashes of identity_digests. Is_matched: somebody has come with it and is a member since.';

create table campaign_grants (
    retailer_id bigint not null,
    grant_id bigint not null,
    campaign_id bigint not null,
    message text not null,
    created_at timestamptz not null,
    created_by bigint,
    constraint campaign_grants_pkey primary key (retailer_id, grant_id),
    constraint campaign_grants_campaign_fkey foreign key (retailer_id, campaign_id) references campaigns (retailer_id, campaign_id),
    constraint campaign_grants_message check (length(message) between 1 and 500)
);

comment on table campaign_grants is 'citus:tenant When a retailer gave coupons to people, and what it told them.';

create table participants (
    retailer_id bigint not null,
    campaign_id bigint not null,
    shopper_id bigint not null,
    session_id bigint not null,
    assurance smallint not null,
    place bigint not null,
    store_id bigint,
    grant_id bigint,
    joined_at timestamptz not null,
    coupon_id bigint,
    refused text,
    settled_at timestamptz,
    constraint participants_pkey primary key (retailer_id, campaign_id, shopper_id),
    constraint participants_campaign_fkey foreign key (retailer_id, campaign_id) references campaigns (retailer_id, campaign_id),
    constraint participants_assurance check (assurance between 0 and 2),
    constraint participants_settled check ((settled_at is null) = (num_nonnulls(coupon_id, refused) = 0)),
    constraint participants_once check (num_nonnulls(coupon_id, refused) < 2)
);

comment on table participants is 'citus:tenant Who gets a coupon of a campaign from a service, once: named by the retailer, or one of a crowd. Place: the order. Settled: a coupon was issued, or never will be. Session 0: whoever has the account.';

create index participants_waiting_idx on participants (retailer_id, campaign_id, place, shopper_id) where settled_at is null;

create table crowds (
    retailer_id bigint not null,
    campaign_id bigint not null,
    joined bigint not null,
    crossed_at timestamptz,
    failed_at timestamptz,
    constraint crowds_pkey primary key (retailer_id, campaign_id),
    constraint crowds_campaign_fkey foreign key (retailer_id, campaign_id) references campaigns (retailer_id, campaign_id),
    constraint crowds_joined check (joined > 0),
    constraint crowds_outcome check (num_nonnulls(crossed_at, failed_at) < 2)
)
with (fillfactor = 50);

comment on table crowds is 'citus:tenant How many have joined a crowd: the row that says who was which, and whose call made it large enough.';

create table coupon_variants (
    retailer_id bigint not null,
    coupon_id bigint not null,
    channel text not null,
    constraint coupon_variants_pkey primary key (retailer_id, coupon_id)
);

comment on table coupon_variants is 'citus:tenant By which channel''s word a coupon of a private sale was earned, where words are worth different things. No foreign key: written with the coupon.';

create table messages (
    shopper_id bigint not null,
    message_id bigint not null,
    retailer_id bigint not null,
    campaign_id bigint not null,
    coupon_id bigint,
    session_id bigint not null,
    kind text not null,
    body text not null,
    created_at timestamptz not null,
    constraint messages_pkey primary key (shopper_id, message_id)
);

comment on table messages is 'citus:key=shopper_id What shoppers are told, over all retailers; filled through the outbox. Session 0: whoever has the account.';

alter table outbox drop constraint outbox_kind;

alter table outbox
    add constraint outbox_kind check (kind in ('coupons_issued', 'messages'));

create table parties (
    retailer_id bigint not null,
    party_id bigint not null,
    campaign_id bigint not null,
    code text not null,
    members integer not null,
    created_at timestamptz not null,
    constraint parties_pkey primary key (retailer_id, party_id),
    constraint parties_code_key unique (retailer_id, campaign_id, code),
    constraint parties_campaign_fkey foreign key (retailer_id, campaign_id) references campaigns (retailer_id, campaign_id),
    constraint parties_members check (members between 0 and 50)
);

comment on table parties is 'citus:tenant Friends who go together, for one campaign. The code is no secret of money: whoever has it is invited.';

create table party_members (
    retailer_id bigint not null,
    campaign_id bigint not null,
    shopper_id bigint not null,
    party_id bigint not null,
    joined_at timestamptz not null,
    constraint party_members_pkey primary key (retailer_id, campaign_id, shopper_id),
    constraint party_members_party_fkey foreign key (retailer_id, party_id) references parties (retailer_id, party_id)
);

comment on table party_members is 'citus:tenant Who is in which party: one for each campaign.';

alter table unlock_states drop constraint unlock_states_members;

comment on table unlock_states is 'citus:tenant Visits and places on the way to a threshold. Shopper 0 is everybody, or the number is that of a party; store 0 all stores. A row is written only over the version that was read, so that a threshold is crossed once.';

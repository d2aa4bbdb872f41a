-- What is remembered between visits for campaigns that need more than one, or more than one shopper.

create table unlock_states (
    retailer_id bigint not null,
    campaign_id bigint not null,
    shopper_id bigint not null,
    store_id bigint not null,
    round bigint not null,
    version integer not null,
    days date[] not null,
    crossed_on date,
    crossings bigint not null,
    places integer not null,
    holder_id bigint,
    members jsonb,
    constraint unlock_states_pkey primary key (retailer_id, campaign_id, shopper_id, store_id, round),
    constraint unlock_states_version check (version >= 0),
    constraint unlock_states_crossings check (crossings >= 0),
    constraint unlock_states_crossed check (crossed_on is null or crossings > 0),
    constraint unlock_states_places check (places >= 0),
    constraint unlock_states_holder check (holder_id is null or shopper_id = 0),
    constraint unlock_states_members check (members is null or shopper_id = 0)
) with (fillfactor = 70);

comment on table unlock_states is 'citus:tenant Visits and places on the way to a threshold. Shopper 0 is everybody, store 0 all stores; round is the local minute in which a flash''s window began, 0 for what has no windows. A row is written only over the version that was read, so that a threshold is crossed once.';

create table candidacies (
    retailer_id bigint not null,
    campaign_id bigint not null,
    shopper_id bigint not null,
    nickname text not null,
    since timestamptz not null,
    constraint candidacies_pkey primary key (retailer_id, campaign_id, shopper_id),
    constraint candidacies_nickname check (length(nickname) between 1 and 30)
);

comment on table candidacies is 'citus:tenant Who wants to be mayor, under a chosen name; gone with a word.';

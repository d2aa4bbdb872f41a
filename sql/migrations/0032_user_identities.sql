-- Whom an OpenID Connect provider means when it vouches for a user.
create table user_identities (
    retailer_id bigint not null,
    user_id bigint not null,
    provider text not null,
    subject text not null,
    linked_at timestamptz not null,
    constraint user_identities_pkey primary key (retailer_id, user_id, provider),
    constraint user_identities_user_fkey foreign key (retailer_id, user_id) references users (retailer_id, user_id) on delete cascade,
    constraint user_identities_provider_form check (provider ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    constraint user_identities_subject_length check (length(subject) between 1 and 255)
);

comment on table user_identities is 'citus:tenant The provider''s own name for a user, kept at the first sign-in: an address may go to somebody else one day, this never does.';

-- People who work in the console, how they sign in, and what was done in a retailer's name.
create table users (
    retailer_id bigint not null,
    user_id bigint not null,
    email text not null,
    name text not null,
    role text not null,
    scope jsonb,
    password_hash text,
    password_set_at timestamptz,
    signed_in_at timestamptz,
    created_at timestamptz not null,
    constraint users_pkey primary key (retailer_id, user_id),
    constraint users_email_key unique (retailer_id, email),
    constraint users_retailer_fkey foreign key (retailer_id) references retailers (retailer_id),
    constraint users_email_form check (email = lower(email) and length(email) between 3 and 254),
    constraint users_name_length check (length(name) between 1 and 200),
    constraint users_role check (role in ('owner', 'marketer', 'store_manager', 'auditor')),
    constraint users_owner_scope check (role <> 'owner' or scope is null),
    constraint users_password_whole check ((password_hash is null) = (password_set_at is null))
);

comment on table users is 'citus:tenant People of a retailer who may sign in to the console; a row goes when they leave.';

create table sign_ins (
    subject_hash bytea not null,
    retailer_id bigint not null,
    user_id bigint not null,
    constraint sign_ins_pkey primary key (subject_hash, retailer_id, user_id)
);

comment on table sign_ins is 'citus:key=subject_hash Where an e-mail address is a user''s, by a keyed hash of it: whoever signs in names no retailer.';

create table sign_in_failures (
    subject_hash bytea not null,
    window_start timestamptz not null,
    failures integer not null,
    constraint sign_in_failures_pkey primary key (subject_hash),
    constraint sign_in_failures_count check (failures >= 1)
);

comment on table sign_in_failures is 'citus:key=subject_hash How often somebody tried to sign in with an address in its last quarter of an hour with any.';

create index sign_in_failures_window_idx on sign_in_failures (window_start);

create table sessions (
    retailer_id bigint not null,
    session_id bigint not null,
    user_id bigint not null,
    secret_hash bytea not null,
    seen_at timestamptz not null,
    expires_at timestamptz not null,
    created_at timestamptz not null,
    constraint sessions_pkey primary key (retailer_id, session_id),
    constraint sessions_user_fkey foreign key (retailer_id, user_id) references users (retailer_id, user_id) on delete cascade,
    constraint sessions_life check (expires_at > created_at)
);

comment on table sessions is 'citus:tenant Who is signed in; only a hash of the secret is kept. A session that ends is deleted.';

create index sessions_user_idx on sessions (retailer_id, user_id);
create index sessions_expires_at_idx on sessions (retailer_id, expires_at);

create table invitations (
    retailer_id bigint not null,
    invitation_id bigint not null,
    user_id bigint not null,
    secret_hash bytea not null,
    expires_at timestamptz not null,
    created_at timestamptz not null,
    constraint invitations_pkey primary key (retailer_id, invitation_id),
    constraint invitations_user_key unique (retailer_id, user_id),
    constraint invitations_user_fkey foreign key (retailer_id, user_id) references users (retailer_id, user_id) on delete cascade
);

comment on table invitations is 'citus:tenant A link with which one user sets a password, once; a new one replaces it.';

create table audit_entries (
    retailer_id bigint not null,
    entry_id bigint not null,
    actor_kind text not null,
    actor_id bigint,
    action text not null,
    subject text,
    done_at timestamptz not null,
    constraint audit_entries_pkey primary key (retailer_id, entry_id),
    constraint audit_entries_actor_kind check (actor_kind in ('key', 'user', 'operator')),
    constraint audit_entries_actor check ((actor_kind = 'operator') = (actor_id is null)),
    constraint audit_entries_action_length check (length(action) between 1 and 200)
);

comment on table audit_entries is 'citus:tenant What was changed in a retailer''s name, by whom, append-only; written in the transaction of the change.';

-- What belongs to the installation itself, not to a retailer.

create table process_numbers (
    singleton boolean not null default true,
    last_number integer not null,
    constraint process_numbers_pkey primary key (singleton),
    constraint process_numbers_single check (singleton)
);

comment on table process_numbers is 'citus:local The number that the last started process took; ids carry it modulo 1024.';

insert into process_numbers (last_number) values (0);

create table key_generations (
    generation integer not null,
    fingerprint bytea not null,
    recorded_at timestamptz not null,
    constraint key_generations_pkey primary key (generation)
);

comment on table key_generations is 'citus:local Fingerprints of the secrets this database was written with; the secrets live outside.';

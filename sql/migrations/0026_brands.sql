-- How a retailer's papers look, and whom its cashiers call.
create table brands (
    retailer_id bigint not null,
    accent text,
    contact text,
    logo bytea,
    changed_at timestamptz not null,
    constraint brands_pkey primary key (retailer_id),
    constraint brands_retailer_fkey foreign key (retailer_id) references retailers (retailer_id),
    constraint brands_accent check (accent ~ '^#[0-9a-f]{6}$'),
    constraint brands_contact check (length(contact) between 1 and 200),
    constraint brands_logo check (octet_length(logo) between 1 and 2097152)
);

comment on table brands is 'citus:tenant A retailer''s colour, logo (PNG as we drew it, never the file that was sent) and the contact that its briefs name.';

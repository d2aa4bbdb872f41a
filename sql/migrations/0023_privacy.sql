-- Who asked to be forgotten, and how far positions have been made coarse and deleted.
create table erasures (
    shopper_id bigint not null,
    asked_at timestamptz not null,
    finished_at timestamptz,
    constraint erasures_pkey primary key (shopper_id)
);

comment on table erasures is 'citus:key=shopper_id Shoppers who asked to be forgotten: locked out at once, forgotten table by table, gone on with by any server.';

create index erasures_open_idx on erasures (asked_at) where finished_at is null;

create table position_terms (
    retailer_id bigint not null,
    coarse_through bigint not null,
    gone_through bigint not null,
    constraint position_terms_pkey primary key (retailer_id),
    constraint position_terms_order check (gone_through <= coarse_through)
);

comment on table position_terms is 'citus:tenant Up to which check-in positions are coarse, and up to which they are deleted.';

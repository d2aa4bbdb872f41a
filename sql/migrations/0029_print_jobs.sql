-- Coupons that shoppers send to a printer in a store.
create table print_jobs (
    retailer_id bigint not null,
    job_id bigint not null,
    shopper_id bigint not null,
    session_id bigint not null,
    coupon_id bigint not null,
    store_id bigint not null,
    till_id bigint,
    paper text not null,
    language text not null,
    state text not null,
    place smallint,
    queued_at timestamptz not null,
    ends_at timestamptz not null,
    taken_by bigint,
    taken_until timestamptz,
    finished_at timestamptz,
    failure text,
    constraint print_jobs_pkey primary key (retailer_id, job_id),
    constraint print_jobs_store_fkey foreign key (retailer_id, store_id) references stores (retailer_id, store_id),
    constraint print_jobs_till_fkey foreign key (retailer_id, till_id) references tills (retailer_id, till_id),
    constraint print_jobs_state check (state in ('waiting', 'printing', 'printed', 'failed', 'expired')),
    constraint print_jobs_place check (
        (place is not null) = (state in ('waiting', 'printing')) and (place is null or place > 0)
    ),
    constraint print_jobs_taken check (
        num_nonnulls(taken_by, taken_until) = case when state in ('printing', 'printed', 'failed') then 2 else 0 end
    ),
    constraint print_jobs_finished check (
        (finished_at is not null) = (state in ('printed', 'failed', 'expired'))
    ),
    constraint print_jobs_failure check ((failure is not null) = (state = 'failed')),
    constraint print_jobs_ends check (ends_at > queued_at)
);

comment on table print_jobs is 'citus:tenant Coupons on their way to a printer. A till takes one for a minute; if it says nothing, the next till that asks gets it. Place: which of the few that a shopper may have waiting. Gone a day after their end.';

create unique index print_jobs_place_key on print_jobs (retailer_id, shopper_id, place) where place is not null;
create index print_jobs_waiting_idx on print_jobs (retailer_id, store_id, job_id) where place is not null;
create index print_jobs_ends_at_idx on print_jobs (retailer_id, ends_at);

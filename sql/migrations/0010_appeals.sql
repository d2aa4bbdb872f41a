-- A shopper's word against a decision about presence. Who settled it stands beside it: state and evidence are tied.

create table appeals (
    retailer_id bigint not null,
    check_in_id bigint not null,
    store_id bigint not null,
    shopper_id bigint not null,
    assurance smallint not null,
    state text not null,
    message text,
    opened_at timestamptz not null,
    settled_at timestamptz,
    settled_by text,
    settler_id bigint,
    attempt_id bigint,
    constraint appeals_pkey primary key (retailer_id, check_in_id),
    constraint appeals_state check (state in ('open', 'granted', 'rejected')),
    constraint appeals_assurance check (assurance between 0 and 2),
    constraint appeals_message check (length(message) between 1 and 500),
    constraint appeals_settled check ((state = 'open') = (settled_at is null)),
    constraint appeals_settled_by check ((settled_by is null) = (settled_at is null)),
    constraint appeals_attempt check ((attempt_id is null) = (settled_at is null)),
    constraint appeals_settler check (settled_by in ('shopper_code', 'retailer', 'till')),
    constraint appeals_settler_id check ((settler_id is not null) = coalesce(settled_by in ('retailer', 'till'), false)),
    constraint appeals_code_grants check (settled_by is null or settled_by <> 'shopper_code' or state = 'granted')
);

comment on table appeals is 'citus:tenant Appeals against check-ins that earned nothing, one a check-in. The message is personal: it goes with the position of its check-in.';

create index appeals_store_idx on appeals (retailer_id, store_id, check_in_id);

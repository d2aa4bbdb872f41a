-- Letters on their way out, and how many went where.
create table mails (
    retailer_id bigint not null,
    mail_id bigint not null,
    state text not null,
    letter bytea,
    tries integer not null default 0,
    queued_at timestamptz not null,
    next_try_at timestamptz,
    finished_at timestamptz,
    failure text,
    constraint mails_pkey primary key (retailer_id, mail_id),
    constraint mails_state check (state in ('waiting', 'sent', 'failed')),
    constraint mails_letter check ((letter is not null) = (state = 'waiting')),
    constraint mails_next_try check ((next_try_at is not null) = (state = 'waiting')),
    constraint mails_finished check ((finished_at is not null) = (state <> 'waiting')),
    constraint mails_failure check ((failure is not null) = (state = 'failed')),
    constraint mails_tries check (tries >= 0)
);

comment on table mails is 'citus:tenant Letters that a worker hands to the mail server. Letter: address and words, sealed; gone as soon as the letter is sent or given up. Next_try_at: whoever takes one puts it off first, so that no two send it.';

create index mails_next_try_idx on mails (retailer_id, next_try_at) where state = 'waiting';
create index mails_finished_at_idx on mails (retailer_id, finished_at) where state <> 'waiting';

create table mail_counts (
    retailer_id bigint not null,
    subject_hash bytea not null,
    counted_on date not null,
    mails integer not null,
    constraint mail_counts_pkey primary key (retailer_id, subject_hash, counted_on),
    constraint mail_counts_mails check (mails > 0)
);

comment on table mail_counts is 'citus:tenant How many letters one shopper has sent and one address was sent in a day, each by a keyed hash. Gone two days later.';

create index mail_counts_counted_on_idx on mail_counts (retailer_id, counted_on);

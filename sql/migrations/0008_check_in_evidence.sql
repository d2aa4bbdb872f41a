-- What was found about an attempt beyond its fix, for its receipt; and the earlier visits of a shopper, which speed and
-- repeats are judged by.

alter table check_ins add column evidence jsonb;

alter table check_ins drop constraint check_ins_source;

alter table check_ins
    add constraint check_ins_source check (source in ('position', 'code', 'till'));

-- The statements that make counters select from campaigns, and a key check for each counter cost more than the counter.
alter table period_counters drop constraint period_counters_campaign_fkey;

create index check_ins_shopper_idx on check_ins (retailer_id, shopper_id, check_in_id);

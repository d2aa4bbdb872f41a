-- How many have taken part never falls: what expiry, recall and void give back is counted beside what is out.
alter table campaign_counters add column returned bigint not null default 0;
alter table campaign_counters
    add constraint campaign_counters_returned check (returned >= 0);

update campaign_counters c
set returned = (
    select count(*)
    from coupons k
    where k.retailer_id = c.retailer_id
    and k.campaign_id = c.campaign_id
    and k.state in ('expired', 'revoked')
);

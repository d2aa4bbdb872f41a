-- What tills are lent counts against limits, but nobody has taken part by it: a lease takes away from what came back as much as it adds.
alter table campaign_counters drop constraint campaign_counters_returned;

update campaign_counters c
set returned = c.returned - (
    select coalesce(sum(l.coupons), 0)
    from offline_leases l
    where l.retailer_id = c.retailer_id
    and l.campaign_id = c.campaign_id
);

alter table campaign_counters
    add constraint campaign_counters_participants check (coupons + returned >= 0);

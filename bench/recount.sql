-- Counts again what a run has left behind: question, what must be there, what is there; tab-separated.
-- psql -v acknowledged=N -v redeemed=N: how many check-ins and redemptions were answered 201.
with limits as (
    select k.retailer_id, k.campaign_id, l ->> 'per' as per, l ->> 'period' as period, (l ->> 'max')::bigint as max
    from campaigns k
    join campaign_revisions r using (retailer_id, campaign_id, revision)
    cross join jsonb_array_elements(r.terms -> 'limits') as l
),
given as (
    select retailer_id, campaign_id, count(*) as coupons, sum(exposure - coalesce(exposure_returned, 0)) as exposure
    from coupons
    group by retailer_id, campaign_id
),
by_shopper as (
    select retailer_id, campaign_id, shopper_id, count(*) as coupons
    from coupons
    group by retailer_id, campaign_id, shopper_id
),
by_store_day as (
    select c.retailer_id, c.campaign_id, c.store_id, (c.issued_at at time zone s.time_zone)::date as day,
        count(*) as coupons
    from coupons c
    join stores s using (retailer_id, store_id)
    group by 1, 2, 3, 4
),
promised as (
    select c.retailer_id, c.check_in_id, (o ->> 'cpn')::bigint as coupon_id
    from check_ins c
    cross join jsonb_array_elements(c.offers) as o
    where o ->> 'cpn' is not null
)
select * from (values
    (1, 'check-ins that were answered 201, and rows of check-ins',
        :acknowledged::bigint, (select count(*) from check_ins)),
    (2, 'retry keys, one for each of them and of the redemptions', :acknowledged::bigint + :redeemed::bigint, (select count(*) from retry_keys)),
    (3, 'shoppers, each its own', :acknowledged::bigint, (select count(distinct shopper_id) from check_ins)),
    (4, 'check-ins held or refused', 0, (select count(*) from check_ins where verdict in ('held', 'refused'))),
    (5, 'accepted check-ins, and those of them with a coupon',
        (select count(*) from check_ins where verdict = 'accepted'),
        (select count(*) from check_ins c where verdict = 'accepted' and exists (
            select from coupons u where u.retailer_id = c.retailer_id and u.check_in_id = c.check_in_id))),
    (6, 'coupons, and those whose check-in promised them to the same shopper in the same store',
        (select count(*) from coupons),
        (select count(*) from coupons u
        join promised p using (retailer_id, check_in_id, coupon_id)
        join check_ins c using (retailer_id, check_in_id)
        where c.shopper_id = u.shopper_id and c.store_id = u.store_id and c.verdict = 'accepted')),
    (7, 'coupons promised by check-ins', (select count(*) from promised), (select count(*) from coupons)),
    (8, 'coupons, and what the campaigns'' counters say',
        (select count(*) from coupons), (select sum(coupons)::bigint from campaign_counters)),
    (9, 'campaigns whose counters differ from their coupons', 0,
        (select count(*) from campaign_counters k left join given g using (retailer_id, campaign_id)
        where k.coupons <> coalesce(g.coupons, 0) or k.exposure <> coalesce(g.exposure, 0))),
    (10, 'campaigns over their limit or budget', 0,
        (select count(*) from given g join campaign_counters k using (retailer_id, campaign_id)
        left join limits l on l.retailer_id = g.retailer_id and l.campaign_id = g.campaign_id and l.per = 'campaign'
        where g.coupons > least(k.coupons_max, l.max) or g.exposure > k.exposure_max)),
    (11, 'shoppers over their limit', 0,
        (select count(*) from by_shopper b join limits l using (retailer_id, campaign_id)
        where l.per = 'shopper' and b.coupons > l.max)),
    (12, 'stores over their limit on a day', 0,
        (select count(*) from by_store_day b join limits l using (retailer_id, campaign_id)
        where l.per = 'store' and l.period = 'day' and b.coupons > l.max)),
    (13, 'shoppers'' counters, and those that equal the coupons',
        (select count(*) from period_counters where scope = 1 and used > 0),
        (select count(*) from period_counters p
        join by_shopper b on b.retailer_id = p.retailer_id and b.campaign_id = p.campaign_id
            and b.shopper_id = p.subject_id and b.coupons = p.used
        where p.scope = 1)),
    (14, 'stores'' counters, and those that equal the coupons of the day',
        (select count(*) from period_counters where scope = 2 and used > 0),
        (select count(*) from period_counters p
        join by_store_day b on b.retailer_id = p.retailer_id and b.campaign_id = p.campaign_id
            and b.store_id = p.subject_id and b.day = p.period_start and b.coupons = p.used
        where p.scope = 2)),
    (15, 'coupons in wallets', (select count(*) from coupons), (select count(*) from wallets)),
    (16, 'entries left in the outbox', 0, (select count(*) from outbox)),
    (17, 'redemptions that were answered 201, and coupons redeemed',
        :redeemed::bigint, (select count(*) from coupons where state = 'redeemed')),
    (18, 'redemptions that were answered 201, and their rows, each of another coupon',
        :redeemed::bigint, (select count(distinct coupon_id) from redemptions where state = 'redeemed')),
    (19, 'entries in the ledger, one for each redemption', :redeemed::bigint, (select count(*) from coupon_ledger))
) as checks (place, question, expected, found)
order by place

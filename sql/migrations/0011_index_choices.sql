-- Indexes that are right for what is asked, also before the first statistics: a new table has none, nor has a new month.

-- Servers ask every half second whose older phones were locked out lately. Nearly every shopper is of generation 1 and can
-- never be the answer.
drop index shoppers_generation_changed_at_idx;
create index shoppers_generation_idx on shoppers (generation_changed_at) where generation > 1;

-- It looked as good for finding a sale as the index made for that, and was read whole. Ids are above zero, so this one holds
-- the same rows as before; a query that does not say so cannot choose it.
drop index redemptions_coupon_key;
create unique index redemptions_coupon_key on redemptions (retailer_id, coupon_id)
where state = 'redeemed' and coupon_id > 0;

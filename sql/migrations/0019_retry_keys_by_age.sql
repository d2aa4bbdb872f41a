-- Keys past their time are found by age. A block-range index can be read only as a bitmap, which our sessions never do: each
-- look read all keys of a tenant, every minute, on every server.
drop index retry_keys_created_at_idx;
create index retry_keys_created_at_idx on retry_keys (retailer_id, created_at);

-- Not part of the ordinary sequence: run once on a Citus coordinator after the migrations, one statement at a time.
-- Read and linted against the catalog by a test; not run where Citus is not to be had.

select create_distributed_table('retailers', 'retailer_id', colocate_with := 'none', shard_count := 32);
select create_distributed_table('api_keys', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('stores', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('tills', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('staff', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('staff_identities', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('campaigns', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('campaign_revisions', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('campaign_counters', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('period_counters', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('store_stops', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('store_allotments', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('store_pins', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('unlock_states', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('candidacies', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('check_ins', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('appeals', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('retry_keys', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('coupons', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('redemptions', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('coupon_ledger', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('outbox', 'retailer_id', colocate_with := 'retailers');
select create_distributed_table('shoppers', 'shopper_id', colocate_with := 'none', shard_count := 32);
select create_distributed_table('shopper_consents', 'shopper_id', colocate_with := 'shoppers');
select create_distributed_table('wallets', 'shopper_id', colocate_with := 'shoppers');
select create_distributed_table('shopper_identities', 'subject_hash', colocate_with := 'none', shard_count := 32);
select create_distributed_table('identity_digests', 'subject_hash', colocate_with := 'shopper_identities');

-- For whoever watches a campaign run: settled appeals stay for good, open ones are few.
create index appeals_open_idx on appeals (retailer_id, check_in_id)
where state = 'open';

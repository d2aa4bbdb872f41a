-- What the store says to a shopper whose appeal it rejects. It goes when the shopper's own words go.
alter table appeals add column reason text;

alter table appeals
    add constraint appeals_reason check (
        reason is null or state = 'rejected' and length(reason) between 1 and 200
    );

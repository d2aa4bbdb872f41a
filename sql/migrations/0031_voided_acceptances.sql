-- What a till took without a line for a sale that was taken back before the till reported it: nothing was given.
alter table offline_acceptances drop constraint offline_acceptances_outcome;
alter table offline_acceptances
    add constraint offline_acceptances_outcome check (
        outcome in ('redeemed', 'charged', 'lost', 'unknown', 'voided')
    );

alter table offline_acceptances drop constraint offline_acceptances_reason;
alter table offline_acceptances
    add constraint offline_acceptances_reason check ((reason is null) = (outcome in ('redeemed', 'voided')));

-- Codes that a retailer brought. Where there are any, tills look for what does not read as one of ours.
alter table code_batches add column source text not null default 'made';
alter table code_batches
    add constraint code_batches_source check (source in ('made', 'brought'));

create index code_batches_brought_idx on code_batches (retailer_id, batch_id) where source = 'brought';

create table given (number int, latitude float8, longitude float8);
\copy given from fixes.tsv
create table fix as
select number, ST_MakePoint(longitude, latitude)::geography as here,
    ST_SetSRID(ST_MakePoint(longitude, latitude), 4326) as spot
from given;
drop table given;
create unique index fix_by_number on fix (number);

-- Fences and fixes from the files of `footfall bench geofence --circles N --write DIR`, psql running in DIR.
create table given (key int, latitude float8, longitude float8, radius float8);
\copy given from fences.tsv
create table fence as
select key, radius, ST_MakePoint(longitude, latitude)::geography as center
from given;
drop table given;

-- As geometry, whose edges are straight in longitude and latitude as ours are.
create table given (key int, drawn text);
\copy given from fences.tsv
create table fence as
select key, ST_GeomFromText(drawn, 4326) as area
from given;
drop table given;

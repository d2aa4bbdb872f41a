\set number random(1, :fixes)
select key
from fix
    join fence on ST_DWithin(center, here, 300) and ST_DWithin(center, here, radius)
where number = :number
